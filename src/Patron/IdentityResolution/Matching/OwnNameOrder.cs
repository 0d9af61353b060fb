using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>A name outside Latin script, without titles, its family name found.</summary>
/// <param name="Folded">See <see cref="PersonName.OwnFolded"/>; family name first for Chinese, Korean and Japanese names.</param>
internal sealed record OwnNameOrder(string Full, string Family, string Given, string Folded, int FamilyLength)
{
    private static readonly OwnNameOrder Nothing = new("", "", "", "", 0);

    private static readonly FrozenSet<string> LongKoreanFamilies =
        "남궁 황보 제갈 사공 선우 서문 독고 동방 어금 망절".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> LongChineseFamilies =
        "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 司徒 东方 東方 独孤 獨孤 南宫 南宮 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 宇文 长孙 長孫 轩辕 軒轅 端木 百里 东郭 東郭 呼延 西门 西門 申屠 鍾離 钟离 澹台 澹臺 公冶 太史 闻人 聞人 濮阳 濮陽 张简 張簡 范姜"
            .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static OwnNameOrder Of(List<string> whole, List<string> given, List<string> family)
    {
        var (givenText, familyText) = (string.Concat(given), string.Concat(family));
        if (givenText.Length + familyText.Length > 0 && !IsWords(given.Concat(family))) return Put(familyText, givenText);
        if (givenText.Length + familyText.Length > 0) return Words([.. given, .. family], family.Count);
        if (whole.Count == 0) return Nothing;
        return IsWords(whole) ? Words(whole, whole.Count > 1 ? 1 : 0) : Split(whole);
    }

    /// <summary>Scripts with blanks between words (Cyrillic, Greek, Arabic ...): compared word by word, in any order.</summary>
    private static bool IsWords(IEnumerable<string> words) => NameFolding.ScriptOf(string.Concat(words)) == NameScript.Other;

    private static OwnNameOrder Words(List<string> words, int inFamily) => new(
        string.Join(' ', words), string.Join(' ', words.TakeLast(inFamily)), string.Join(' ', words.SkipLast(inFamily)),
        string.Join(' ', words.Select(NameFolding.Latin)), 0);

    private static OwnNameOrder Split(List<string> words)
    {
        var parts = words.SelectMany(w => w.Split(['·', '・', '‧', '•'], StringSplitOptions.RemoveEmptyEntries)).ToList();
        if (parts.Count > words.Count) return Foreign(parts, "·"); // 约翰·史密斯, マイケル・ジョンソン
        if (words.Count == 1) return Cut(words[0], FamilyLengthOf(words[0]));
        if (words.TrueForAll(w => w.Length == 1)) return Split([string.Concat(words)]); // 김 민 수
        if (words.Count == 2 && IsKnownFamily(words[1]) && !IsKnownFamily(words[0])) return Put(words[1], words[0]); // 민수 김
        return IsKnownFamily(words[0]) || words.Count == 2 ? Put(words[0], string.Concat(words.Skip(1))) : Foreign(words, " ");
    }

    private static OwnNameOrder Cut(string name, int at)
    {
        if (at > 0 && at < name.Length && char.IsLowSurrogate(name[at])) at++;
        return Put(name[..at], name[at..]);
    }

    private static OwnNameOrder Put(string family, string given) =>
        new(family + given, family, given, NameFolding.Own(family + given), NameFolding.Own(family).Length);

    private static OwnNameOrder Foreign(List<string> words, string between) => new(
        string.Join(between, words), words[^1], string.Join(between, words.SkipLast(1)), NameFolding.Own(string.Concat(words)), 0);

    private static bool IsKnownFamily(string text) =>
        LongKoreanFamilies.Contains(text) || LongChineseFamilies.Contains(text) || (text.Length == 1 && Romanisation.IsFamilyName(text[0]));

    /// <summary>Where the family name ends in a name without blanks; 0 where one cannot tell (a foreign name in Hangul, Kana).</summary>
    private static int FamilyLengthOf(string name)
    {
        if (name.Length >= 2 && (LongKoreanFamilies.Contains(name[..2]) || LongChineseFamilies.Contains(name[..2]))) return 2;
        return NameFolding.ScriptOf(name) switch
        {
            NameScript.Hangul => name.Length <= 4 ? 1 : 0,
            // Four characters are mostly a Japanese family and given name of two each, unless a Chinese family name leads.
            NameScript.Han => name.Length switch { <= 3 => 1, 4 => Romanisation.IsFamilyName(name[0]) ? 1 : 2, _ => 0 },
            _ => 0,
        };
    }
}
