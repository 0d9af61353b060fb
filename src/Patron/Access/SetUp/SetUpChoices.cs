using Patron.Kernel.Texts;

namespace Patron.Access.SetUp;

/// <summary>What the page offers, and what it proposes to a reader of each language.</summary>
internal static class SetUpChoices
{
    public static IReadOnlyList<string> Currencies { get; } =
    [
        "AED", "ARS", "AUD", "BGN", "BHD", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD", "HUF", "IDR", "ILS", "INR", "ISK", "JOD", "JPY",
        "KES", "KRW", "KWD", "MAD", "MOP", "MXN", "MYR", "NGN", "NOK", "NZD", "OMR", "PEN", "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "SAR", "SEK", "SGD", "THB", "TND", "TRY",
        "TWD", "UAH", "USD", "UYU", "VND", "ZAR",
    ];

    /// <summary>IANA names of places, and UTC.</summary>
    public static IReadOnlyList<string> TimeZones { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(IsPlace).Append("UTC").Distinct().Order(StringComparer.Ordinal)];

    public static (string Currency, string TimeZone) Proposed(Language language) => language.Tag switch
    {
        "ko" => ("KRW", "Asia/Seoul"),
        "zh-Hans" => ("CNY", "Asia/Shanghai"),
        "zh-Hant" => ("TWD", "Asia/Taipei"),
        _ => ("GBP", "Europe/London"),
    };

    private static bool IsPlace(string id) => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal) && !id.StartsWith("SystemV/", StringComparison.Ordinal);
}
