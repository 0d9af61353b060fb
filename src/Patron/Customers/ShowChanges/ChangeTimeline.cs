using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Customers.ShowChanges;

/// <summary>What people changed of a customer: one entry for each deed that has no entry of its own. Found by the payloads, which lie by customer; those of erased values are gone.</summary>
internal sealed class ChangeTimeline(IDbContextFactory<PatronDb> contexts, IUserNames users) : ITimelineSource
{
    /// <summary>The beginnings of the deeds' kinds, each with a sentence; contacts, tasks, tickets, deals and notes tell of themselves.</summary>
    private static readonly (string Begin, string Word)[] Told =
        [("customer.edit", "values"), ("customer.add", "added"), ("customer.restore", "restored"), ("form.", "form"), ("agreement.", "agreement"), ("relation.", "relation"), ("match.", "records")];

    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (at, id) = (before?.At, new ChangeSetId(before?.Id ?? 0));
        var latest = await Of(db, customer).Where(s => at == null || s.At < at || (s.At == at && s.Id.CompareTo(id) < 0)).OrderByDescending(s => s.At).ThenByDescending(s => s.Id).Take(count).ToListAsync(ct);
        var names = await users.Of([.. latest.Select(s => s.By).OfType<UserId>().Distinct()], ct);
        return [.. latest.Select(s => new TimelineEntry(s.At, s.Id.Value, "data", "history",
            sentences.Html("customers.timeline.changed", new { what = WordOf(s.Kind), undone = s.UndoneBy is null ? "no" : "yes" }), s.By is { } by ? names.GetValueOrDefault(by) : null, null))];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Of(db, customer).LongCountAsync(ct);
    }

    private static IQueryable<ChangeSet> Of(PatronDb db, CustomerId customer)
    {
        var touched = db.Set<ChangePayload>().AsNoTracking().Where(p => p.CustomerId == customer).Select(p => p.ChangeSetId).Distinct();
        return db.Set<ChangeSet>().AsNoTracking().Where(s => touched.Contains(s.Id) && s.By != null && s.Undoes == null
            && (s.Kind.StartsWith("customer.edit") || s.Kind == "customer.add" || s.Kind == "customer.restore" || s.Kind.StartsWith("form.") || s.Kind.StartsWith("agreement.")
                || s.Kind.StartsWith("relation.") || s.Kind.StartsWith("match.")));
    }

    private static string WordOf(string kind) => Told.FirstOrDefault(t => kind.StartsWith(t.Begin, StringComparison.Ordinal)).Word ?? "values";
}
