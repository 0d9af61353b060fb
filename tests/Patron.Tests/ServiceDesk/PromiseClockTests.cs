using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.BusinessHours;
using Patron.Analytics.Service;

namespace Patron.Tests.ServiceDesk;

/// <summary>Clocks of promises: replayed from their events over daylight saving, leap days, holidays, half days and several zones.</summary>
public sealed class PromiseClockTests
{
    private static readonly string[] Zones = ["Europe/London", "America/New_York", "Asia/Seoul", "Australia/Lord_Howe", "America/Santiago", "Asia/Kolkata"];

    private static BusinessCalendar Nine(string zone = "Europe/London", params (DateOnly Day, Opening[] Open)[] exceptions) => new(
        TimeZoneInfo.FindSystemTimeZoneById(zone), [[], [new(540, 1080)], [new(540, 1080)], [new(540, 1080)], [new(540, 1080)], [new(540, 1080)], []],
        exceptions.ToDictionary(e => e.Day, e => (IReadOnlyList<Opening>)e.Open));

    private static DateTimeOffset Utc(int year, int month, int day, int hour, int minute = 0) => new(year, month, day, hour, minute, 0, TimeSpan.Zero);

    [Fact]
    public void What_we_wait_for_the_customer_does_not_count()
    {
        // Monday 2 March 2026: opened 10:00, waiting 11:00 to 15:00, solved at 16:30.
        ClockEvent[] events = [new(Utc(2026, 3, 2, 10), true), new(Utc(2026, 3, 2, 11), false), new(Utc(2026, 3, 2, 15), true), new(Utc(2026, 3, 2, 16, 30), false)];

        Assert.Equal(TimeSpan.FromMinutes(150), PromiseClock.Elapsed(Nine(), events, Utc(2026, 3, 9, 0)));
        Assert.Equal(TimeSpan.FromMinutes(90), PromiseClock.Elapsed(Nine(), events, Utc(2026, 3, 2, 15, 30)));
        // Its course tells the same, turn by turn.
        Assert.Equal([(true, 60d), (false, 0d), (true, 90d)], PromiseClock.Replay(Nine(), events, Utc(2026, 3, 9, 0)).Select(s => (s.Runs, s.Counted.TotalMinutes)));
        Assert.Equal([(Utc(2026, 3, 2, 10), Utc(2026, 3, 2, 11)), (Utc(2026, 3, 2, 11), Utc(2026, 3, 2, 15)), (Utc(2026, 3, 2, 15), Utc(2026, 3, 2, 15, 30))],
            PromiseClock.Replay(Nine(), events, Utc(2026, 3, 2, 15, 30)).Select(s => (s.From, s.To)));
        Assert.Empty(PromiseClock.Replay(Nine(), events, Utc(2026, 3, 2, 9)));
        Assert.Null(PromiseClock.Due(Nine(), events[..2], TimeSpan.FromHours(2)));
        Assert.Equal(Utc(2026, 3, 2, 16), PromiseClock.Due(Nine(), events[..3], TimeSpan.FromHours(2)));
    }

    [Fact]
    public void A_promise_of_Friday_evening_is_due_on_Monday_and_over_a_holiday_later_and_on_a_half_day_earlier()
    {
        ClockEvent[] friday = [new(Utc(2026, 3, 6, 17), true)];
        var (monday, tuesday) = (new DateOnly(2026, 3, 9), new DateOnly(2026, 3, 10));

        Assert.Equal(Utc(2026, 3, 9, 10), PromiseClock.Due(Nine(), friday, TimeSpan.FromHours(2)));
        Assert.Equal(Utc(2026, 3, 10, 10), PromiseClock.Due(Nine(exceptions: (monday, [])), friday, TimeSpan.FromHours(2)));
        Assert.Equal(Utc(2026, 3, 11, 9, 30), PromiseClock.Due(Nine(exceptions: [(monday, []), (tuesday, [new(540, 570)])]), friday, TimeSpan.FromHours(2)));
    }

