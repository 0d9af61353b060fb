using Patron.Analytics.BusinessHours;

namespace Patron.Analytics.Service;

/// <summary>From this instant on a clock runs, or rests.</summary>
public readonly record struct ClockEvent(DateTimeOffset At, bool Runs);

/// <summary>A part of a clock's course, between two of its turns.</summary>
/// <param name="Counted">Business time that it counted; none where it rested.</param>
public readonly record struct ClockStretch(DateTimeOffset From, DateTimeOffset To, bool Runs, TimeSpan Counted);

/// <summary>
/// The clock of a promise: it counts business time while it runs. What it shows follows from its events and the calendar alone, so any clock can be replayed.
/// Events may come in any order; of two at one instant the later in the list holds. Before the first event it rests.
/// </summary>
public static class PromiseClock
{
    /// <summary>The open time that passed while the clock ran, up to an instant; events after it do not count.</summary>
    public static TimeSpan Elapsed(BusinessCalendar calendar, IReadOnlyList<ClockEvent> events, DateTimeOffset until)
    {
        var sum = TimeSpan.Zero;
        foreach (var (from, to) in Runs(events))
            if (from < until) sum += calendar.Between(from, to is { } end && end < until ? end : until);
        return sum;
    }

    /// <summary>Its course from the first time it ran up to an instant, in order and without gaps: what all of it counted is <see cref="Elapsed"/>. A rest at the end is no part of it.</summary>
    public static IReadOnlyList<ClockStretch> Replay(BusinessCalendar calendar, IReadOnlyList<ClockEvent> events, DateTimeOffset until)
    {
        var course = new List<ClockStretch>();
        foreach (var (from, to) in Runs(events))
        {
            if (from >= until) break;
            if (course.Count > 0) course.Add(new(course[^1].To, from, false, TimeSpan.Zero));
            var end = to is { } stopped && stopped < until ? stopped : until;
            course.Add(new(from, end, true, calendar.Between(from, end)));
        }
        return course;
    }

    /// <summary>
    /// When the promised time is used up: in the past where it is already; null where the clock rests with time left, or business is never open for so long.
    /// At this instant <see cref="Elapsed"/> is the promise, and not before.
    /// </summary>
    /// <param name="promise">Open time; not negative.</param>
    public static DateTimeOffset? Due(BusinessCalendar calendar, IReadOnlyList<ClockEvent> events, TimeSpan promise)
    {
        var left = promise;
        foreach (var (from, to) in Runs(events))
        {
            if (to is not { } end) return calendar.Add(from, left);
            var ran = calendar.Between(from, end);
            if (ran >= left) return calendar.Add(from, left);
            left -= ran;
        }
        return null;
    }

    /// <summary>The stretches during which it runs, in order; the last has no end where it still does.</summary>
    private static List<(DateTimeOffset From, DateTimeOffset? To)> Runs(IReadOnlyList<ClockEvent> events)
    {
        var runs = new List<(DateTimeOffset, DateTimeOffset?)>();
        DateTimeOffset? since = null;
        // OrderBy keeps the order of those at one instant.
        foreach (var (at, runsNow) in events.OrderBy(e => e.At))
        {
            if (runsNow)
            {
                since ??= at;
            }
            else if (since is { } from)
            {
                if (at > from) runs.Add((from, at));
                since = null;
            }
        }
        if (since is { } last) runs.Add((last, null));
        return runs;
    }
}
