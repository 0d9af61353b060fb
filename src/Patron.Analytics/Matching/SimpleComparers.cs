using System.Buffers;

namespace Patron.Analytics.Matching;

/// <summary>Few values: sex, region, country, title.</summary>
internal sealed class CategoryComparer(ValueDictionary values) : FieldComparer(values)
{
    public override Agreement Compare(int a, int b)
    {
        ReadOnlySpan<char> x = Values[a], y = Values[b];
        if (Math.Min(x.Length, y.Length) == 1) return x[0] == y[0] ? Agreement.Partial : Agreement.Different;
        return Math.Max(x.Length, y.Length) >= 3 && Within(a, b, 1) ? Agreement.Slip : Agreement.Different;
    }
}

/// <summary>Given and family names.</summary>
internal sealed class NameComparer(ValueDictionary values, NameVariants variants) : FieldComparer(values)
{
    private int[][] groups = [];

    protected override void Prepare(int from, int to)
    {
        if (variants == NameVariants.None) return;
        if (groups.Length < to) Array.Resize(ref groups, Room(groups.Length));
        for (var id = from; id < to; id++) groups[id] = variants.Groups(Values[id]);
    }

    public override Agreement Compare(int a, int b)
    {
        if (groups.Length > 0 && groups[a].Length > 0 && groups[b].AsSpan().ContainsAny(groups[a])) return Agreement.Equivalent;
        ReadOnlySpan<char> x = Values[a], y = Values[b];
        var shorter = x.Length <= y.Length ? x : y;
        var longer = x.Length <= y.Length ? y : x;
        // A syllable of Chinese or Korean carries what several letters do: another one is another name.
        var least = shorter[0] < 0x2E80 ? 3 : 5;
        if (shorter.Length >= least)
        {
            var limit = shorter.Length > 5 ? 2 : 1;
            var edits = EditsWithin(a, b, limit);
            if (edits <= limit) return edits == 1 ? Agreement.Slip : Agreement.Near;
            if (Alike(a, b, .88) || HasWord(longer, shorter)) return Agreement.Near;
        }
        if (longer.StartsWith(shorter) || shorter[0] == longer[0] && shorter.Length == 2 && shorter[1] == '.') return Agreement.Partial;
        return shorter.Length >= least && Alike(a, b, .8) ? Agreement.Partial : Agreement.Different;
    }

    private static bool HasWord(ReadOnlySpan<char> text, ReadOnlySpan<char> word)
    {
        var at = text.IndexOf(word);
        return at >= 0 && (at == 0 || text[at - 1] is ' ' or '-') && (at + word.Length == text.Length || text[at + word.Length] is ' ' or '-');
    }
}

/// <summary>Identifiers, postal codes, numbers of houses: blanks and dashes say nothing, a beginning says something.</summary>
internal sealed class CodeComparer(ValueDictionary values) : FieldComparer(values)
{
    private static readonly SearchValues<char> Separators = SearchValues.Create(" -./");

    public override Agreement Compare(int a, int b)
    {
        ReadOnlySpan<char> x = Values[a], y = Values[b];
        if ((x.ContainsAny(Separators) || y.ContainsAny(Separators)) && Same(x, y)) return Agreement.Equivalent;
        var limit = Math.Min(x.Length, y.Length) >= 7 ? 2 : 1;
        var edits = EditsWithin(a, b, limit);
        if (edits <= limit) return edits == 1 ? Agreement.Slip : Agreement.Near;
        var common = x.CommonPrefixLength(y);
        return common >= 2 && common * 2 >= Math.Max(x.Length, y.Length) ? Agreement.Partial : Agreement.Different;
    }

    private static bool Same(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        var (i, j) = (0, 0);
        while (true)
        {
            while (i < x.Length && Separators.Contains(x[i])) i++;
            while (j < y.Length && Separators.Contains(y[j])) j++;
            if (i == x.Length || j == y.Length) return i == x.Length && j == y.Length;
            if (x[i++] != y[j++]) return false;
        }
    }
}

/// <summary>Telephone numbers: the last eight digits are the subscriber's, what stands before is a prefix that may be missing.</summary>
internal sealed class PhoneComparer(ValueDictionary values) : FieldComparer(values)
{
    private const ulong Subscriber = 100_000_000;
    private ulong[] digits = [];

    protected override void Prepare(int from, int to)
    {
        if (digits.Length < to) Array.Resize(ref digits, Room(digits.Length));
        for (var id = from; id < to; id++) digits[id] = Digits(Values[id]);
    }

    public override Agreement Compare(int a, int b)
    {
        var (x, y) = (digits[a], digits[b]);
        if (x == y) return Agreement.Equivalent;
        if (Math.Min(x, y) >= Subscriber / 100 && x % Subscriber == y % Subscriber) return Agreement.Equivalent;
        return Math.Min(Values[a].Length, Values[b].Length) >= 6 && Within(a, b, 1) ? Agreement.Slip : Agreement.Different;
    }

    /// <summary>The last 18 digits as a number.</summary>
    public static ulong Digits(ReadOnlySpan<char> text)
    {
        var digits = 0UL;
        foreach (var c in text)
            if (char.IsAsciiDigit(c)) digits = digits % 100_000_000_000_000_000UL * 10 + (uint)(c - '0');
        return digits;
    }
}

/// <summary>E-mail addresses.</summary>
internal sealed class EmailComparer(ValueDictionary values) : FieldComparer(values)
{
    public override Agreement Compare(int a, int b)
    {
        ReadOnlySpan<char> x = Values[a], y = Values[b];
        ReadOnlySpan<char> localX = Local(x), localY = Local(y);
        var sameLocal = SameFolded(localX, localY);
        if (sameLocal && x[localX.Length..].SequenceEqual(y[localY.Length..])) return Agreement.Equivalent;
        var limit = Math.Min(x.Length, y.Length) >= 12 ? 3 : 1;
        var edits = EditsWithin(a, b, limit);
        if (edits <= limit) return edits == 1 ? Agreement.Slip : Agreement.Near;
        if (sameLocal) return Agreement.Near;
        return Alike(a, b, .9) || Math.Min(localX.Length, localY.Length) >= 5 && Edits.Within(localX, localY, 1) <= 1 ? Agreement.Partial : Agreement.Different;
    }

    /// <summary>What stands before the at sign.</summary>
    public static ReadOnlySpan<char> Local(ReadOnlySpan<char> address) => address.IndexOf('@') is var at and >= 0 ? address[..at] : address;

    /// <summary>Without the tag after a plus sign.</summary>
    public static ReadOnlySpan<char> Untagged(ReadOnlySpan<char> local) => local.IndexOf('+') is var tag and > 0 ? local[..tag] : local;

    private static bool SameFolded(ReadOnlySpan<char> x, ReadOnlySpan<char> y)
    {
        x = Untagged(x);
        y = Untagged(y);
        var (i, j) = (0, 0);
        while (true)
        {
            while (i < x.Length && x[i] == '.') i++;
            while (j < y.Length && y[j] == '.') j++;
            if (i == x.Length || j == y.Length) return i == x.Length && j == y.Length;
            if (x[i++] != y[j++]) return false;
        }
    }
}
