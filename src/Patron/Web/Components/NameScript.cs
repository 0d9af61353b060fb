namespace Patron.Web.Components;

/// <summary>Which language a name is written in, as far as its script tells.</summary>
internal static class NameScript
{
    /// <summary>ko for Hangul, ja for kana, for Chinese characters the known language or zh-Hans; null for other scripts.</summary>
    public static string? LanguageOf(string name, string? known = null) =>
        name.Any(c => c is (>= '가' and <= '힣') or (>= 'ㄱ' and <= 'ㆎ')) ? "ko"
        : name.Any(c => c is >= '\u3040' and <= '\u30ff') ? "ja"
        : name.Any(c => c is (>= '\u3400' and <= '\u9fff') or (>= '\uf900' and <= '\ufaff')) ? known is "zh-Hans" or "zh-Hant" or "ja" or "ko" ? known : "zh-Hans"
        : null;
}
