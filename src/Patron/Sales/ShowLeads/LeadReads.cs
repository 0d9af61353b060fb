using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.KeepLeads;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ShowLeads;

internal sealed record ShownLead(Lead Lead, LeadScore Score);

/// <param name="Customers">Of the leads' customers those with a won deal.</param>
internal sealed record SourceResult(LeadSource Source, int Leads, int Customers)
{
    /// <summary>Micros; null without any.</summary>
    public long? PerLead => Leads == 0 ? null : Source.Cost / Leads;
    public long? PerCustomer => Customers == 0 ? null : Source.Cost / Customers;
}

/// <summary>Reads leads with their scores, and what their sources cost and brought.</summary>
internal sealed class LeadReads(IDbContextFactory<PatronDb> contexts, BoardReads board, LeadDeeds deeds, TimeProvider clock)
{
    /// <summary>The newest are scored and shown; whoever has more in hand works from the oldest task.</summary>
    public const int Most = 50;
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    public async Task<IReadOnlyList<ShownLead>> List(LeadState? state, UserId? user, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var leads = await db.Set<Lead>().AsNoTracking().Where(l => state == null ? l.State != LeadState.Done : l.State == state).OrderByDescending(l => l.CreatedAt).ThenByDescending(l => l.Id).Take(Most).ToListAsync(ct);
        var (seen, now, shown) = (board.Seen(user), clock.GetUtcNow(), new List<ShownLead>());
        foreach (var lead in leads.Where(l => seen(l.CustomerId.Value)))
            shown.Add(new(lead, LeadScore.Of(lead.Budget, lead.Need, lead.Decider, lead.Soon, await deeds.Happened(lead.CustomerId, now - Remembered, sentences, ct), now)));
        return [.. shown.OrderBy(l => l.Score.ToString(), StringComparer.Ordinal).ThenByDescending(l => l.Lead.CreatedAt)];
    }

    public async Task<bool> Sees(LeadId id, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var customer = await db.Set<Lead>().Where(l => l.Id == id).Select(l => (CustomerId?)l.CustomerId).FirstOrDefaultAsync(ct);
        return customer is { } of && board.Seen(user)(of.Value);
    }

    public async Task<IReadOnlyList<SourceResult>> Sources(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var leads = await db.Set<Lead>().GroupBy(l => l.Source).Select(g => new { g.Key, Leads = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Leads, ct);
        var won = await db.Set<Lead>().Where(l => db.Set<Opportunity>().Any(d => d.CustomerId == l.CustomerId && d.Id == l.OpportunityId && d.State == Contracts.DealState.Won))
            .GroupBy(l => l.Source).Select(g => new { g.Key, Customers = g.Select(l => l.CustomerId).Distinct().Count() }).ToDictionaryAsync(g => g.Key, g => g.Customers, ct);
        return [.. (await LeadSources.Read(db, ct)).All.Select(s => new SourceResult(s, leads.GetValueOrDefault(s.Id), won.GetValueOrDefault(s.Id)))];
    }
}
