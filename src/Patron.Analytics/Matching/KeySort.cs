using System.Runtime.CompilerServices;

namespace Patron.Analytics.Matching;

/// <summary>Sorts words by their upper 32 bits, counting digits of 11 bits; words of one key keep their order.</summary>
internal static class KeySort
{
    private const int Bits = 11;
    private const int Small = 2048;

    /// <summary>In place; <paramref name="spare"/> is at least as long and holds nothing afterwards.</summary>
    [MethodImpl(Hot.Loop)]
    public static void Ascending(Span<ulong> words, ulong[] spare)
    {
        if (words.Length < Small)
        {
            // The lower half is what keeps equal keys in order.
            words.Sort();
            return;
        }
        Span<int> counts = stackalloc int[1 << Bits];
        Span<ulong> from = words, to = spare.AsSpan(0, words.Length);
        for (var shift = 32; shift < 64; shift += Bits)
        {
            counts.Clear();
            foreach (var word in from) counts[(int)(word >> shift) & ((1 << Bits) - 1)]++;
            var next = 0;
            for (var digit = 0; digit < counts.Length; digit++) (counts[digit], next) = (next, next + counts[digit]);
            foreach (var word in from) to[counts[(int)(word >> shift) & ((1 << Bits) - 1)]++] = word;
            var sorted = to;
            to = from;
            from = sorted;
        }
        from.CopyTo(words);
    }
}
