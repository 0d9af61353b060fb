using System.Collections.Concurrent;
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
        var late = new ConcurrentBag<LateBuyer>();
        Parallel.ForEach(Partitioner.Create(0, Math.Max(1, scores.Monetary.Length)), range =>
        {
            for (var i = range.Item1; i < Math.Min(range.Item2, scores.Monetary.Length); i++)
            {
                if (scores.Monetary[i] != BestScore || summary.Orders[i] <= PurchaseRhythm.LeastGaps || !MayBeLate(snapshot.Purchases, i, scores.AsOf, summary.LastDay[i])) continue;
                var rhythm = PurchaseRhythm.Of(snapshot.Purchases.OrderDays(i, scores.AsOf), scores.AsOf);
                if (rhythm is { DaysLate: > 0 and var days, MedianGap: { } every, LastDay: { } last }) late.Add(new(i, summary.Spent[i], every, scores.AsOf - last, days));
            }
        });
        return [.. late.OrderByDescending(l => l.Spent).ThenBy(l => l.Index)];
    }

    /// <summary>False when the gaps as long as the present silence are too many for it to be late: the 80 % quantile is then one of them. Looks at the lines in place, since most customers end here.</summary>
    private static bool MayBeLate(PurchaseColumns lines, int customer, int asOf, int lastDay)
    {
        var (silent, gaps, asLong, before) = (asOf - lastDay, 0, 0, int.MinValue);
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= asOf; i++)
        {
            if (lines.Kind[i] != LineKind.Sale || lines.Day[i] == before) continue;
            if (before != int.MinValue)
            {
                gaps++;
                if (lines.Day[i] - before >= silent) asLong++;
            }
            before = lines.Day[i];
        }
        return gaps >= PurchaseRhythm.LeastGaps && gaps - asLong > (gaps - 1) * 4 / 5;
    }
}
