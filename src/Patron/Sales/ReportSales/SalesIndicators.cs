using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Reports.Contracts;
using Patron.Sales.Contracts;
using Patron.Sales.ShowForecast;
using Patron.Sales.ShowLeads;

namespace Patron.Sales.ReportSales;

/// <summary>Sales by month: deals won, of all that ended, and how long those won had taken; how near forecasts came; what selling cost: leads, contacts and salaries by the rules of profit; and what was won of leads for what they cost.</summary>
internal sealed class SalesIndicators(IDbContextFactory<PatronDb> contexts, ForecastReads forecasts, LeadReads leads, IContacts contacts, IServingCosts costs) : IIndicators
{
    private const int MonthsOfAYear = 12;

    public async Task<IReadOnlyList<Indicator>> Of(ReportScope month, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ended = await db.Opportunities.AsNoTracking().Where(o => o.State != DealState.Open && o.Closed >= month.From && o.Closed <= month.To).Select(o => new { o.State, o.Opened, o.Closed }).ToListAsync(ct);
        var money = await leads.Money(month, ct);
        // Contacts because of tickets are a cost of service.
        var spoken = (await contacts.Count(month.Begin, month.End, "ticket", others: true, ct)).Sum(c => (long)c.Value);
        var selling = (money.Cost ?? 0) + spoken * costs.Contact + costs.Salaries / MonthsOfAYear;
        var won = ended.FindAll(o => o.State == DealState.Won);
        return
        [
            new("deals-won", "sales.indicator.won", ReportUnit.Count, won.Count),
            new("sales-cycle", "sales.indicator.cycle", ReportUnit.Count, Cycle([.. won.Where(o => o.Opened is not null).Select(o => o.Closed!.Value.DayNumber - o.Opened!.Value.DayNumber)])),
            new("win-rate", "sales.indicator.rate", ReportUnit.Share, Indicator.Share(won.Count, ended.Count)),
            new("forecast-accuracy", "sales.indicator.accuracy", ReportUnit.Share, await Accuracy(month, ct)) { Because = "sales.indicator.accuracy.because" },
            new("selling-cost", "sales.indicator.cost", ReportUnit.Money, selling > 0 ? selling : null) { Because = "sales.indicator.cost.because" },
            new("marketing-return", "sales.indicator.return", ReportUnit.Share, money.Cost is { } cost ? Indicator.Share(money.Won, cost) : null) { Because = "sales.indicator.return.because" },
        ];

        static long? Cycle(int[] days) => days.Length == 0 ? null : (long)Math.Round(days.Average());
    }

    /// <summary>The smaller of what was expected and what came as a share of the larger, of the forecasts of thirty days that came due in the month, each as it was said; null of none.</summary>
    private async Task<long?> Accuracy(ReportScope month, CancellationToken ct)
    {
        var due = (await forecasts.Accuracy(month.To, ForecastReport.Days, ct)).Where(p => p.At + p.Days >= month.From.DayNumber).ToList();
        var (expected, came) = ((long)due.Sum(p => p.Range.Expected), (long)due.Sum(p => p.Came));
        return Indicator.Share(Math.Min(expected, came), Math.Max(expected, came));
    }
}
