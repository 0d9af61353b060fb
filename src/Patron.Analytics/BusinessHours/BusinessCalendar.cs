namespace Patron.Analytics.BusinessHours;

/// <summary>A stretch of a day's wall clock during which business is open.</summary>
/// <param name="From">Minutes after midnight, included: 0 to 1439.</param>
/// <param name="Until">Minutes after midnight, excluded: above <paramref name="From"/>, at most 1440, which is the end of the day.</param>
public readonly record struct Opening(int From, int Until);

/// <summary>
/// Business hours: which openings each day of the week has, which days differ (holidays without any, half days with fewer), in which zone the clock is read.
/// An instant is open when the zone's wall clock shows a time within an opening of its day. So an hour that the clock skips in spring is never worked, and one
/// that it shows twice in autumn is worked twice; durations are real time. What crosses midnight is an opening until 1440 and one from 0.
/// </summary>
public sealed class BusinessCalendar
{
    // No zone is further from UTC than this.
    private static readonly TimeSpan Furthest = TimeSpan.FromHours(14);

    private readonly TimeZoneInfo zone;
    private readonly Opening[][] week;
    private readonly Dictionary<DateOnly, Opening[]> exceptions;
    private readonly DateOnly? lastException;

    /// <param name="week">Seven lists, Sunday first; openings of a day in any order, none overlapping another.</param>
    /// <param name="exceptions">Days whose openings take the place of the week's; an empty list is a holiday.</param>
    /// <exception cref="ArgumentException">There are not seven days, or openings lie outside of a day or overlap.</exception>
    public BusinessCalendar(TimeZoneInfo zone, IReadOnlyList<IReadOnlyList<Opening>> week, IReadOnlyDictionary<DateOnly, IReadOnlyList<Opening>> exceptions)
    {
        if (week.Count != 7) throw new ArgumentException("A week has seven days.", nameof(week));
        this.zone = zone;
        this.week = [.. week.Select(Checked)];
        this.exceptions = exceptions.ToDictionary(e => e.Key, e => Checked(e.Value));
        lastException = exceptions.Where(e => e.Value.Count > 0).Select(e => (DateOnly?)e.Key).Max();
    }

    public TimeZoneInfo Zone => zone;

    /// <summary>The day's openings, the earliest first.</summary>
    public IReadOnlyList<Opening> On(DateOnly day) => exceptions.TryGetValue(day, out var own) ? own : week[(int)day.DayOfWeek];

    public bool IsOpen(DateTimeOffset at)
    {
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        var minutes = local.TimeOfDay.TotalMinutes;
        return On(DateOnly.FromDateTime(local)).Any(o => o.From <= minutes && minutes < o.Until);
    }

    /// <summary>The instant itself where it is open, else when business opens next; null where it never does again.</summary>
    public DateTimeOffset? NextOpen(DateTimeOffset at)
    {
        foreach (var (from, until) in Open(at.UtcDateTime))
            if (until > at.UtcDateTime) return new(from > at.UtcDateTime ? from : at.UtcDateTime, TimeSpan.Zero);
        return null;
    }

    /// <summary>The open time from one instant to another; negative where the second is the earlier one.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset to)
    {
        if (to < from) return -Between(to, from);
        var (begin, end, sum) = (from.UtcDateTime, to.UtcDateTime, TimeSpan.Zero);
        foreach (var (opens, closes) in Open(begin))
        {
            if (opens >= end) break;
            if (closes > begin) sum += Min(closes, end) - Max(opens, begin);
        }
        return sum;
    }

    /// <summary>
    /// The earliest instant by which so much open time has passed: at the end of an opening, that end and not the next beginning. Nothing to wait for gives the
    /// instant itself; null where business does not stay open for so long.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="open"/> is negative.</exception>
    public DateTimeOffset? Add(DateTimeOffset from, TimeSpan open)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(open, TimeSpan.Zero);
        if (open == TimeSpan.Zero) return from.ToUniversalTime();
        var (begin, left) = (from.UtcDateTime, open);
        foreach (var (opens, closes) in Open(begin))
        {
            if (closes <= begin) continue;
            var start = Max(opens, begin);
            if (closes - start >= left) return new(start + left, TimeSpan.Zero);
            left -= closes - start;
        }
        return null;
    }

    /// <summary>The open stretches in order of time, from some that may lie before the instant on; without end unless the week has no opening.</summary>
    private IEnumerable<(DateTime From, DateTime Until)> Open(DateTime utc)
    {
        var ends = week.All(day => day.Length == 0);
        var waiting = new List<(DateTime From, DateTime Until)>();
        for (var day = DateOnly.FromDateTime(utc).AddDays(-2); !ends || day <= lastException; day = day.AddDays(1))
        {
            waiting.AddRange(Of(day, out var over));
            waiting.Sort();
            // A clock put back after midnight shows the end of a day once more when the next has begun: such stretches wait for each other.
            var ready = waiting.FindAll(w => w.Until <= over);
            foreach (var stretch in ready) yield return stretch;
            waiting.RemoveRange(0, ready.Count);
        }
        foreach (var stretch in waiting) yield return stretch;
    }

    /// <summary>The instants at which the wall clock shows an opening of the day: by each of the two offsets, where the clock is changed on that day.</summary>
    /// <param name="over">Before this instant no stretch of a later day begins.</param>
    private IEnumerable<(DateTime From, DateTime Until)> Of(DateOnly day, out DateTime over)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var (first, last) = (midnight - Furthest, midnight.AddDays(1) + Furthest);
        var (before, after) = (zone.GetUtcOffset(first), zone.GetUtcOffset(last));
        over = midnight.AddDays(1) - (before > after ? before : after);
        if (On(day) is not { Count: > 0 } openings) return [];
        if (before == after) return [.. openings.Select(o => (midnight.AddMinutes(o.From) - before, midnight.AddMinutes(o.Until) - before))];
        var change = Change(first, last, before);
        return
        [
            .. openings.Select(o => (From: midnight.AddMinutes(o.From) - before, Until: Min(midnight.AddMinutes(o.Until) - before, change)))
                .Concat(openings.Select(o => (From: Max(midnight.AddMinutes(o.From) - after, change), Until: midnight.AddMinutes(o.Until) - after)))
                .Where(s => s.From < s.Until),
        ];
    }

    /// <summary>The first instant at which the offset is another.</summary>
    private DateTime Change(DateTime still, DateTime changed, TimeSpan before)
    {
        while (changed - still > TimeSpan.FromTicks(1))
        {
            var middle = still + (changed - still) / 2;
            if (zone.GetUtcOffset(middle) == before) still = middle; else changed = middle;
        }
        return changed;
    }

    private static Opening[] Checked(IReadOnlyList<Opening> openings)
    {
        Opening[] ordered = [.. openings.OrderBy(o => o.From)];
        for (var i = 0; i < ordered.Length; i++)
            if (ordered[i].From < 0 || ordered[i].Until > 1440 || ordered[i].From >= ordered[i].Until || (i > 0 && ordered[i].From < ordered[i - 1].Until))
                throw new ArgumentException("Openings of a day lie within it and do not overlap.", nameof(openings));
        return ordered;
    }

    private static DateTime Min(DateTime a, DateTime b) => a < b ? a : b;

    private static DateTime Max(DateTime a, DateTime b) => a > b ? a : b;
}
