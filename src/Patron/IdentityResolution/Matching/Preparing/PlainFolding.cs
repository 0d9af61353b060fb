using System.Globalization;
using System.Text;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>
/// Text as the comparison wants it: lower case, no accents, narrow signs, simplified characters, one blank between words; dots and apostrophes
/// vanish ("B.V.", "O'Brien"), all else that is no letter or digit parts words. Plain ASCII, which most of most files is, goes a short way.
/// </summary>
internal static class PlainFolding
{
    private static readonly string[] FoldedLatin = [.. Enumerable.Range(0, 0x250).Select(c => NameFolding.Latin(((char)c).ToString()))];

    /// <summary>Replaces what stands in the draft. Folding twice changes nothing.</summary>
    public static ReadOnlySpan<char> Fold(ReadOnlySpan<char> raw, TextDraft into)
    {
        into.Clear();
        if (Ascii.IsValid(raw)) FoldAscii(raw, into);
        else FoldAny(PlainText.Compatible(raw.ToString()), into);
        return into.Span;
    }

    private static void FoldAscii(ReadOnlySpan<char> raw, TextDraft into)
    {
        var parted = false;
        foreach (var c in raw)
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                if (parted && !into.IsEmpty) into.Append(' ');
                parted = false;
                into.Append((uint)(c - 'A') <= 25 ? (char)(c | 0x20) : c);
            }
            else
            {
                parted |= c is not ('.' or '\'');
            }
        }
    }

    private static void FoldAny(string text, TextDraft into)
    {
        var parted = false;
        foreach (var c in text)
        {
            if (!char.IsLetterOrDigit(c) && !char.IsSurrogate(c))
            {
                if (!IsMark(c)) parted |= c is not ('.' or '\'' or '’' or '・' or '·');
                continue;
            }
            if (parted && !into.IsEmpty) into.Append(' ');
            parted = false;
            if (c < FoldedLatin.Length) into.Append(FoldedLatin[c]);
            else if (c is >= '\u1E00' and <= '\u1EFF') into.Append(NameFolding.Latin(c.ToString()));
            else into.Append(c is >= 'ぁ' and <= 'ゖ' ? (char)(c + 0x60) : HanVariants.Simplified(char.ToLowerInvariant(c)));
        }
    }

    private static bool IsMark(char c) => CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
