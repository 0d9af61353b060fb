using System.Globalization;

namespace Patron.Web.Forms;

/// <summary>What a field of the type datetime-local says, in a zone.</summary>
internal static class LocalTimes
{
    private const string Format = "yyyy-MM-dd'T'HH:mm";

    public static string Text(DateTimeOffset at, TimeZoneInfo zone) => TimeZoneInfo.ConvertTime(at, zone).ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Null where it is no time. A time that the clock skips is read as if it had not been changed yet; of two alike the first is meant.</summary>
    public static DateTimeOffset? Read(string? text, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(text, [Format, Format + ":ss"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 1900 or > 2200) return null;
        var offset = zone.IsInvalidTime(local) ? zone.GetUtcOffset(local.AddDays(-1)) : zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    /// <summary>The instant at which the day begins in the zone, or when its clock first shows a time of that day.</summary>
    public static DateTimeOffset Midnight(DateOnly day, TimeZoneInfo zone) => Read(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T00:00", zone)!.Value;
}
