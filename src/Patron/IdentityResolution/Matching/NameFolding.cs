using System.Globalization;
using System.Text;

namespace Patron.IdentityResolution.Matching;

internal enum NameScript
{
    None = 0,
    Latin = 1,
    Hangul = 2,
    Han = 3,
    Kana = 4,
    Other = 5,
}

/// <summary>What remains of a spelling when case, accents and the choice between simplified and traditional characters are left out.</summary>
internal static class NameFolding
{
    /// <summary>The script of a name's own characters: Kana wins over Han (a Japanese name has both), both win over Latin.</summary>
    public static NameScript ScriptOf(ReadOnlySpan<char> text)
    {
        var found = NameScript.None;
        foreach (var c in text)
        {
            var script = ScriptOf(c);
            if (Rank(script) > Rank(found)) found = script;
        }
        return found;
    }

    public static bool IsInitial(string foldedWord) => foldedWord.Length == 1;

    /// <summary>Lower case without accents, apostrophes and dots; "Ł", "ø", "ß", "æ" and their like in the letters people type instead.</summary>
    public static string Latin(string word)
    {
        if (word.All(char.IsAsciiLetterOrDigit)) return word.ToLowerInvariant();
        var folded = new StringBuilder(word.Length);
        foreach (var c in word.Normalize(NormalizationForm.FormD))
        {
            if (!char.IsLetterOrDigit(c)) continue; // combining marks, apostrophes, dots
            folded.Append(Letter(char.ToLowerInvariant(c)));
        }
        return folded.ToString();
    }

    /// <summary>Own-script text without blanks and dots: traditional characters as simplified ones, hiragana as katakana.</summary>
    public static string Own(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in PlainText.Compatible(text))
        {
            if (!char.IsLetterOrDigit(c) && !char.IsSurrogate(c) && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) continue;
            folded.Append(c is >= 'ぁ' and <= 'ゖ' ? (char)(c + 0x60) : HanVariants.Simplified(char.ToLowerInvariant(c)));
        }
        return folded.ToString();
    }

    private static string Letter(char c) => c switch
    {
        'ß' => "ss", 'æ' => "ae", 'œ' => "oe", 'ø' => "o", 'đ' or 'ð' => "d", 'ł' => "l", 'þ' => "th", 'ı' => "i", 'ħ' => "h", 'ŋ' => "ng",
        _ => c.ToString(),
    };

    private static NameScript ScriptOf(char c) => c switch
    {
        >= '\uAC00' and <= '\uD7A3' or >= '\u1100' and <= '\u11FF' or >= '\u3131' and <= '\u318E' => NameScript.Hangul,
        >= '\u4E00' and <= '\u9FFF' or >= '\u3400' and <= '\u4DBF' or >= '\uF900' and <= '\uFAFF' or '々' => NameScript.Han,
        >= '\u3041' and <= '\u30FF' or >= '\uFF66' and <= '\uFF9F' => NameScript.Kana,
        _ when char.IsHighSurrogate(c) => NameScript.Han, // names beyond the basic plane are rare characters of Chinese and Japanese
        _ when !char.IsLetter(c) => NameScript.None,
        <= '\u024F' or >= '\u1E00' and <= '\u1EFF' => NameScript.Latin,
        _ => NameScript.Other,
    };

    private static int Rank(NameScript script) => script switch
    {
        NameScript.None => 0, NameScript.Latin => 1, NameScript.Other => 2, NameScript.Han => 3, NameScript.Hangul => 4, _ => 5,
    };
}
