using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.BusinessHours;

namespace Patron.Tests.Analytics.BusinessHours;

/// <summary>Business hours against the wall clock, minute by minute, where clocks are changed, days skipped, and holidays and half days lie between.</summary>
public sealed class BusinessCalendarTests
{
    private static readonly Opening[] Office = [new(9 * 60, 12 * 60 + 30), new(13 * 60 + 30, 18 * 60)], Night = [new(0, 3 * 60), new(22 * 60, 1440)];

    // Around these days the clocks of the zone are changed: by an hour, by half an hour, at midnight, a minute after it, or over a whole day.
    private static readonly (string Zone, DateOnly Day)[] Places =
    [
        ("Europe/London", new(2026, 3, 29)), ("Europe/London", new(2026, 10, 25)), ("America/New_York", new(2026, 3, 8)), ("America/New_York", new(2026, 11, 1)), ("Asia/Seoul", new(2028, 2, 29)),
        ("Australia/Lord_Howe", new(2026, 4, 5)), ("Australia/Lord_Howe", new(2026, 10, 4)), ("America/Havana", new(2026, 3, 8)), ("America/Havana", new(2026, 11, 1)),
        ("America/St_Johns", new(2010, 11, 7)), ("Pacific/Apia", new(2011, 12, 30)), ("UTC", new(2026, 12, 31)),
    ];

    [Fact]
    public void Open_time_is_what_the_wall_clock_shows_open_minute_by_minute() => Prop.ForAll<int>(seed =>
    {
        var (calendar, from, random) = Some(seed);
        var minutes = random.Next(0, 4 * 1440);
        var shown = Enumerable.Range(0, minutes).Count(m => calendar.IsOpen(from.AddMinutes(m)));
        Assert.Equal(TimeSpan.FromMinutes(shown), calendar.Between(from, from.AddMinutes(minutes)));
        Assert.Equal(TimeSpan.FromMinutes(-shown), calendar.Between(from.AddMinutes(minutes), from));
    }).Check(Quickly);

    [Fact]
    public void So_much_open_time_has_passed_by_the_instant_found_and_not_before() => Prop.ForAll<int>(seed =>
    {
        var (calendar, from, random) = Some(seed);
        var open = TimeSpan.FromMinutes(random.Next(1, 3_000));
        if (calendar.Add(from, open) is not { } until) return;
        Assert.Equal(open, calendar.Between(from, until));
        Assert.Equal(open - TimeSpan.FromMinutes(1), calendar.Between(from, until.AddMinutes(-1)));
        Assert.True(calendar.IsOpen(until.AddMinutes(-1)));
    }).Check(Quickly);

    [Fact]
    public void Two_waits_after_each_other_are_one_wait_of_both() => Prop.ForAll<int>(seed =>
    {
        var (calendar, from, random) = Some(seed);
        var (first, second) = (TimeSpan.FromMinutes(random.Next(0, 1_500)), TimeSpan.FromMinutes(random.Next(1, 1_500)));
        if (calendar.Add(from, first) is { } between) Assert.Equal(calendar.Add(from, first + second), calendar.Add(between, second));
    }).Check(Quickly);

    [Fact]
    public void It_opens_next_at_the_first_open_minute() => Prop.ForAll<int>(seed =>
    {
        var (calendar, from, _) = Some(seed);
        if (calendar.NextOpen(from) is not { } next || (next - from).TotalDays > 4) return;
        Assert.True(calendar.IsOpen(next));
        Assert.Equal(TimeSpan.Zero, calendar.Between(from, next));
    }).Check(Quickly);

