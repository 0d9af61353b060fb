namespace Patron.Kernel;

/// <summary>What holds for the whole organisation; editable in Settings.</summary>
/// <param name="Currency">The one reporting currency (ISO 4217); amounts in others are kept and shown beside, never added without a rate.</param>
/// <param name="TimeZone">IANA name; days are reckoned in it.</param>
/// <param name="LostAfterDays">A customer is lost after so many days without an order.</param>
/// <param name="OlderFrom">The age at which "older" begins in the family life cycle.</param>
/// <param name="Country">ISO 3166 alpha-2, to which phone numbers without a calling code belong where neither the row nor its source names a country.</param>
public sealed record Organisation(string Name, string Currency, string TimeZone, int LostAfterDays, int OlderFrom, string Country = "GB")
{
    public static Organisation Default { get; } = new("", "GBP", "Europe/London", 90, 45);

    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;
}

public static class TimeZones
{
    /// <summary>IANA names of places, and UTC: those to choose from in forms.</summary>
    public static IReadOnlyList<string> Offered { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Where(IsPlace).Append("UTC").Distinct().Order(StringComparer.Ordinal)];

    private static bool IsPlace(string id) => id.Contains('/', StringComparison.Ordinal) && !id.StartsWith("Etc/", StringComparison.Ordinal) && !id.StartsWith("SystemV/", StringComparison.Ordinal);
}

public static class Countries
{
    /// <summary>ISO 3166 alpha-2 codes of the countries that the runtime knows.</summary>
    public static IReadOnlyList<string> Offered { get; } =
    [
        .. System.Globalization.CultureInfo.GetCultures(System.Globalization.CultureTypes.SpecificCultures)
            .Select(culture => new System.Globalization.RegionInfo(culture.Name).TwoLetterISORegionName)
            .Where(code => code.Length == 2 && code.All(char.IsAsciiLetterUpper)).Distinct().Order(StringComparer.Ordinal),
    ];
}