    [Fact]
    public void Daylight_saving_moves_the_wall_clock_and_not_the_promise()
    {
        // London's clocks go forward on Sunday 29 March 2026: on Monday nine o'clock is 08:00 UTC.
        Assert.Equal(Utc(2026, 3, 30, 9), PromiseClock.Due(Nine(), [new(Utc(2026, 3, 27, 17), true)], TimeSpan.FromHours(2)));
        // New York opens round the clock: the day that loses an hour has 23, the one that gains one 25.
        var always = new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById("America/New_York"), [.. Enumerable.Repeat((IReadOnlyList<Opening>)[new(0, 1440)], 7)], new Dictionary<DateOnly, IReadOnlyList<Opening>>());
        Assert.Equal(TimeSpan.FromHours(23), PromiseClock.Elapsed(always, [new(Utc(2026, 3, 8, 5), true)], Utc(2026, 3, 9, 4)));
        Assert.Equal(TimeSpan.FromHours(25), PromiseClock.Elapsed(always, [new(Utc(2026, 11, 1, 4), true)], Utc(2026, 11, 2, 5)));
    }

    [Fact]
    public void The_leap_day_is_a_day_like_any_other() =>
        Assert.Equal(TimeSpan.FromHours(27), PromiseClock.Elapsed(Nine(), [new(Utc(2028, 2, 28, 0), true)], Utc(2028, 3, 2, 0)));

    [Fact]
    public void Due_is_the_instant_at_which_the_promise_is_used_up() => Prop.ForAll(Histories(), history =>
    {
        var (calendar, events, minutes) = history;
        var promise = TimeSpan.FromMinutes(minutes);
        var due = PromiseClock.Due(calendar, events, promise);
        return due is { } at
            ? PromiseClock.Elapsed(calendar, events, at) == promise && (minutes == 0 || PromiseClock.Elapsed(calendar, events, at.AddTicks(-1)) < promise)
            : PromiseClock.Elapsed(calendar, events, events.Max(e => e.At).AddYears(1)) < promise;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_clock_shows_what_a_watcher_would_have_counted_minute_by_minute() => Prop.ForAll(Histories(), history =>
    {
        var (calendar, events, _) = history;
        var (from, until) = (events.Min(e => e.At), events.Max(e => e.At).AddHours(30));
        var counted = 0;
        for (var at = from; at < until; at = at.AddMinutes(1))
            if (events.Where(e => e.At <= at).OrderBy(e => e.At).LastOrDefault().Runs && calendar.IsOpen(at)) counted++;
        return PromiseClock.Elapsed(calendar, events, until) == TimeSpan.FromMinutes(counted);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_in_which_events_are_told_and_a_pause_of_no_length_change_nothing() => Prop.ForAll(Histories(), history =>
    {
        var (calendar, events, _) = history;
        var until = events.Max(e => e.At).AddDays(3);
        var shown = PromiseClock.Elapsed(calendar, events, until);
        var middle = events.Min(e => e.At).AddHours(5);
        var running = events.Where(e => e.At <= middle).OrderBy(e => e.At).LastOrDefault().Runs;
        ClockEvent[] paused = running ? [.. events.OrderBy(e => e.At).TakeWhile(e => e.At <= middle), new(middle, false), new(middle, true), .. events.OrderBy(e => e.At).SkipWhile(e => e.At <= middle)] : events;
        return PromiseClock.Elapsed(calendar, [.. events.Reverse()], until) == shown && PromiseClock.Elapsed(calendar, paused, until) == shown;
    }).QuickCheckThrowOnFailure();

    /// <summary>A calendar with holidays and half days, and events on whole minutes round changes of the clock, leap days and turns of the year; no two at one instant.</summary>
    private static Arbitrary<(BusinessCalendar Calendar, ClockEvent[] Events, int Minutes)> Histories() =>
        (from zone in Gen.Elements(Zones)
         from begin in Gen.Elements(Utc(2026, 3, 27, 3), Utc(2026, 10, 23, 8), Utc(2026, 10, 31, 12), Utc(2026, 4, 3, 0), Utc(2028, 2, 27, 20), Utc(2026, 12, 30, 10), Utc(2026, 3, 6, 22))
         from openings in Gen.Elements<Opening[]>([new(540, 1080)], [new(0, 1440)], [new(480, 720), new(780, 1020)], [new(1320, 1440)], [new(0, 180)])
         from closed in Gen.Choose(0, 6)
         from holiday in Gen.Choose(0, 4)
         from half in Gen.Choose(0, 4)
         from gaps in Gen.Choose(1, 900).ListOf(5)
         from minutes in Gen.Choose(0, 1500)
         let day = DateOnly.FromDateTime(begin.UtcDateTime)
         let calendar = new BusinessCalendar(TimeZoneInfo.FindSystemTimeZoneById(zone), [.. Enumerable.Range(0, 7).Select(d => (IReadOnlyList<Opening>)(d == closed ? [] : openings))],
             new[] { (Day: day.AddDays(holiday), Open: Array.Empty<Opening>()), (Day: day.AddDays(half), Open: [new Opening(540, 720)]) }.DistinctBy(e => e.Day).ToDictionary(e => e.Day, e => (IReadOnlyList<Opening>)e.Open))
         let events = gaps.Aggregate(new List<ClockEvent> { new(begin, true) }, (all, gap) => [.. all, new(all[^1].At.AddMinutes(gap), !all[^1].Runs)])
         select (calendar, events.ToArray(), minutes)).ToArbitrary();
}
