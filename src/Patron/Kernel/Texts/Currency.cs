using System.Collections.Frozen;

namespace Patron.Kernel.Texts;

/// <summary>How an amount is written: minor units by ISO 4217 (two, unless listed), the sign where it is unmistakable, otherwise the code.</summary>
internal static class Currency
{
    private static readonly FrozenDictionary<string, int> Exponents = new Dictionary<string, int>
    {
        ["BIF"] = 0, ["CLP"] = 0, ["DJF"] = 0, ["GNF"] = 0, ["ISK"] = 0, ["JPY"] = 0, ["KMF"] = 0, ["KRW"] = 0, ["PYG"] = 0, ["RWF"] = 0, ["UGX"] = 0, ["UYI"] = 0,
        ["VND"] = 0, ["VUV"] = 0, ["XAF"] = 0, ["XOF"] = 0, ["XPF"] = 0,
        ["BHD"] = 3, ["IQD"] = 3, ["JOD"] = 3, ["KWD"] = 3, ["LYD"] = 3, ["OMR"] = 3, ["TND"] = 3, ["CLF"] = 4, ["UYW"] = 4,
    }.ToFrozenDictionary();

    /// <summary>Digits of the minor unit.</summary>
    public static int Exponent(string currency) => Exponents.GetValueOrDefault(currency, 2);

    /// <summary>What stands before the number; a code is set off by a space that does not break.</summary>
    public static string Sign(string currency, Language language) => (currency, language.Tag) switch
    {
        ("GBP", _) => "£",
        ("EUR", _) => "€",
        ("KRW", _) => "₩",
        ("USD", _) => "US$",
        ("CNY", "zh-Hans") => "¥",
        ("CNY", _) => "CN¥",
        ("JPY", "zh-Hans") => "JP¥",
        ("JPY", _) => "¥",
        ("TWD", _) => "NT$",
        ("HKD", _) => "HK$",
        ("AUD", _) => "A$",
        ("CAD", _) => "CA$",
        ("INR", _) => "₹",
        _ => currency + "\u00a0",
    };

    /// <summary>Koreans write their own money with 원 after it.</summary>
    public static bool IsWonInKorean(string currency, Language language) => currency == "KRW" && language == Language.Korean;
}
