using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Reports.Contracts;

namespace Patron.Insights.ReportInsights;

/// <summary>By month: what was sold less returns, and of the best fifth of a year's buyers the share who bought again in the year after it.</summary>
internal sealed class BuyingIndicators(ICustomerBase customerBase) : IIndicators
{
    private const int BestOneIn = 5;

    public Task<IReadOnlyList<Indicator>> Of(ReportScope month, CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        var sold = snapshot.Summary(month.To.DayNumber, month.From.DayNumber);
        var (kept, best) = Kept(snapshot, month.To);
        return Task.FromResult<IReadOnlyList<Indicator>>(
        [
            new("revenue", "insights.indicator.revenue", ReportUnit.Money, sold.Spent.Sum() + sold.Returned.Sum()),
            new("best-kept", "insights.indicator.kept", ReportUnit.Share, Indicator.Share(kept, best)),
        ]);
    }

    /// <summary>The best are those who spent most in the year that ended a year before; of equal ones at the edge the first.</summary>
    private static (long Kept, long Best) Kept(CustomerBaseSnapshot snapshot, DateOnly asOf)
    {
        var year = asOf.AddYears(-1);
        var (before, since) = (snapshot.Summary(year.DayNumber, year.AddYears(-1).AddDays(1).DayNumber), snapshot.Summary(asOf.DayNumber, year.AddDays(1).DayNumber));
        int[] buyers = [.. snapshot.Known.Indexes().Where(i => before.Orders[i] > 0).OrderByDescending(i => before.Spent[i])];
        var best = buyers.Take((buyers.Length + BestOneIn - 1) / BestOneIn).ToArray();
        return (best.Count(i => since.Orders[i] > 0), best.Length);
    }
}
