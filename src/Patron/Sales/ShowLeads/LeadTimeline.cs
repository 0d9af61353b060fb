using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Web.Contracts;

namespace Patron.Sales.ShowLeads;

/// <summary>When the customer became a lead, and what the customer objected.</summary>
internal sealed class LeadTimeline(IDbContextFactory<PatronDb> contexts) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (at, id, lead) = (before?.At, before?.Id ?? 0, new LeadId(before?.Id ?? 0));
        var sources = await LeadSources.Read(db, ct);
        var leads = await Leads(db, customer).Where(l => at == null || l.CreatedAt < at || (l.CreatedAt == at && l.Id.CompareTo(lead) < 0)).OrderByDescending(l => l.CreatedAt).ThenByDescending(l => l.Id).Take(count).ToListAsync(ct);
        var objections = await Objections(db, customer).Where(o => at == null || o.At < at || (o.At == at && o.Id < id)).OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Take(count).ToListAsync(ct);
        return
        [
            .. leads.Select(l => new TimelineEntry(l.CreatedAt, l.Id.Value, "buy", "user-plus", sentences.Html("sales.lead.timeline", new { source = sources.All.FirstOrDefault(s => s.Id == l.Source)?.Name ?? "", interest = l.Interest }), null, null))
                .Concat(objections.Select(o => new TimelineEntry(o.At, o.Id, "svc", "message-exclamation", sentences.Html("sales.objection.timeline", new { said = o.Said }), o.Answer, null)))
                .OrderByDescending(e => e.Point).Take(count),
        ];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Leads(db, customer).LongCountAsync(ct) + await Objections(db, customer).LongCountAsync(ct);
    }

    private static IQueryable<Lead> Leads(PatronDb db, CustomerId customer) => db.Set<Lead>().AsNoTracking().Where(l => l.CustomerId == customer);

    private static IQueryable<Objection> Objections(PatronDb db, CustomerId customer) => db.Set<Objection>().AsNoTracking().Where(o => o.CustomerId == customer);
}
