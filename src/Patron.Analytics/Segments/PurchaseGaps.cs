using Patron.Analytics.Base;
using Patron.Analytics.Rhythm;

namespace Patron.Analytics.Segments;

/// <summary>What the distances between one customer's order days say, reckoned in place: these are asked of many customers.</summary>
public static class PurchaseGaps
{
    private const int OnStack = 128;

    /// <summary>Median of the days between neighbouring order days on or before a day (mean of the middle two); null below <see cref="PurchaseRhythm.LeastGaps"/> gaps, which say nothing about a rhythm.</summary>
    public static double? Median(PurchaseColumns lines, int index, int asOf)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var (start, length) = (lines.Start[index], lines.Length[index]);
        if (length <= PurchaseRhythm.LeastGaps) return null;
        Span<int> gaps = length <= OnStack ? stackalloc int[OnStack] : new int[length];
        var (count, before) = (0, int.MinValue);
        for (var i = start; i < start + length && lines.Day[i] <= asOf; i++)
        {
            if (lines.Kind[i] != LineKind.Sale || lines.Day[i] == before) continue;
            if (before != int.MinValue) gaps[count++] = lines.Day[i] - before;
            before = lines.Day[i];
        }
        if (count < PurchaseRhythm.LeastGaps) return null;
        gaps[..count].Sort();
        return (gaps[(count - 1) / 2] + gaps[count / 2]) / 2.0;
    }

    /// <summary>How many periods in a row, counted back from the day asked for, have an order in each.</summary>
    /// <param name="begins">Day number on which the last period begins, then the one before it, descending; the first one ends with <paramref name="asOf"/>.</param>
    public static int InARow(PurchaseColumns lines, int index, int asOf, ReadOnlySpan<int> begins)
    {
        ArgumentNullException.ThrowIfNull(lines);
        var (start, period) = (lines.Start[index], 0);
        for (var i = start + lines.Length[index] - 1; i >= start && period < begins.Length; i--)
        {
            if (lines.Kind[i] != LineKind.Sale || lines.Day[i] > asOf || period > 0 && lines.Day[i] >= begins[period - 1]) continue;
            if (lines.Day[i] < begins[period]) break;
            period++;
        }
        return period;
    }
}
