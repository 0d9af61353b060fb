using System.Runtime.CompilerServices;

namespace Patron.Analytics.Base;

/// <summary>The distinct Latin words of names, gathered when first needed and then only added to; words of customers that went may stay, they find nobody.</summary>
internal sealed class NameWords
{
    private const int LeastLetters = 3;
    private const int MostCandidates = 8;

    private readonly Lock guard = new();
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private string[] words = [];
    private int covered;

    /// <summary>All words of the entries that the index has, and maybe of later ones.</summary>
    public ReadOnlySpan<string> UpTo(SearchIndex index)
    {
        lock (guard)
        {
            if (covered < index.Entries.Count)
            {
                var found = new List<string>(words);
                var lookup = seen.GetAlternateLookup<ReadOnlySpan<char>>();
                for (; covered < index.Entries.Count; covered++) Gather(Text(index, covered), lookup, found);
                words = [.. found];
            }
            return words;
        }
    }

    /// <summary>Words one typo away, whole words before beginnings of longer ones.</summary>
    [MethodImpl(Hot.Loop)]
    public IReadOnlyList<string> Near(string typed, SearchIndex index)
    {
        var (whole, longer) = (new List<string>(), new List<string>());
        foreach (var word in UpTo(index))
        {
            if (word.Length < typed.Length - 1) continue;
            if (!Typo.Forgives(typed, word, out var isWhole)) continue;
            (isWhole ? whole : longer).Add(word);
        }
        var near = whole.Count > 0 ? whole : longer;
        near.Sort(StringComparer.Ordinal);
        return near.Count > MostCandidates ? near[..MostCandidates] : near;
    }

    private static ReadOnlySpan<byte> Text(SearchIndex index, int entry)
    {
        var from = index.Entries.Start[entry];
        var to = entry + 1 < index.Entries.Count ? index.Entries.Start[entry + 1] : index.Store.Used;
        var text = index.Store.Buffer.AsSpan(from, to - from);
        if (text[0] == '\n') return [];
        var names = text.IndexOf("\n\n"u8);
        return names < 0 ? text : text[..names];
    }

    [MethodImpl(Hot.Loop)]
    private static void Gather(ReadOnlySpan<byte> names, HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup, List<string> found)
    {
        Span<char> word = stackalloc char[64];
        var length = 0;
        var plain = true;
        for (var i = 0; i <= names.Length; i++)
        {
            var letter = i < names.Length ? names[i] : (byte)' ';
            if (letter is (byte)' ' or (byte)'\n' or (byte)'-' or (byte)'.' or (byte)',')
            {
                if (plain && length >= LeastLetters && lookup.Add(word[..length])) found.Add(word[..length].ToString());
                (length, plain) = (0, true);
            }
            else if (letter is >= (byte)'a' and <= (byte)'z' && length < word.Length)
            {
                word[length++] = (char)letter;
            }
            else
            {
                plain = false;
            }
        }
    }
}

/// <summary>One typing error: a letter replaced, left out, put in, or two neighbours swapped (Damerau, A technique for computer detection and correction of spelling errors, CACM 7(3), 1964).</summary>
internal static class Typo
{
    /// <summary>True when the typed word is one error away from the word, or from a beginning of it.</summary>
    /// <param name="typed">What was typed, perhaps not to its end.</param>
    /// <param name="word">A word that is there.</param>
    /// <param name="whole">True when the whole word is one error away.</param>
    public static bool Forgives(ReadOnlySpan<char> typed, ReadOnlySpan<char> word, out bool whole)
    {
        var same = typed.CommonPrefixLength(word);
        var t = typed[same..];
        var w = word[same..];
        // Nothing after the common beginning: the typed word itself begins the word, or runs on by one letter.
        if (t.Length == 0) return whole = w.Length == 1;
        var (ended, begun) = (false, false);
        Look(t[1..], w, ref ended, ref begun);
        if (w.Length > 0)
        {
            Look(t[1..], w[1..], ref ended, ref begun);
            Look(t, w[1..], ref ended, ref begun);
        }
        if (t.Length > 1 && w.Length > 1 && t[0] == w[1] && t[1] == w[0]) Look(t[2..], w[2..], ref ended, ref begun);
        whole = ended;
        return ended || begun;
    }

    private static void Look(ReadOnlySpan<char> typedRest, ReadOnlySpan<char> wordRest, ref bool ended, ref bool begun)
    {
        if (!wordRest.StartsWith(typedRest)) return;
        begun = true;
        ended |= wordRest.Length == typedRest.Length;
    }
}
