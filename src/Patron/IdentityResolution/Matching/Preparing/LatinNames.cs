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

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Peers =
        "baron baroness baronet earl duke duchess viscount viscountess marquess marquis count countess lord lady prince princess".Split(' ').ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly TextDraft folded = new();
    private readonly Range[] words = new Range[MostWords];

    public TextDraft Given { get; } = new();

    public TextDraft Family { get; } = new();

    /// <summary>What tells fathers from sons of the same name: "jr", "sr", "3" for III and for the 3rd baron; empty for most people.</summary>
    public TextDraft Generation { get; } = new();

    /// <summary>Reads a name in one piece: "Dr. John M. Smith Jr.", "Smith, John", "Kim Min-su".</summary>
    public void ReadWhole(ReadOnlySpan<char> raw)
    {
        Given.Clear();
        Family.Clear();
        Generation.Clear();
        var comma = raw.IndexOf(',');
        if (comma > 0 && !IsPeerage(raw[(comma + 1)..]) && HasName(raw[(comma + 1)..]))
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

    /// <summary>"1st Baron Clifford", "Earl of Essex": the house, which is not the name; its number is kept.</summary>
    private bool IsPeerage(ReadOnlySpan<char> raw)
    {
        var count = PlainFolding.Fold(raw, folded).Split(words, ' ', StringSplitOptions.RemoveEmptyEntries);
        if (count == 0) return false;
        var first = folded.Span[words[0]];
        if (count == 1 || !char.IsAsciiDigit(first[0])) return Peers.Contains(first);
        if (!Peers.Contains(folded.Span[words[1]])) return false;
        Generation.Append(first.TrimEnd("stndrh"));
        return true;
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
        for (; to - from > (alone ? 2 : 1) && Behind.Contains(text[words[to - 1]]); to--)
        {
            if (Generation.IsEmpty && text[words[to - 1]] is { Length: <= 6 } last && Honorifics.Generation(last.ToString()) is { } generation) Generation.Append(generation);
        }
        return (from, to);
    }

    private void Join(int from, int to, TextDraft into)
    {
        for (var i = from; i < to; i++) into.Word(folded.Span[words[i]]);
    }
}
