using System.Collections.Concurrent;
using Patron.Analytics.Base;
using Patron.Insights.FitLifetimes;

namespace Patron.Insights.WarnOfChurn;

/// <summary>The list of a day: all customers whom the rules find, the highest value first.</summary>
internal static class ChurnSweep
{
    /// <summary>Nobody works off more in a week; who stands below is found again when they grow in value.</summary>
    public const int Most = 5_000;

    public static IReadOnlyList<ChurnSign> Of(CustomerBaseSnapshot snapshot, LifetimeBook? models, DateOnly asOf, int lostAfterDays)
    {
        var rules = new ChurnRules(snapshot, models, asOf, lostAfterDays);
        var found = new ConcurrentBag<ChurnSign>();
        if (snapshot.Size > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, snapshot.Size), range =>
            {
                for (var i = range.Item1; i < range.Item2; i++)
                    if (snapshot.Known.Get(i) && rules.Of(i) is { } sign) found.Add(sign);
            });
        }
        return [.. found.OrderByDescending(s => s.Value).ThenBy(s => s.Index).Take(Most)];
    }
}
