using Patron.Analytics.Base;
using Patron.Analytics.Rfm;
using Patron.Analytics.Rhythm;

namespace Patron.Insights.FindCustomers;

/// <summary>A good customer whose next order is overdue.</summary>
/// <param name="Every">Median days between order days.</param>
/// <param name="Silent">Days since the last order.</param>
/// <param name="DaysLate">Days past the window in which the next order was expected.</param>
internal sealed record LateBuyer(int Index, long Spent, double Every, int Silent, int DaysLate);

internal static class LateBuyers
{
    private const int BestScore = 5;

    /// <summary>Of the best spenders (score 5) those who are later than their own rhythm lets expect; the highest revenue first.</summary>
    public static IReadOnlyList<LateBuyer> Of(CustomerBaseSnapshot snapshot, RfmScores scores)
    {
        var summary = snapshot.Summary(scores.AsOf);
        var late = new List<LateBuyer>();
        for (var i = 0; i < scores.Monetary.Length; i++)
        {
            if (scores.Monetary[i] != BestScore || summary.Orders[i] <= PurchaseRhythm.LeastGaps) continue;
            var rhythm = PurchaseRhythm.Of(snapshot.Purchases.OrderDays(i, scores.AsOf), scores.AsOf);
            if (rhythm is { DaysLate: > 0 and var days, MedianGap: { } every, LastDay: { } last }) late.Add(new(i, summary.Spent[i], every, scores.AsOf - last, days));
        }
        return [.. late.OrderByDescending(l => l.Spent).ThenBy(l => l.Index)];
    }
}
