using Patron.Analytics.BusinessHours;

namespace Patron.Messaging.TrackResponses;

/// <summary>When somebody may be called who asks for it: a stretch of an open day, on the clock of the organisation.</summary>
/// <param name="Due">The end of it: by then the call was made.</param>
public readonly record struct CallTime(DateOnly Day, TimeOnly From, TimeOnly Until, DateTimeOffset Due);

/// <summary>The times that are offered.</summary>
internal static class CallTimes
{
    private const int Offered = 4, DaysAhead = 14, Longest = 300;

    /// <summary>Whoever is to call needs to see it first.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromMinutes(30);

    /// <summary>The next ones; openings of more than five hours in two halves. None where business does not open within two weeks.</summary>
    public static IReadOnlyList<CallTime> Next(BusinessCalendar calendar, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, calendar.Zone).DateTime);
        return [.. Enumerable.Range(0, DaysAhead).Select(d => today.AddDays(d)).SelectMany(day => calendar.On(day).SelectMany(Halves).Select(o => On(calendar.Zone, day, o))).Where(t => t.Due - Notice > now).Take(Offered)];
    }

    /// <summary>The one that was chosen, by its end; the next one where it is not offered any more.</summary>
    public static CallTime? Chosen(IReadOnlyList<CallTime> times, string? due) => times.Count == 0 ? null : times.FirstOrDefault(t => Key(t) == due, times[0]);

    /// <summary>As a form names it.</summary>
    public static string Key(CallTime time) => time.Due.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<Opening> Halves(Opening opening)
    {
        if (opening.Until - opening.From <= Longest) return [opening];
        var middle = (opening.From + opening.Until) / 2 / 60 * 60;
        return [opening with { Until = middle }, opening with { From = middle }];
    }

    private static CallTime On(TimeZoneInfo zone, DateOnly day, Opening opening)
    {
        // Of a clock put forward in between, or of a time that is shown twice, the offset of the day's end is as good as any: nobody opens then.
        var end = day.ToDateTime(TimeOnly.MinValue).AddMinutes(opening.Until);
        return new(day, Clock(opening.From), Clock(opening.Until), new DateTimeOffset(end, zone.GetUtcOffset(end)).ToUniversalTime());
    }

    private static TimeOnly Clock(int minutes) => minutes == 1440 ? TimeOnly.MaxValue : new(minutes / 60, minutes % 60);
}
