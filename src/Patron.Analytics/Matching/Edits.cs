using System.Numerics;
using System.Runtime.CompilerServices;

namespace Patron.Analytics.Matching;

/// <summary>Likeness of short texts by their letters.</summary>
internal static class Edits
{
    private const int Longest = 96;

    // By letter, where it stands in the text at hand; all zeros between two calls.
    [ThreadStatic]
    private static ulong[]? places;

    /// <summary>Bits of the letters in a text: two texts that differ in more letters than an edit can change need no closer look.</summary>
    public static ulong Letters(ReadOnlySpan<char> text)
    {
        var letters = 0UL;
        foreach (var c in text) letters |= 1UL << (c & 63);
        return letters;
    }

    /// <summary>False when letters alone show that more than <paramref name="edits"/> edits lie between two texts.</summary>
    public static bool MayBeWithin(ulong a, ulong b, int edits) => BitOperations.PopCount(a & ~b) <= edits && BitOperations.PopCount(b & ~a) <= edits;

    /// <summary>
    /// Number of edits between two texts when at most <paramref name="limit"/>, else limit + 1. An edit inserts, drops or replaces a letter or changes two neighbours
    /// (Damerau 1964; optimal string alignment: no letter is edited twice). Of what differs only the first 64 letters of the shorter text are compared.
    /// </summary>
    [MethodImpl(Hot.Loop)]
    public static int Within(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int limit)
    {
        if (a.Length > b.Length)
        {
            var longer = a;
            a = b;
            b = longer;
        }
        if (b.Length - a.Length > limit) return limit + 1;
        var same = a.CommonPrefixLength(b);
        a = a[same..];
        b = b[same..];
        var end = 0;
        while (end < a.Length && a[a.Length - 1 - end] == b[b.Length - 1 - end]) end++;
        a = a[..^end];
        b = b[..^end];
        if (a.Length == 0) return b.Length;
        if (a.Length > 64) a = a[..64];
        return Math.Min(limit + 1, AsciiOnly(a, b) ? ByBits(a, b) : ByRows(a, b[..Math.Min(b.Length, Longest)]));
    }

    private static bool AsciiOnly(ReadOnlySpan<char> a, ReadOnlySpan<char> b) => System.Text.Ascii.IsValid(a) && System.Text.Ascii.IsValid(b);

    /// <summary>A column of the table of edits in two words of bits (Hyyro 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances").</summary>
    [MethodImpl(Hot.Loop)]
    private static int ByBits(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var where = places ??= new ulong[128];
        for (var i = 0; i < a.Length; i++) where[a[i]] |= 1UL << i;
        var (up, down, diagonal, before) = (~0UL, 0UL, 0UL, 0UL);
        var (edits, top) = (a.Length, 1UL << (a.Length - 1));
        foreach (var c in b)
        {
            var same = where[c];
            diagonal = (((~diagonal & same) << 1) & before) | (((same & up) + up) ^ up) | same | down;
            var (right, left) = (down | ~(diagonal | up), diagonal & up);
            if ((right & top) != 0) edits++;
            if ((left & top) != 0) edits--;
            right = (right << 1) | 1;
            left <<= 1;
            up = left | ~(diagonal | right);
            down = diagonal & right;
            before = same;
        }
        foreach (var c in a) where[c] = 0;
        return edits;
    }

    private static int ByRows(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        Span<int> rows = stackalloc int[3 * (Longest + 1)];
        var width = b.Length + 1;
        Span<int> before = rows[..width], last = rows.Slice(Longest + 1, width), row = rows.Slice(2 * (Longest + 1), width);
        for (var j = 0; j < width; j++) last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j < width; j++)
            {
                var cost = Math.Min(Math.Min(last[j], row[j - 1]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) cost = Math.Min(cost, before[j - 2] + 1);
                row[j] = cost;
            }
            var free = before;
            before = last;
            last = row;
            row = free;
        }
        return last[width - 1];
    }

    /// <summary>Jaro-Winkler similarity, 0 to 1 (Winkler 1990, prefix of at most four letters, weight .1). Of longer texts only the first 64 letters are compared.</summary>
    [MethodImpl(Hot.Loop)]
    public static double JaroWinkler(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        a = a[..Math.Min(64, a.Length)];
        b = b[..Math.Min(64, b.Length)];
        // Letters are paired greedily from one side, which at times tells more or fewer from the other: always the same side.
        if (a.Length > b.Length || (a.Length == b.Length && a.SequenceCompareTo(b) > 0))
        {
            var other = a;
            a = b;
            b = other;
        }
        if (a.Length == 0 || b.Length == 0) return 0;
        var reach = Math.Max(0, Math.Max(a.Length, b.Length) / 2 - 1);
        var (usedA, usedB, common) = (0UL, 0UL, 0);
        for (var i = 0; i < a.Length; i++)
        {
            var to = Math.Min(b.Length, i + reach + 1);
            for (var j = Math.Max(0, i - reach); j < to; j++)
            {
                if (a[i] != b[j] || (usedB >> j & 1) != 0) continue;
                usedA |= 1UL << i;
                usedB |= 1UL << j;
                common++;
                break;
            }
        }
        if (common == 0) return 0;
        var moved = 0;
        for (var (i, j) = (0, 0); i < a.Length; i++)
        {
            if ((usedA >> i & 1) == 0) continue;
            while ((usedB >> j & 1) == 0) j++;
            if (a[i] != b[j++]) moved++;
        }
        double m = common;
        var jaro = (m / a.Length + m / b.Length + (m - moved / 2) / m) / 3;
        var prefix = 0;
        while (prefix < 4 && prefix < a.Length && prefix < b.Length && a[prefix] == b[prefix]) prefix++;
        return jaro + prefix * .1 * (1 - jaro);
    }

    /// <summary>False when letters alone show that the Jaro-Winkler similarity is below .88, which needs a Jaro similarity of .8.</summary>
    public static bool MayBeAlike(ulong a, int lengthA, ulong b, int lengthB)
    {
        var (onlyA, onlyB) = (BitOperations.PopCount(a & ~b), BitOperations.PopCount(b & ~a));
        return (lengthA - onlyA) * lengthB + (lengthB - onlyB) * lengthA >= 1.4 * lengthA * lengthB;
    }
}
