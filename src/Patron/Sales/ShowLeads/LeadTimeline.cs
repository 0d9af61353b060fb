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
    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, DateTimeOffset? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var sources = await LeadSources.Read(db, ct);
        var leads = await Leads(db, customer).Where(l => before == null || l.CreatedAt < before).OrderByDescending(l => l.CreatedAt).ThenByDescending(l => l.Id).Take(count).ToListAsync(ct);
        var objections = await Objections(db, customer).Where(o => before == null || o.At < before).OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Take(count).ToListAsync(ct);
        return
        [
            .. leads.Select(l => (Id: l.Id.Value, Entry: new TimelineEntry(l.CreatedAt, "buy", "user-plus", sentences.Html("sales.lead.timeline", new { source = sources.All.FirstOrDefault(s => s.Id == l.Source)?.Name ?? "", interest = l.Interest }), null, null)))
                .Concat(objections.Select(o => (o.Id, Entry: new TimelineEntry(o.At, "svc", "message-exclamation", sentences.Html("sales.objection.timeline", new { said = o.Said }), o.Answer, null))))
                .OrderByDescending(e => e.Entry.At).ThenByDescending(e => e.Id).Take(count).Select(e => e.Entry),
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
