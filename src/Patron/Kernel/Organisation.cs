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
