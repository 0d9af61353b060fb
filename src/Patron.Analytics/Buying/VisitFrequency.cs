namespace Patron.Analytics.Buying;

/// <summary>Buyers who came equally often, and what part of all visits they made.</summary>
/// <param name="From">Fewest visits, included.</param>
/// <param name="To">Most visits, included; null: open.</param>
/// <param name="Share">Of all visits, 0 to 1.</param>
public readonly record struct VisitClass(int From, int? To, int Buyers, long Visits, double Share)
{
    /// <summary>Visits by class; a buyer without a visit counts in none. No visits: every share is 0.</summary>
    /// <param name="visits">Of each buyer.</param>
    /// <param name="from">The fewest visits of each class, ascending, above 0; a class ends where the next begins, the last is open.</param>
    public static VisitClass[] Of(IEnumerable<int> visits, params ReadOnlySpan<int> from)
    {
        ArgumentNullException.ThrowIfNull(visits);
        var limits = from.ToArray();
        var (buyers, sums) = (new int[limits.Length], new long[limits.Length]);
        foreach (var n in visits)
        {
            var at = Array.FindLastIndex(limits, l => l <= n);
            if (at < 0) continue;
            buyers[at]++;
            sums[at] += n;
        }
        var all = sums.Sum();
        return [.. limits.Select((least, at) => new VisitClass(least, at + 1 < limits.Length ? limits[at + 1] - 1 : null, buyers[at], sums[at], all == 0 ? 0 : (double)sums[at] / all))];
    }
}
