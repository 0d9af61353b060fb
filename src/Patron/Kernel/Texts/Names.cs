using System.Collections.Concurrent;
using System.Globalization;

namespace Patron.Kernel.Texts;

/// <summary>What countries and languages are called in a language, out of the runtime's Unicode data; a code that means nothing stays as it is.</summary>
public static class Names
{
    private static readonly ConcurrentDictionary<(string, string, bool), string> Known = new();

    /// <param name="code">ISO 3166 alpha-2.</param>
    public static string Country(string code, Language language) => Known.GetOrAdd((code, language.Tag, true), _ => code.Length == 2 && code.All(char.IsAsciiLetterUpper) ? CountryIn(code, language) : code);

    /// <param name="tag">BCP 47.</param>
    public static string Language(string tag, Language language) => Known.GetOrAdd((tag, language.Tag, false), _ => Translated(tag, language));

    /// <summary>How the language puts words in order.</summary>
    public static CultureInfo Culture(Language language) => CultureInfo.GetCultureInfo(language.Tag switch { "ko" => "ko-KR", "zh-Hans" => "zh-CN", "zh-Hant" => "zh-TW", _ => "en-GB" });

    // A RegionInfo has its name in English and in its own language only. A culture's name is translated, and ends with its country: English (Germany).
    private static string CountryIn(string code, Language language)
    {
        var name = Translated("en-" + code, language).TrimEnd(')', '）');
        var at = name.LastIndexOfAny(['(', '（']);
        return at < 0 ? code : name[(at + 1)..].Replace('[', '(').Replace(']', ')');
    }

    private static string Translated(string culture, Language language)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = Culture(language);
        try
        {
            return CultureInfo.GetCultureInfo(culture).DisplayName is { Length: > 0 } name ? name : culture;
        }
        catch (CultureNotFoundException)
        {
            return culture;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
