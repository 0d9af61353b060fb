namespace Patron.Kernel.Texts;

/// <summary>One of the four languages Patron speaks.</summary>
/// <param name="Tag">The name in cookies, files and settings: en, ko, zh-Hans, zh-Hant.</param>
/// <param name="HtmlTag">What the lang attribute says; English is British.</param>
/// <param name="Name">The language's name for itself.</param>
public sealed record Language(string Tag, string HtmlTag, string Name)
{
    public static readonly Language English = new("en", "en-GB", "English");
    public static readonly Language Korean = new("ko", "ko", "한국어");
    public static readonly Language Simplified = new("zh-Hans", "zh-Hans", "简体中文");
    public static readonly Language Traditional = new("zh-Hant", "zh-Hant", "繁體中文");

    public static readonly IReadOnlyList<Language> All = [English, Korean, Simplified, Traditional];

    /// <summary>The language of a tag, exactly as Patron writes it; null for any other text.</summary>
    public static Language? Find(string? tag) => All.FirstOrDefault(l => l.Tag == tag);

    /// <summary>The stored choice when it is one of ours, otherwise the first of the browser's wishes that we speak, otherwise English.</summary>
    /// <param name="stored">The cookie's value.</param>
    /// <param name="acceptLanguage">The Accept-Language header, RFC 9110 section 12.5.4; wishes with weight 0 are refusals.</param>
    public static Language Choose(string? stored, string? acceptLanguage) => Find(stored) ?? Wishes(acceptLanguage).Select(Near).OfType<Language>().FirstOrDefault() ?? English;

    /// <summary>In which an organisation is told what nobody asked for: the language of its country, English where it is none of ours.</summary>
    /// <param name="country">ISO 3166 alpha-2; null is not known.</param>
    public static Language OfCountry(string? country) => Choose(country switch { "KR" => "ko", "CN" or "SG" => "zh-Hans", "TW" or "HK" or "MO" => "zh-Hant", _ => null }, null);

    private static IEnumerable<string> Wishes(string? header) =>
        (header ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(wish => wish.Split(';', StringSplitOptions.TrimEntries))
            .Select(parts => (Tag: parts[0], Weight: Weight(parts)))
            .Where(w => w.Weight > 0)
            .OrderByDescending(w => w.Weight)
            .Select(w => w.Tag);

    private static double Weight(string[] parts) =>
        parts.Skip(1).FirstOrDefault(p => p.StartsWith("q=", StringComparison.OrdinalIgnoreCase)) is not { } q ? 1
        : double.TryParse(q.AsSpan(2), System.Globalization.CultureInfo.InvariantCulture, out var weight) ? weight : 0;

    /// <summary>Script beats region; Taiwan, Hong Kong and Macau write traditional characters.</summary>
    private static Language? Near(string tag)
    {
        var parts = tag.ToLowerInvariant().Split('-', '_');
        return parts[0] switch
        {
            "en" or "*" => English,
            "ko" => Korean,
            "zh" when parts.Contains("hant") => Traditional,
            "zh" when parts.Contains("hans") => Simplified,
            "zh" when parts.Any(p => p is "tw" or "hk" or "mo") => Traditional,
            "zh" => Simplified,
            _ => null,
        };
    }

    public override string ToString() => Tag;
}
