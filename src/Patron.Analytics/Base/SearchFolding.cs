using System.Text;

namespace Patron.Analytics.Base;

/// <summary>Makes texts comparable: what a person means by the same word becomes the same bytes.</summary>
public static class SearchFolding
{
    /// <summary>
    /// Lower case; diacritics dropped; compatibility forms made plain (full width to half width, ligatures apart); ß to ss, ø to o, æ to ae, œ to oe, đ and ð to d, ł to l, þ to th, ı to i;
    /// control characters and every kind of space to a space. Hangul stays composed, and marks that make another letter stay (Japanese voicing marks, vowel signs of Indic scripts).
    /// Folding twice changes nothing more.
    /// </summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text)) return FoldAscii(text);
        var folded = new StringBuilder(text.Length + 8);
        foreach (var c in WellFormed(text).Normalize(NormalizationForm.FormKD)) Append(folded, c);
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    /// <summary>The folded text as UTF-8.</summary>
    internal static byte[] FoldUtf8(string text) => Encoding.UTF8.GetBytes(Fold(text));

    /// <summary>True when the text (UTF-8, not folded) contains the part (folded) once it is folded.</summary>
    internal static bool FoldedContains(ReadOnlySpan<byte> text, ReadOnlySpan<byte> folded)
    {
        if (text.Length > 512 || !Ascii.IsValid(text)) return FoldUtf8(Encoding.UTF8.GetString(text)).AsSpan().IndexOf(folded) >= 0;
        Span<byte> lower = stackalloc byte[text.Length];
        for (var i = 0; i < text.Length; i++) lower[i] = text[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(text[i] | 0x20) : text[i] < ' ' || text[i] == 127 ? (byte)' ' : text[i];
        return lower.IndexOf(folded) >= 0;
    }

    private static string FoldAscii(string text) => string.Create(text.Length, text, (into, from) =>
    {
        for (var i = 0; i < into.Length; i++) into[i] = char.IsControl(from[i]) ? ' ' : char.ToLowerInvariant(from[i]);
    });

    private static void Append(StringBuilder folded, char c)
    {
        if (IsDiacritic(c)) return;
        var lower = char.ToLowerInvariant(c);
        _ = lower switch
        {
            'ß' => folded.Append("ss"),
            'æ' => folded.Append("ae"),
            'œ' => folded.Append("oe"),
            'þ' => folded.Append("th"),
            'ø' => folded.Append('o'),
            'đ' or 'ð' => folded.Append('d'),
            'ł' => folded.Append('l'),
            'ħ' => folded.Append('h'),
            'ŧ' => folded.Append('t'),
            'ŋ' => folded.Append('n'),
            'ı' => folded.Append('i'),
            'ς' => folded.Append('σ'),
            '\u2018' or '\u2019' or '\u02bc' => folded.Append('\''),
            _ => folded.Append(char.IsControl(lower) || char.IsWhiteSpace(lower) ? ' ' : lower),
        };
    }

    private static bool IsDiacritic(char c) =>
        c is >= '\u0300' and <= '\u036f' or >= '\u1ab0' and <= '\u1aff' or >= '\u1dc0' and <= '\u1dff' or >= '\u20d0' and <= '\u20ff' or >= '\ufe20' and <= '\ufe2f';

    // Normalisation refuses lone surrogates; a damaged name must still be found by its whole letters.
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
