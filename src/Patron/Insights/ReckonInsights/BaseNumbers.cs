using Patron.Analytics.Base;
using Patron.Analytics.Concentration;
using Patron.Analytics.Retention;
using Patron.Analytics.Rfm;
using Patron.Insights.FindCustomers;

namespace Patron.Insights.ReckonInsights;

/// <summary>Everything that Home and Insights show of the base, reckoned once for a state of the base, a day, a limit and those who may be seen.</summary>
/// <param name="People">All known people and organisations, buyers or not.</param>
/// <param name="FirstSale">The first day with a sale of anybody; null where nothing was sold.</param>
/// <param name="Months">Won, kept, lost, won back; the month of the day reckoned for is the last, at most twelve. Empty without a sale.</param>
/// <param name="Flow">Revenue in time.</param>
/// <param name="Cells">Customers and revenue of the 125 cells.</param>
/// <param name="Late">Good customers whose next order is overdue; the highest revenue first.</param>
/// <param name="Curve">Shares of the revenue that shares of the best customers bring; empty without revenue.</param>
internal sealed record BaseNumbers(
    InsightsNumbers Insights, int LostAfterDays, int People, DateOnly? FirstSale, BucketMonth[] Months, RevenueFlow Flow, RfmCells Cells,
    IReadOnlyList<LateBuyer> Late, CurvePoint[] Curve, TrustNumbers Trust, ConsentNumbers Consents)
{
    /// <summary>More months say less on a page.</summary>
    public const int MostMonths = 12;

    private static readonly decimal[] CurveShares =
        [0, 0.01m, 0.02m, 0.04m, 0.06m, 0.08m, .. Enumerable.Range(5, 16).Select(n => n * 0.02m), .. Enumerable.Range(11, 15).Select(n => n * 0.04m)];

    public DateOnly AsOf => Insights.AsOf;

    /// <summary>The month of the day reckoned for; null without a sale.</summary>
    public BucketMonth? Month => Months.Length == 0 ? null : Months[^1];

    public BucketMonth? MonthBefore => Months.Length < 2 ? null : Months[^2];

    public int Active => Month?.ActiveEnd ?? 0;

    /// <summary>Months in which a customer of the data's first day could already be lost; in those before, the count of the lost is too low and that of the won too high.</summary>
    public IEnumerable<BucketMonth> ToldMonths => Months.Where(m => FirstSale is { } first && m.From.DayNumber >= first.DayNumber + LostAfterDays);

    public static BaseNumbers Reckon(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, int lostAfterDays, RfmLimits? limits = null)
    {
        var known = Members(snapshot, visibleTo);
        var summary = snapshot.Summary(asOf.DayNumber);
        var first = FirstSaleOf(snapshot, summary);
        var months = first is { } day ? Math.Min(MostMonths, (asOf.Year - day.Year) * 12 + asOf.Month - day.Month + 1) : 0;
        var buyers = Task.Run(() =>
        {
            var insights = ReckonInsights.Of(snapshot, visibleTo, asOf, limits);
            var curve = insights.TopFifthShare is null ? [] : insights.Concentration.Curve(CurveShares);
            return (insights, Cells: RfmCells.Of(insights.Rfm, summary), Late: LateBuyers.Of(snapshot, insights.Rfm), curve);
        });
        var bucket = months == 0 ? [] : LeakyBucket.ByMonth(snapshot, known, asOf.DayNumber, months, lostAfterDays);
        var (flow, trust) = (RevenueFlow.Of(snapshot, known, asOf, bucket, first), TrustNumbers.Of(snapshot, known));
        var (numbers, cells, late, shares) = buyers.GetAwaiter().GetResult();
        return new(numbers, lostAfterDays, known.Count(), first, bucket, flow, cells, late, shares, trust, ConsentNumbers.Of(snapshot, known));
    }

    /// <summary>The known among those who may be seen; a bitmap of the caller's.</summary>
    public static Bitmap Members(CustomerBaseSnapshot snapshot, Bitmap? visibleTo)
    {
        var known = Bitmap.CopyOf(snapshot.Known);
        return visibleTo is null ? known : known.And(visibleTo);
    }

    /// <summary>Of anybody, the anonymous too: before it the data is silent.</summary>
    private static DateOnly? FirstSaleOf(CustomerBaseSnapshot snapshot, PurchaseSummary summary)
    {
        var (first, days) = (int.MaxValue, summary.FirstDay);
        for (var i = 0; i < snapshot.Size; i++)
            if (days[i] != PurchaseSummary.NoDay && days[i] < first && snapshot.Present.Get(i)) first = days[i];
        return first == int.MaxValue ? null : DateOnly.FromDayNumber(first);
    }
}
