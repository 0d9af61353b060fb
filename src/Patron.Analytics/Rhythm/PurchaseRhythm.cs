namespace Patron.Analytics.Rhythm;

/// <summary>When one customer orders, and when the next order may be expected. Days are day numbers.</summary>
/// <param name="Gaps">Days between neighbouring order days, in order of time; several orders on one day are one.</param>
/// <param name="LastDay">The last order day; null: no order yet.</param>
/// <param name="MedianGap">Median of the gaps (mean of the middle two); null without a gap.</param>
/// <param name="Expected">First and last day between which the next order may be expected; null, that is unknown, with fewer than three gaps.</param>
/// <param name="DaysLate">Days past the end of the expected window, 0 before it; null when the window is unknown.</param>
public sealed record PurchaseRhythm(IReadOnlyList<int> Gaps, int? LastDay, double? MedianGap, (int From, int To)? Expected, int? DaysLate)
{
    /// <summary>Fewer gaps say nothing about a rhythm.</summary>
    public const int LeastGaps = 3;

    /// <summary>
    /// Reckons from the days with an order, in any order; days after <paramref name="asOf"/> do not exist.
    /// The window runs from the last order plus the 20 % quantile of the gaps (rounded down) to the last order plus their 80 % quantile (rounded up);
    /// quantiles by linear interpolation, type 7 of Hyndman and Fan, Sample quantiles in statistical packages, The American Statistician 50(4), 1996.
    /// </summary>
    public static PurchaseRhythm Of(ReadOnlySpan<int> orderDays, int asOf)
    {
        var days = orderDays.ToArray().Where(d => d <= asOf).Distinct().Order().ToArray();
        if (days.Length == 0) return new([], null, null, null, null);
        var gaps = days.Skip(1).Zip(days, (later, earlier) => later - earlier).ToArray();
        var last = days[^1];
        if (gaps.Length == 0) return new(gaps, last, null, null, null);
        var sorted = gaps.Order().ToArray();
        var median = (sorted[(gaps.Length - 1) / 2] + sorted[gaps.Length / 2]) / 2.0;
        if (gaps.Length < LeastGaps) return new(gaps, last, median, null, null);
        var from = last + (int)Math.Floor(Quantile(sorted, 1, 5));
        var to = last + (int)Math.Ceiling(Quantile(sorted, 4, 5));
        return new(gaps, last, median, (from, to), Math.Max(0, asOf - to));
    }

    // Fractions instead of 0.2 and 0.8, so that a quantile that is a whole number stays one.
    private static double Quantile(int[] sorted, int part, int of)
    {
        var at = (sorted.Length - 1) * part;
        var (below, rest) = (at / of, at % of);
        return rest == 0 ? sorted[below] : sorted[below] + (sorted[below + 1] - sorted[below]) * rest / (double)of;
    }
}
