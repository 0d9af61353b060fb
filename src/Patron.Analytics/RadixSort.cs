using System.Runtime.CompilerServices;

namespace Patron.Analytics;

/// <summary>Sorts whole numbers by counting their digits of 11 bits; only as many digits as the distance of lowest and highest needs.</summary>
internal static class RadixSort
{
    private const int Bits = 11;
    private const int Small = 512;

    /// <summary>Ascending, in place.</summary>
    public static void Ascending(long[] values)
    {
        if (values.Length < Small)
        {
            Array.Sort(values);
            return;
        }
        var (low, high) = (values.Min(), values.Max());
        var range = (ulong)high - (ulong)low;
        var (from, to) = (values, new long[values.Length]);
        var counts = new int[1 << Bits];
        for (var shift = 0; shift < 64 && range >> shift != 0; shift += Bits)
        {
            Pass(from, to, low, shift, counts);
            (from, to) = (to, from);
        }
        if (from != values) from.CopyTo(values, 0);
    }

    [MethodImpl(Hot.Loop)]
    private static void Pass(long[] from, long[] to, long low, int shift, int[] counts)
    {
        const ulong Mask = (1 << Bits) - 1;
        Array.Clear(counts);
        foreach (var value in from) counts[((ulong)value - (ulong)low) >> shift & Mask]++;
        var next = 0;
        for (var digit = 0; digit < counts.Length; digit++) (counts[digit], next) = (next, next + counts[digit]);
        foreach (var value in from) to[counts[((ulong)value - (ulong)low) >> shift & Mask]++] = value;
    }
}