    [Theory]
    [InlineData("2026-03-06T17:00:00Z", 2, "2026-03-09T10:00:00Z")]   // Friday at five, two hours: Monday at ten.
    [InlineData("2026-03-07T12:00:00Z", 0.5, "2026-03-09T09:30:00Z")] // Saturday counts from Monday on.
    [InlineData("2026-03-09T17:00:00Z", 1, "2026-03-09T18:00:00Z")]   // At the end of a day it is that end.
    [InlineData("2026-12-23T17:00:00Z", 5, "2026-12-28T10:00:00Z")]   // An hour, a half day of three, a holiday and a week end; the last hour is Monday's first.
    [InlineData("2028-02-28T17:00:00Z", 2, "2028-02-29T10:00:00Z")]   // There is a 29 February.
    [InlineData("2026-03-27T17:00:00Z", 2, "2026-03-30T09:00:00Z")]   // London's clock is put forward between: nine there is eight o'clock UTC.
    public void Working_hours_are_added_over_weekends_holidays_and_half_days(string from, double hours, string until)
    {
        var days = new Dictionary<DateOnly, IReadOnlyList<Opening>> { [new(2026, 12, 24)] = [new(9 * 60, 12 * 60)], [new(2026, 12, 25)] = [] };
        var calendar = Week(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"), [new(9 * 60, 18 * 60)], days);
        Assert.Equal(At(until), calendar.Add(At(from), TimeSpan.FromHours(hours)));
    }

    [Fact]
    public void A_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn()
    {
        var calendar = Week(TimeZoneInfo.FindSystemTimeZoneById("Europe/London"), [new(0, 4 * 60)], new Dictionary<DateOnly, IReadOnlyList<Opening>>(), everyDay: true);
        Assert.Equal(TimeSpan.FromHours(3), calendar.Between(At("2026-03-28T23:00:00Z"), At("2026-03-29T12:00:00Z")));
        Assert.Equal(TimeSpan.FromHours(5), calendar.Between(At("2026-10-24T20:00:00Z"), At("2026-10-25T12:00:00Z")));
    }

    [Fact]
    public void Who_is_never_open_finishes_nothing()
    {
        var calendar = Week(TimeZoneInfo.Utc, [], new Dictionary<DateOnly, IReadOnlyList<Opening>> { [new(2026, 3, 4)] = [new(600, 660)] });
        Assert.Equal(At("2026-03-04T10:30:00Z"), calendar.Add(At("2026-03-02T00:00:00Z"), TimeSpan.FromMinutes(30)));
        Assert.Null(calendar.Add(At("2026-03-02T00:00:00Z"), TimeSpan.FromMinutes(61)));
        Assert.Null(calendar.NextOpen(At("2026-03-04T11:00:00Z")));
        Assert.Equal(At("2026-03-05T00:00:00Z"), calendar.Add(At("2026-03-05T00:00:00Z"), TimeSpan.Zero));
    }

    [Theory, InlineData(-1, 60), InlineData(60, 60), InlineData(0, 1441)]
    public void An_opening_lies_within_a_day(int from, int until) =>
        Assert.Throws<ArgumentException>(() => Week(TimeZoneInfo.Utc, [new(from, until)], new Dictionary<DateOnly, IReadOnlyList<Opening>>()));

    [Fact]
    public void Openings_do_not_overlap() => Assert.Throws<ArgumentException>(() => Week(TimeZoneInfo.Utc, [new(0, 61), new(60, 90)], new Dictionary<DateOnly, IReadOnlyList<Opening>>()));

    private static Config Quickly => Config.QuickThrowOnFailure.WithMaxTest(150);

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static BusinessCalendar Week(TimeZoneInfo zone, Opening[] day, IReadOnlyDictionary<DateOnly, IReadOnlyList<Opening>> days, bool everyDay = false) =>
        new(zone, [everyDay ? day : [], day, day, day, day, day, everyDay ? day : []], days);

    /// <summary>Hours of some kind in a zone whose clock is about to be changed, with a holiday and a half day near, and an instant of some minute.</summary>
    private static (BusinessCalendar Calendar, DateTimeOffset From, Random Random) Some(int seed)
    {
        var random = new Random(seed);
        var (zone, day) = Places[random.Next(Places.Length)];
        var kinds = (Opening[][])[Office, Night, [new(0, 1440)], [new(23 * 60, 1440)], []];
        var days = new Dictionary<DateOnly, IReadOnlyList<Opening>> { [day.AddDays(random.Next(-3, 4))] = [], [day.AddDays(random.Next(4, 6))] = [new(540, 720)] };
        var from = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).AddMinutes(random.Next(-3 * 1440, 2 * 1440));
        return (new(TimeZoneInfo.FindSystemTimeZoneById(zone), [.. Enumerable.Range(0, 7).Select(_ => kinds[random.Next(kinds.Length)])], days), from, random);
    }
}
