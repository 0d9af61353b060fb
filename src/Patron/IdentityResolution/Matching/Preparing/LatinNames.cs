using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Names in Latin letters without allocation: words folded, titles and degrees taken off, the family name found.</summary>
internal sealed class LatinNames
{
    private const int MostWords = 12;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Before = Honorifics.BeforeNames.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Behind = Honorifics.BehindNames.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Particles =
        "van von de da do del della der den des di dos du la le ten ter zu zum zur af av bin ibn al el".Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly TextDraft folded = new();
    private readonly Range[] words = new Range[MostWords];

    public TextDraft Given { get; } = new();

    public TextDraft Family { get; } = new();

    /// <summary>Reads a name in one piece: "Dr. John M. Smith Jr.", "Smith, John", "Kim Min-su".</summary>
    public void ReadWhole(ReadOnlySpan<char> raw)
    {
        Given.Clear();
        Family.Clear();
        var comma = raw.IndexOf(',');
        if (comma > 0 && HasName(raw[(comma + 1)..]))
        {
            ReadPart(raw[..comma], Family);
            ReadPart(raw[(comma + 1)..], Given);
            return;
        }
        var (from, to) = Words(comma > 0 ? raw[..comma] : raw, alone: true);
        if (from == to) return;
        var text = folded.Span;
        var first = text[words[from]];
        if (to - from is 2 or 3 && IsFamilyFirst(text, from, to))
        {
            Family.Append(first);
            Join(from + 1, to, Given);
            return;
        }
        var family = to - 1;
        while (family > from + 1 && Particles.Contains(text[words[family - 1]])) family--;
        Join(from, family, Given);
        Join(family, to, Family);
    }

    /// <summary>Reads given names, or a family name, alone.</summary>
    public void ReadPart(ReadOnlySpan<char> raw, TextDraft into)
    {
        into.Clear();
        var (from, to) = Words(raw, alone: false);
        Join(from, to, into);
    }

    private bool HasName(ReadOnlySpan<char> raw)
    {
        var count = PlainFolding.Fold(raw, folded).Split(words, ' ', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < count; i++)
            if (!Behind.Contains(folded.Span[words[i]])) return true;
        return false;
    }

    /// <summary>"Kim Minsu": the first word is a Chinese or Korean family name, the last is none, and the others can be syllables of such a given name.</summary>
    private bool IsFamilyFirst(ReadOnlySpan<char> text, int from, int to)
    {
        var first = text[words[from]];
        var last = text[words[to - 1]];
        if (first.Length > 9 || ChineseLatin.Family(first) is null && KoreanLatin.Family(first.ToString()) is null) return false;
        if (IsFrequentFamily(last) && (to - from == 2 || !IsFrequentFamily(first))) return false;
        var letters = string.Concat(text[words[from + 1]], to - from == 3 ? text[words[to - 1]] : default);
        return ChineseLatin.Given(letters) is not null || KoreanSyllables.Fit(letters);
    }

    private static bool IsFrequentFamily(ReadOnlySpan<char> word) => ChineseLatin.Family(word) is not null || KoreanLatin.IsCustomary(word.ToString());

    private (int From, int To) Words(ReadOnlySpan<char> raw, bool alone)
    {
        var count = PlainFolding.Fold(raw, folded).Split(words, ' ', StringSplitOptions.RemoveEmptyEntries);
        var text = folded.Span;
        var (from, to) = (0, count);
        while (to - from > 1 && Before.Contains(text[words[from]])) from++;
        while (to - from > (alone ? 2 : 1) && Behind.Contains(text[words[to - 1]])) to--;
        return (from, to);
    }

    private void Join(int from, int to, TextDraft into)
    {
        for (var i = from; i < to; i++) into.Word(folded.Span[words[i]]);
    }
}
