using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Any text: see <see cref="PlainFolding"/>.</summary>
internal sealed class TextFolder : ValueFolder
{
    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw) => PlainFolding.Fold(raw, Draft);
}

/// <summary>Numbers and keys: letters and digits alone.</summary>
internal sealed class KeyFolder : ValueFolder
{
    private readonly TextDraft words = new();

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        Draft.Clear();
        foreach (var c in PlainFolding.Fold(raw, words))
            if (c != ' ') Draft.Append(c);
        return Draft.Span;
    }
}

/// <summary>Postal codes without blanks, without a country's letter before them ("D-10115") and without the four digits behind an American one.</summary>
internal sealed class PostalFolder : ValueFolder
{
    private readonly KeyFolder key = new();

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        var code = raw;
        var hyphen = code.IndexOf('-');
        if (hyphen is 1 or 2 && char.IsAsciiLetter(code[0])) code = code[(hyphen + 1)..];
        else if (hyphen == 5 && code.Length == 10) code = code[..5];
        return key.Fold(code);
    }
}

/// <summary>"m" and "f" for the words of four languages; other words as they are.</summary>
internal sealed class SexFolder : ValueFolder
{
    private static readonly FrozenDictionary<string, string> Words = new[]
    {
        ("m", "m male man mann männlich maennlich herr mr boy 1m 남 남자 남성 男 男性 男士 先生 masculin homme hombre"),
        ("f", "f w female woman frau weiblich mrs ms girl 여 여자 여성 女 女性 女士 小姐 feminin femme mujer"),
    }.SelectMany(s => s.Item2.Split(' ').Select(word => (word, s.Item1))).ToFrozenDictionary(p => p.word, p => p.Item1, StringComparer.Ordinal);

    private readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> sexOf = Words.GetAlternateLookup<ReadOnlySpan<char>>();

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        var word = PlainFolding.Fold(raw, Draft);
        return sexOf.TryGetValue(word, out var sex) ? sex : word;
    }
}

/// <summary>E-mail addresses in lower case; junk that people type to get past a form is no value. What is no whole address still tells something.</summary>
internal sealed class EmailFolder : ValueFolder
{
    private const int LongestJunk = 9;
    private static readonly SearchValues<char> NoneOfAddress = SearchValues.Create(" <>,;:");

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        var at = raw.IndexOf('@');
        var simple = Ascii.IsValid(raw) && at > 0 && !raw.ContainsAny(NoneOfAddress);
        if (!simple || at <= LongestJunk)
        {
            var text = raw.ToString();
            if (EmailKey.Normalise(text) is { } key) return key;
            if (at > 0 && simple) return default;
            return text.Contains('@') || text.Contains('.') ? text.Trim().ToLowerInvariant() : default;
        }
        Draft.Clear();
        foreach (var c in raw.TrimEnd('.')) Draft.Append((uint)(c - 'A') <= 25 ? (char)(c | 0x20) : c);
        return Draft.Span;
    }
}

/// <summary>Numbers that mean one person or organisation; of an address in the web only the name of the host.</summary>
internal sealed class IdentifierFolder : ValueFolder
{
    private readonly KeyFolder key = new();

    public override ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw)
    {
        if (!raw.Contains('.') || raw.Contains('@')) return key.Fold(raw);
        var host = raw;
        if (host.IndexOf("://") is var scheme and > 0) host = host[(scheme + 3)..];
        if (host.StartsWith("www.", StringComparison.OrdinalIgnoreCase)) host = host[4..];
        if (host.IndexOfAny('/', '?') is var path and > 0) host = host[..path];
        return key.Fold(host);
    }
}
