using System.Collections.Frozen;

namespace Patron.Consents.JudgeContacts;

/// <summary>The time zone in which a person's clock is read.</summary>
internal static class PersonZones
{
    // Countries with one zone, or with one in which most of their people live.
    private static readonly FrozenDictionary<string, string> Main = new Dictionary<string, string>
    {
        ["AE"] = "Asia/Dubai", ["AR"] = "America/Argentina/Buenos_Aires", ["AT"] = "Europe/Vienna", ["AU"] = "Australia/Sydney", ["BE"] = "Europe/Brussels", ["BG"] = "Europe/Sofia",
        ["BH"] = "Asia/Bahrain", ["BR"] = "America/Sao_Paulo", ["CA"] = "America/Toronto", ["CH"] = "Europe/Zurich", ["CL"] = "America/Santiago", ["CN"] = "Asia/Shanghai", ["CO"] = "America/Bogota",
        ["CY"] = "Asia/Nicosia", ["CZ"] = "Europe/Prague", ["DE"] = "Europe/Berlin", ["DK"] = "Europe/Copenhagen", ["EE"] = "Europe/Tallinn", ["EG"] = "Africa/Cairo", ["ES"] = "Europe/Madrid",
        ["FI"] = "Europe/Helsinki", ["FR"] = "Europe/Paris", ["GB"] = "Europe/London", ["GR"] = "Europe/Athens", ["HK"] = "Asia/Hong_Kong", ["HR"] = "Europe/Zagreb", ["HU"] = "Europe/Budapest",
        ["ID"] = "Asia/Jakarta", ["IE"] = "Europe/Dublin", ["IL"] = "Asia/Jerusalem", ["IN"] = "Asia/Kolkata", ["IS"] = "Atlantic/Reykjavik", ["IT"] = "Europe/Rome", ["JP"] = "Asia/Tokyo",
        ["KR"] = "Asia/Seoul", ["LB"] = "Asia/Beirut", ["LI"] = "Europe/Vaduz", ["LT"] = "Europe/Vilnius", ["LU"] = "Europe/Luxembourg", ["LV"] = "Europe/Riga", ["MA"] = "Africa/Casablanca",
        ["MO"] = "Asia/Macau", ["MT"] = "Europe/Malta", ["MX"] = "America/Mexico_City", ["MY"] = "Asia/Kuala_Lumpur", ["NG"] = "Africa/Lagos", ["NL"] = "Europe/Amsterdam", ["NO"] = "Europe/Oslo",
        ["NZ"] = "Pacific/Auckland", ["PE"] = "America/Lima", ["PH"] = "Asia/Manila", ["PK"] = "Asia/Karachi", ["PL"] = "Europe/Warsaw", ["PT"] = "Europe/Lisbon", ["RO"] = "Europe/Bucharest",
        ["RU"] = "Europe/Moscow", ["SA"] = "Asia/Riyadh", ["SE"] = "Europe/Stockholm", ["SG"] = "Asia/Singapore", ["SI"] = "Europe/Ljubljana", ["SK"] = "Europe/Bratislava", ["TH"] = "Asia/Bangkok",
        ["TR"] = "Europe/Istanbul", ["TW"] = "Asia/Taipei", ["UA"] = "Europe/Kyiv", ["US"] = "America/New_York", ["VN"] = "Asia/Ho_Chi_Minh", ["ZA"] = "Africa/Johannesburg",
    }.ToFrozenDictionary();

    /// <summary>The person's own zone where it is known, else the rule's, else the country's main one, else the organisation's. A name that is no zone counts as missing.</summary>
    public static TimeZoneInfo Of(string? own, string? rule, string? country, TimeZoneInfo organisation) =>
        Find(own) ?? Find(rule) ?? Find(country is null ? null : Main.GetValueOrDefault(country)) ?? organisation;

    private static TimeZoneInfo? Find(string? name) => !string.IsNullOrWhiteSpace(name) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;
}
