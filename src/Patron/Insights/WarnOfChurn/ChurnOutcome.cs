using Patron.Analytics.Base;
using Patron.Analytics.Rhythm;

namespace Patron.Insights.WarnOfChurn;

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
        return new(week, listed, later, warned.Count, warned.Sum(w => w.Value), settled, silent, back,
            settled ? OthersSilent(snapshot, [.. warned.Select(w => w.Index)], listed.DayNumber, days, lostAfterDays) : null);
    }

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
