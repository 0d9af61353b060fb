using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Patron.IdentityResolution.Matching;

/// <summary>
/// Readings of Chinese characters in pinyin without tones, from pinyin-pro's tables, embedded by the build. "ü" is written "u", as passports
/// and most people do ("lv" and "lyu" are folded to it: <see cref="PinyinWords"/>). Characters stand in their simplified form.
/// </summary>
internal static partial class HanPinyin
{
    private static readonly FrozenDictionary<char, string[]> Readings = ReadTable();
    private static readonly FrozenDictionary<string, string> Surnames = ReadSurnames();

    /// <summary>Every syllable that some character is read as.</summary>
    public static readonly FrozenSet<string> Syllables = Readings.Values.SelectMany(r => r).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The usual reading first; empty for what is no Chinese character.</summary>
    public static ReadOnlySpan<string> Of(char simplified) => Readings.GetValueOrDefault(simplified);

    /// <summary>The usual reading of a given name, without blanks; null where a character is not known.</summary>
    public static string? Given(ReadOnlySpan<char> simplified)
    {
        var text = "";
        foreach (var c in simplified)
        {
            if (Of(c) is not [var reading, ..]) return null;
            text += reading;
        }
        return text;
    }

    /// <summary>How characters are read as a family name: 单 is Shan and 仇 Qiu.</summary>
    public static string? Family(string simplified) => Surnames.GetValueOrDefault(simplified) ?? Given(simplified);

    private static FrozenDictionary<char, string[]> ReadTable()
    {
        var readings = new Dictionary<char, string[]>();
        foreach (Match row in Row().Matches(CharacterTables.Read("readings.mjs")))
        {
            var spoken = row.Groups["reading"].Value.Split(' ').Select(Toneless).Distinct().ToArray();
            foreach (Capture character in row.Groups["character"].Captures)
                if (character.Length == 1) readings.TryAdd(character.ValueSpan[0], spoken);
        }
        return readings.ToFrozenDictionary();
    }

    private static FrozenDictionary<string, string> ReadSurnames() => Surname().Matches(CharacterTables.Read("surnames.mjs"))
        .DistinctBy(m => m.Groups["name"].Value)
        .ToFrozenDictionary(m => m.Groups["name"].Value, m => string.Concat(m.Groups["reading"].Value.Split(' ').Select(Toneless)), StringComparer.Ordinal);

    private static string Toneless(string syllable) => NameFolding.Latin(syllable);

    [GeneratedRegex(@"^ +'?(?<reading>[\p{L}\p{M} ]+?)'?: \[(?:\s*'(?<character>[^']+)',?)+\s*\]", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Row();

    [GeneratedRegex(@"^ +'?(?<name>\p{Lo}{1,2})'?: '(?<reading>[^']+)'", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Surname();
}
