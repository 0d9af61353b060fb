using System.Globalization;
using Patron.Consents.KeepPolicy;

namespace Patron.Consents.JudgeContacts;

/// <summary>When somebody is left in peace. Reckoned on what the clock on the wall shows, so that a change to or from summer time moves nothing.</summary>
internal static class QuietTimes
{
    // A rule that makes every day quiet has no end; a year is looked through.
    private const int MostSteps = 800;

    /// <summary>
    /// From when on a contact is allowed, where it is not at <paramref name="at"/>; null where it is. The minute at which quiet hours end is allowed, the one at which they begin is not.
    /// A time that the clock shows twice is quiet both times; one that it skips is over once the clock has passed it.
    /// </summary>
    /// <param name="nightAgreed">The person agreed to be contacted in quiet hours.</param>
    public static DateTimeOffset? Until(CountryRule rule, TimeZoneInfo zone, string channel, bool nightAgreed, DateTimeOffset at)
    {
        if (!rule.QuietChannels.Contains(channel)) return null;
        var hours = rule.HasQuietHours && !(rule.NightConsent && nightAgreed);
        var (allowed, steps) = (at, 0);
        while (steps++ < MostSteps)
        {
            var local = TimeZoneInfo.ConvertTime(allowed, zone).DateTime;
            var (day, minute) = (DateOnly.FromDateTime(local), local.TimeOfDay.TotalMinutes);
            if (IsQuietDay(rule, day)) allowed = Shown(day.AddDays(1), 0, zone);
            else if (hours && IsQuietHour(rule, minute)) allowed = Shown(minute < rule.QuietTo ? day : day.AddDays(1), rule.QuietTo, zone);
            else break;
        }
        return allowed == at ? null : allowed.ToUniversalTime();
    }

    private static bool IsQuietHour(CountryRule rule, double minute) => rule.QuietFrom < rule.QuietTo
        ? minute >= rule.QuietFrom && minute < rule.QuietTo
        : minute >= rule.QuietFrom || minute < rule.QuietTo;

    private static bool IsQuietDay(CountryRule rule, DateOnly day) =>
        rule.QuietDays.Contains(day.DayOfWeek) || rule.Holidays.Contains(day.ToString("MM-dd", CultureInfo.InvariantCulture)) || rule.Holidays.Contains(day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>The instant at which the clock shows this time, the later of two; where it skips it, the first instant after the gap.</summary>
    private static DateTimeOffset Shown(DateOnly day, int minute, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute);
        if (zone.IsAmbiguousTime(local)) return new(local, zone.GetAmbiguousTimeOffsets(local).Min());
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(1);
        return new(local, zone.GetUtcOffset(local));
    }
}
