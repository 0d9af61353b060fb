using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>Characters of names that have a simplified and a traditional (or another) form. Traditional ones come from OpenCC's table, embedded by the build.</summary>
internal static class HanVariants
{
    // Japanese and other forms that OpenCC does not fold, and the simplified ones.
    private const string Others = "鉅钜 瑯琅 甯宁 淸清 靑青 硏研 竜龙 竝并 児儿 広广 沢泽 浜滨 辺边 邉边 斉齐 斎斋 髙高 﨑崎 嶋岛 桜樱 栄荣 恵惠 徳德 黒黑 実实 顕显 亜亚 円圆 関关 渋涩 澁涩";

    private static readonly FrozenDictionary<char, char> ToSimplified = Pairs().ToFrozenDictionary();

    public static char Simplified(char c) => c < '\u3400' ? c : ToSimplified.GetValueOrDefault(c, c);

    /// <summary>The table is one text: "traditional simplified|...", where several simplified ones are possible the usual one first.</summary>
    private static Dictionary<char, char> Pairs()
    {
        var table = CharacterTables.Read("simplified.js");
        var rows = table[(table.IndexOf('"', StringComparison.Ordinal) + 1)..table.LastIndexOf('"')].Split('|');
        var pairs = rows.Where(r => r.Length > 2 && r[1] == ' ' && !char.IsSurrogate(r[2])).ToDictionary(r => r[0], r => r[2]);
        foreach (var other in Others.Split(' ')) pairs[other[0]] = other[1];
        return pairs;
    }
}
