using System.Text.RegularExpressions;

namespace Patron.Kernel.Texts;

/// <summary>
/// Korean particles have one form after a final consonant and one after a vowel. What counts is how the word before is read aloud:
/// figures as Sino-Korean numbers, capitals as letter names, Latin words as they are usually transcribed. Where that is unknown (a Chinese name) both forms are written: 은(는).
/// </summary>
internal static partial class Particles
{
    private enum Ending { Unknown, Vowel, Consonant, Rieul }

    private static readonly (string AfterConsonant, string AfterVowel)[] Pairs =
        [("은", "는"), ("이", "가"), ("을", "를"), ("과", "와"), ("으로", "로"), ("이라고", "라고"), ("이나", "나")];

    /// <summary>The pair of a notation such as 은/는, in either order; null when it is none.</summary>
    public static (string AfterConsonant, string AfterVowel)? Find(string notation)
    {
        foreach (var pair in Pairs)
            if (notation == $"{pair.AfterConsonant}/{pair.AfterVowel}" || notation == $"{pair.AfterVowel}/{pair.AfterConsonant}") return pair;
        return null;
    }

    public static string Choose(string before, string afterConsonant, string afterVowel) => EndingOf(before) switch
    {
        Ending.Vowel => afterVowel,
        // 서울로, 칠로: ㄹ counts as a vowel for 으로 alone
        Ending.Rieul => afterConsonant == "으로" ? afterVowel : afterConsonant,
        Ending.Consonant => afterConsonant,
        _ => afterConsonant == "으로" ? "(으)로" : $"{afterConsonant}({afterVowel})",
    };

    private static Ending EndingOf(string text)
    {
        var word = text.TrimEnd(' ', '\u00a0', '"', '\'', '”', '’', '»', '」', '』', ')', ']', '〉', '》', '.', ',');
        if (word.Length == 0) return Ending.Unknown;
        var last = word[^1];
        if (last is >= '가' and <= '힣') return ((last - '가') % 28) switch { 0 => Ending.Vowel, 8 => Ending.Rieul, _ => Ending.Consonant };
        if (last == '%') return Ending.Vowel; // 퍼센트
        if (char.IsAsciiDigit(last)) return OfFigures(Figures.Match(word).Value.Replace(",", "", StringComparison.Ordinal));
        return char.IsAsciiLetter(last) ? OfLatin(Letters.Match(word).Value) : Ending.Unknown;
    }

    /// <summary>일 이 삼 사 오 육 칠 팔 구; with zeros at the end 십, 백, 천, 만, 억 (all with a final consonant) or 조 (none).</summary>
    private static Ending OfFigures(string figures)
    {
        var zeros = figures.Contains('.', StringComparison.Ordinal) ? 0 : figures.Length - figures.TrimEnd('0').Length;
        return figures[^1] switch
        {
            '1' or '7' or '8' => Ending.Rieul,
            '2' or '4' or '5' or '9' => Ending.Vowel,
            '0' when zeros is >= 12 and < 16 && zeros < figures.Length => Ending.Vowel,
            _ => Ending.Consonant,
        };
    }

    private static Ending OfLatin(string word)
    {
        if (word.Length == 1 || word.All(char.IsAsciiLetterUpper))
            return char.ToUpperInvariant(word[^1]) switch { 'L' or 'R' => Ending.Rieul, 'M' or 'N' => Ending.Consonant, _ => Ending.Vowel };
        var lower = word.ToLowerInvariant();
        if (EndsInL.IsMatch(lower)) return Ending.Rieul;
        return EndsInConsonant.IsMatch(lower) ? Ending.Consonant : Ending.Vowel;
    }

    [GeneratedRegex(@"[0-9][0-9,.]*$")]
    private static partial Regex Figures { get; }

    [GeneratedRegex("[A-Za-z]+$")]
    private static partial Regex Letters { get; }

    // Paul, Apple, Isabelle
    [GeneratedRegex("(l|le)$")]
    private static partial Regex EndsInL { get; }

    // Kim, Ann, King, Jane, Home; shop, Jack, Scott, web, book: a stop after a short vowel
    [GeneratedRegex("([mn]|ng|[^aeiou][aeiou]?ne|[aeiou]ne|[aeiou]me|nne|mme|(?<![aeiou])[aeiou](ck|[cktpb]|tt|pp)|ook)$")]
    private static partial Regex EndsInConsonant { get; }
}
