namespace Patron.Kernel;

/// <summary>Instants are UTC microseconds since 1970 wherever they are numbers.</summary>
public static class Instants
{
    public const long MicrosecondsPerDay = 86_400_000_000;

    public static long ToMicroseconds(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicroseconds(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>The day (DateOnly.DayNumber) on which the instant falls in <paramref name="zone"/>.</summary>
    public static int DayNumber(long microseconds, TimeZoneInfo zone)
    {
        var utc = FromMicroseconds(microseconds).UtcDateTime;
        return DateOnly.FromDateTime(utc + zone.GetUtcOffset(utc)).DayNumber;
    }
}
