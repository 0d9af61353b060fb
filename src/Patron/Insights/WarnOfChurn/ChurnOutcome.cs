using Patron.Analytics.Base;
using Patron.Analytics.Rhythm;

namespace Patron.Insights.WarnOfChurn;

/// <summary>Somebody on a list.</summary>
/// <param name="Index">In the base.</param>
/// <param name="AsOf">The day that the list saw last.</param>
internal readonly record struct Warned(int Index, DateOnly AsOf, ChurnReasons Reasons);

/// <summary>What became of those on a list: who bought in the days after it.</summary>
internal static class ChurnOutcome
{
    /// <summary>Micros bought from the day after up to so many days after it; null where nothing was.</summary>
    public static long? Bought(PurchaseColumns lines, int customer, int after, int days)
    {
        long? sum = null;
        for (var i = lines.Start[customer] + lines.Length[customer] - 1; i >= lines.Start[customer] && lines.Day[i] > after; i--)
            if (lines.Kind[i] == LineKind.Sale && lines.Day[i] <= after + days) sum = (sum ?? 0) + lines.Amount[i];
        return sum;
    }

    /// <param name="warned">Customers on the list with the micros at risk; those whom the base no longer holds are left out by the caller.</param>
    public static ChurnWeek Of(CustomerBaseSnapshot snapshot, IReadOnlyList<(int Index, long Value)> warned, DateOnly week, DateOnly listed, bool later, DateOnly asOf, int days, int lostAfterDays)
    {
        var settled = listed.DayNumber + days <= asOf.DayNumber;
        var (silent, back) = (0, 0L);
        foreach (var (index, _) in warned)
        {
            if (Bought(snapshot.Purchases, index, listed.DayNumber, days) is { } amount) back += amount;
            else silent++;
        }
        var longest = settled ? LongestSilent.Of(snapshot, listed.DayNumber, lostAfterDays, warned.Count) : null;
        return new(week, listed, later, warned.Count, warned.Sum(w => w.Value), settled, silent, back,
            settled ? OthersSilent(snapshot, [.. warned.Select(w => w.Index)], listed.DayNumber, days, lostAfterDays) : null,
            warned.Sum(w => Year(w.Index)),
            longest is null ? null : new(longest.Count, longest.Count(i => Bought(snapshot.Purchases, i, listed.DayNumber, days) is null), longest.Sum(Year)));

        long Year(int index) => ChurnRules.YearSpent(snapshot.Purchases, index, listed.DayNumber);
    }

    /// <summary>What became of those warned of for a reason, by lists whose days are over: the last such warning of each counts.</summary>
    public static ChurnReasonTally Tally(CustomerBaseSnapshot snapshot, ChurnReasons reason, IEnumerable<Warned> settled, int days)
    {
        var last = LastOf(reason, settled);
        return new(reason, last.Count, last.Count(w => Bought(snapshot.Purchases, w.Key, w.Value.DayNumber, days) is null));
    }

    /// <summary>The day of the last warning for a reason, by customer.</summary>
    public static IReadOnlyDictionary<int, DateOnly> LastOf(ChurnReasons reason, IEnumerable<Warned> settled) =>
        settled.Where(w => (w.Reasons & reason) != 0).GroupBy(w => w.Index).ToDictionary(g => g.Key, g => g.Max(w => w.AsOf));

    /// <summary>Compared with are regulars like those on the list: active, and with as many orders as a rhythm needs.</summary>
    private static double? OthersSilent(CustomerBaseSnapshot snapshot, HashSet<int> warned, int listed, int days, int lostAfterDays)
    {
        var summary = snapshot.Summary(listed);
        var (active, silent) = (0, 0);
        foreach (var i in snapshot.Known.Indexes())
        {
            if (summary.Orders[i] <= PurchaseRhythm.LeastGaps || listed - summary.LastDay[i] >= lostAfterDays || warned.Contains(i)) continue;
            active++;
            if (Bought(snapshot.Purchases, i, listed, days) is null) silent++;
        }
        return active == 0 ? null : (double)silent / active;
    }
}
