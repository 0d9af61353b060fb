using Patron.Analytics.Retention;
using Patron.Insights.ReckonInsights;

namespace Patron.Insights.ShowHome;

/// <summary>What the months say: in how many more customers came than went, and which cost most.</summary>
/// <param name="Months">Months that are over and whose past is known.</param>
/// <param name="Worst">Of them the one with the most lost beyond those who came; of equals the latest.</param>
/// <param name="Cost">Lost less came in that month; not above zero where no month cost customers.</param>
internal sealed record BucketFinding(int MoreCame, int Months, BucketMonth Worst, int Cost)
{
    /// <summary>Null where there is no such month yet.</summary>
    public static BucketFinding? Of(BaseNumbers numbers)
    {
        var months = numbers.ToldMonths.Where(m => !m.Partial).ToList();
        if (months.Count == 0) return null;
        var worst = months.OrderBy(CostOf).ThenBy(m => m.From).Last();
        return new(months.Count(m => CostOf(m) < 0), months.Count, worst, CostOf(worst));
    }

    private static int CostOf(BucketMonth month) => month.Lost - month.Won - month.WonBack;
}
