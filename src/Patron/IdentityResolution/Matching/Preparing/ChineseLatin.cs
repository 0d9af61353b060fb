using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Chinese names in Latin letters: Xiao-Ming, Xiao Ming and Xiaoming are "xiaoming", Chan and Chen are "chen".</summary>
internal static class ChineseLatin
{
    private const int LongestSyllable = 6;

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Syllables = HanPinyin.Syllables.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>For a word that is spelled like a Chinese family name; null for others.</summary>
    public static string? Family(ReadOnlySpan<char> latin) => HanReadings.FamilyOf(latin);

    /// <summary>The letters with "u" for "ü" where they are pinyin of up to three syllables; null where they are not.</summary>
    public static string? Given(string letters)
    {
        var plain = letters.Replace("lyu", "lu", StringComparison.Ordinal).Replace("nyu", "nu", StringComparison.Ordinal).Replace('v', 'u');
        return Reads(plain, 3) ? plain : null;
    }

    private static bool Reads(ReadOnlySpan<char> letters, int syllables)
    {
        if (letters.IsEmpty) return true;
        if (syllables == 0) return false;
        for (var length = Math.Min(letters.Length, LongestSyllable); length > 0; length--)
            if (Syllables.Contains(letters[..length]) && Reads(letters[length..], syllables - 1)) return true;
        return false;
    }
}
