using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.ShowBoard;
using Patron.Workday.Contracts;

namespace Patron.Sales.ShowDay;

/// <summary>What deals and leads have for people to do: next steps that are due, deals that are stuck, leads to accept and to follow up.</summary>
internal sealed class SalesDay(IDbContextFactory<PatronDb> contexts, BoardReads board, StageTimes times) : IDayItems
{
    public async Task<IReadOnlyList<DayItem>> For(DayScope scope, CancellationToken ct)
    {
        if (scope.Users.Count == 0) return [];
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (pipelines, zone) = (await Pipelines.Read(db, ct), (await db.Organisation(ct)).Zone);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(scope.Now, zone).DateTime);
        UserId?[] users = [.. scope.Users.Select(u => (UserId?)u)];
        var due = await db.Opportunities.AsNoTracking().Where(d => d.State == DealState.Open && users.Contains(d.OwnerId) && d.NextDue <= today).OrderBy(d => d.NextDue).ThenBy(d => d.Id).Take(2 * scope.Most).ToListAsync(ct);
        var stuck = await Stuck(db, users, today, [.. due.Select(d => d.Id)], scope.Most, ct);
        var leads = await db.Set<Lead>().AsNoTracking().Where(l => users.Contains(l.OwnerId) && (l.State == LeadState.Offered || l.State == LeadState.Accepted)).OrderBy(l => l.CreatedAt).ThenBy(l => l.Id).Take(scope.Most).ToListAsync(ct);
        var (rules, text, seen) = (await LeadRules.Read(db, ct), scope.Sentences, board.Seen(scope.Users[0]));
        var names = (await board.Names([.. due.Concat(stuck).Select(d => (d.CustomerId.Value, 0L, (long?)null, d.ProductId?.Value)), .. leads.Select(l => (l.CustomerId.Value, 0L, (long?)null, (long?)null))], ct));
        string Who(CustomerId customer) => names.Customers.GetValueOrDefault(customer) ?? text["sales.customer.none"];

        DayItem Deal(Opportunity deal, DayGroup group, string what, double rank) => new(group, deal.CustomerId, "briefcase", what,
            text.Get("sales.day.deal", new { customer = Who(deal.CustomerId), stage = pipelines.StageCalled(deal.Stage, text) }), deal.NextDue is { } day ? Noon(day, zone) : null, rank, deal.OwnerId,
            [new(text["sales.day.open"], SalesUrls.Deal(deal.Id), false, "o")]);
        DayItem Lead(Lead lead)
        {
            var (offered, score) = (lead.State == LeadState.Offered, rules.Score(lead.Said, lead.CoolsAt, scope.Now));
            var group = offered ? lead.AcceptBy < scope.Now ? DayGroup.Overdue : DayGroup.New : DayGroup.Today;
            DayDeed open = new(text["sales.day.open"], $"{SalesUrls.Leads}?{ShowLeads.LeadAddress.OwnerOf}={lead.OwnerId}&{ShowLeads.LeadAddress.StateOf}={lead.State.ToString().ToLowerInvariant()}", false, "o");
            return new(group, lead.CustomerId, "user-plus", text.Get("sales.day.lead", new { interest = lead.Interest, offered = offered ? "yes" : "no" }), text.Get("sales.day.score", new { customer = Who(lead.CustomerId), score = score.ToString() }),
                lead.AcceptBy, 10 - score.Letter + 'A', lead.OwnerId, offered ? [new(text.Get("sales.lead.deed", new { deed = "accept" }), $"{SalesUrls.Leads}/{lead.Id}/accept", true, "a", lead.Version), open] : [open]);
        }
        return
        [
            .. due.Where(d => seen(d.CustomerId.Value)).Select(d => Deal(d, d.NextDue < today ? DayGroup.Overdue : DayGroup.Today, d.NextStep ?? text["sales.next.none"], d.Committed)),
            .. stuck.Where(d => seen(d.CustomerId.Value)).Select(d => Deal(d, DayGroup.Today, text.Get("sales.day.stuck", new { days = today.DayNumber - d.Since.DayNumber }), -1)),
            .. leads.Where(l => seen(l.CustomerId.Value)).Select(Lead),
        ];
    }

    public async Task<int> Count(IReadOnlyList<UserId> users, DateTimeOffset until, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        // The midnight that ends a day is of the next one.
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(until.AddTicks(-1), (await db.Organisation(ct)).Zone).DateTime);
        UserId?[] of = [.. users.Select(u => (UserId?)u)];
        var deals = await db.Opportunities.AsNoTracking().Where(d => d.State == DealState.Open && of.Contains(d.OwnerId) && d.NextDue <= last).GroupBy(d => new { d.OwnerId, d.CustomerId })
            .Select(g => new { g.Key.OwnerId, g.Key.CustomerId, N = g.Count() }).ToListAsync(ct);
        var leads = await db.Set<Lead>().AsNoTracking().Where(l => of.Contains(l.OwnerId) && l.State == LeadState.Offered && l.AcceptBy < until).GroupBy(l => new { l.OwnerId, l.CustomerId })
            .Select(g => new { g.Key.OwnerId, g.Key.CustomerId, N = g.Count() }).ToListAsync(ct);
        return deals.Concat(leads).GroupBy(d => d.OwnerId).Sum(g => { var seen = board.Seen(g.Key); return g.Where(d => seen(d.CustomerId.Value)).Sum(d => d.N); });
    }

    /// <summary>Longer in their stage than three quarters of those that left it, the longest first.</summary>
    private async Task<List<Opportunity>> Stuck(PatronDb db, UserId?[] users, DateOnly today, IReadOnlyCollection<OpportunityId> but, int most, CancellationToken ct)
    {
        var found = new List<Opportunity>();
        foreach (var (stage, days) in await times.Limits(ct))
        {
            var before = today.AddDays(-days);
            found.AddRange(await db.Opportunities.AsNoTracking().Where(d => d.State == DealState.Open && users.Contains(d.OwnerId) && d.Stage == stage && d.Since < before).OrderBy(d => d.Since).ThenBy(d => d.Id).Take(most).ToListAsync(ct));
        }
        return [.. found.Where(d => !but.Contains(d.Id)).OrderBy(d => d.Since).Take(most)];
    }

    /// <summary>A day without a time stands at noon.</summary>
    private static DateTimeOffset Noon(DateOnly day, TimeZoneInfo zone)
    {
        var noon = day.ToDateTime(new TimeOnly(12, 0));
        return new DateTimeOffset(noon, zone.GetUtcOffset(noon)).ToUniversalTime();
    }
}
