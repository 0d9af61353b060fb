using Patron.Analytics.Base;

namespace Patron.Segments.ShowOverlap;

/// <summary>How many are in exactly these segments and in no other of those compared.</summary>
/// <param name="In">By segment, in their order.</param>
internal sealed record Overlap(IReadOnlyList<bool> In, int Customers);

internal static class Overlaps
{
    /// <summary>More make a picture that nobody reads.</summary>
    public const int MostSegments = 6;

    /// <summary>Every combination that somebody is in, the biggest first; each customer is counted once.</summary>
    public static IReadOnlyList<Overlap> Of(IReadOnlyList<Bitmap> sets)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sets.Count, MostSegments);
        var counts = new List<Overlap>();
        for (var which = 1; which < 1 << sets.Count; which++)
        {
            var of = Enumerable.Range(0, sets.Count).Select(n => (which >> n & 1) == 1).ToArray();
            var set = Bitmap.CopyOf(sets[Array.IndexOf(of, true)]);
            for (var n = 0; n < sets.Count; n++) _ = of[n] ? set.And(sets[n]) : set.AndNot(sets[n]);
            if (set.Count() is > 0 and var count) counts.Add(new(of, count));
        }
        return [.. counts.OrderByDescending(c => c.Customers)];
    }
}
