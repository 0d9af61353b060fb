using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Reports.Contracts;
using Patron.Sales.Contracts;

namespace Patron.Sales.ReportSales;

/// <summary>Sales by month: deals won, of all that ended, and how long those won had taken.</summary>
internal sealed class SalesIndicators(IDbContextFactory<PatronDb> contexts) : IIndicators
{
    public async Task<IReadOnlyList<Indicator>> Of(ReportScope month, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ended = await db.Opportunities.AsNoTracking().Where(o => o.State != DealState.Open && o.Closed >= month.From && o.Closed <= month.To).Select(o => new { o.State, o.Opened, o.Closed }).ToListAsync(ct);
        var won = ended.FindAll(o => o.State == DealState.Won);
        return
        [
            new("deals-won", "sales.indicator.won", ReportUnit.Count, won.Count),
            new("sales-cycle", "sales.indicator.cycle", ReportUnit.Count, Cycle([.. won.Where(o => o.Opened is not null).Select(o => o.Closed!.Value.DayNumber - o.Opened!.Value.DayNumber)])),
            new("win-rate", "sales.indicator.rate", ReportUnit.Share, Indicator.Share(won.Count, ended.Count)),
        ];

        static long? Cycle(int[] days) => days.Length == 0 ? null : (long)Math.Round(days.Average());
    }
}
