using FsCheck;
using FsCheck.Fluent;
using Patron.Consents.Contracts;
using Patron.Consents.JudgeContacts;
using Patron.Consents.KeepPolicy;

namespace Patron.Tests.Consents.JudgeContacts;

/// <summary>Quiet hours and days against the clock on the wall.</summary>
public sealed class QuietTimesTests
{
    private static readonly TimeZoneInfo Seoul = Zone("Asia/Seoul"), London = Zone("Europe/London"), NewYork = Zone("America/New_York"), Gaza = Zone("Asia/Beirut");
    private static readonly CountryRule Korea = ContactSettings.Default.RuleOf("KR"), Germany = ContactSettings.Default.RuleOf("DE");

    [Theory]
    [InlineData("2026-03-02T11:59:59Z", null)] // 20:59:59 in Seoul
    [InlineData("2026-03-02T12:00:00Z", "2026-03-02T23:00:00Z")] // 21:00: until 08:00 of the day after
    [InlineData("2026-03-02T15:00:00Z", "2026-03-02T23:00:00Z")] // midnight
    [InlineData("2026-03-02T22:59:59.9Z", "2026-03-02T23:00:00Z")]
    [InlineData("2026-03-02T23:00:00Z", null)] // 08:00 itself is allowed
    public void In_Korea_nobody_is_texted_from_nine_in_the_evening_to_eight(string at, string? until) =>
        Assert.Equal(Time(until), QuietTimes.Until(Korea, Seoul, ContactChannels.Sms, nightAgreed: false, Time(at)!.Value));

    [Fact]
    public void Who_agreed_to_the_night_is_texted_at_night_and_mail_has_no_night()
    {
        var midnight = Time("2026-03-02T15:00:00Z")!.Value;
        Assert.Null(QuietTimes.Until(Korea, Seoul, ContactChannels.Sms, nightAgreed: true, midnight));
        Assert.Null(QuietTimes.Until(Korea, Seoul, ContactChannels.Email, nightAgreed: false, midnight));
        // Where the law knows no consent to the night, it lifts nothing.
        Assert.NotNull(QuietTimes.Until(Germany, Zone("Europe/Berlin"), ContactChannels.Sms, nightAgreed: true, Time("2026-03-02T23:00:00Z")!.Value));
    }

    [Theory]
    [InlineData("2026-12-24T20:00:00Z", "2026-12-28T07:00:00Z")] // the evening before Christmas: two holidays, then a Sunday
    [InlineData("2026-03-01T11:00:00Z", "2026-03-02T07:00:00Z")] // a Sunday
    [InlineData("2026-03-28T19:30:00Z", "2026-03-30T06:00:00Z")] // over the night and the Sunday on which the clock goes forward
    public void Holidays_and_Sundays_follow_on_nights(string at, string until) =>
        Assert.Equal(Time(until), QuietTimes.Until(Germany, Zone("Europe/Berlin"), ContactChannels.Phone, nightAgreed: false, Time(at)!.Value));

    [Fact]
    public void A_night_that_ends_in_an_hour_that_the_clock_skips_ends_when_it_has_passed_it()
    {
        // On 29 March 2026 London's clock goes from 00:59:59 to 02:00.
        var rule = Rule(22 * 60, 90);
        Assert.Equal(Time("2026-03-29T01:00:00Z"), QuietTimes.Until(rule, London, ContactChannels.Sms, false, Time("2026-03-28T23:00:00Z")!.Value));
        Assert.Null(QuietTimes.Until(rule, London, ContactChannels.Sms, false, Time("2026-03-29T01:00:00Z")!.Value));
    }

    [Fact]
    public void A_time_that_the_clock_shows_twice_is_quiet_both_times()
    {
        // On 1 November 2026 New York's clock shows 01:00 to 02:00 twice: from 05:00Z and from 06:00Z.
        var rule = Rule(22 * 60, 90);
        Assert.Equal(Time("2026-11-01T06:30:00Z"), QuietTimes.Until(rule, NewYork, ContactChannels.Sms, false, Time("2026-11-01T04:00:00Z")!.Value));
        Assert.NotNull(QuietTimes.Until(rule, NewYork, ContactChannels.Sms, false, Time("2026-11-01T06:10:00Z")!.Value));
        Assert.Null(QuietTimes.Until(rule, NewYork, ContactChannels.Sms, false, Time("2026-11-01T06:30:00Z")!.Value));
    }

    [Fact]
    public void A_day_that_begins_at_one_because_midnight_is_skipped_ends_the_quiet_day_then()
    {
        // On 29 March 2026 the clock in Beirut goes from 24:00 to 01:00.
        var rule = Rule(0, 0) with { Holidays = ["2026-03-28"] };
        Assert.Equal(Time("2026-03-28T22:00:00Z"), QuietTimes.Until(rule, Gaza, ContactChannels.Sms, false, Time("2026-03-28T12:00:00Z")!.Value));
    }

    [Fact]
    public void Hours_within_a_day_work_as_those_over_midnight_and_equal_ones_mean_none()
    {
        Assert.Equal(Time("2026-01-05T14:00:00Z"), QuietTimes.Until(Rule(12 * 60, 14 * 60), London, ContactChannels.Sms, false, Time("2026-01-05T13:00:00Z")!.Value));
        Assert.Null(QuietTimes.Until(Rule(480, 480), London, ContactChannels.Sms, false, Time("2026-01-05T08:00:00Z")!.Value));
    }

    [Fact]
    public void What_is_told_as_the_end_is_never_quiet_itself_and_never_before_the_asking()
    {
        var zones = new[] { Seoul, London, NewYork, Gaza, Zone("Australia/Lord_Howe"), Zone("America/Sao_Paulo") };
        Prop.ForAll(ArbMap.Default.ArbFor<(int Minute, byte From, byte To, byte Zone, byte Days)>(), draw =>
        {
            var rule = Rule(draw.From % 96 * 15, draw.To % 96 * 15) with { QuietDays = [.. Enumerable.Range(0, 6).Where(d => (draw.Days & 1 << d) != 0).Select(d => (DayOfWeek)d)] };
            var zone = zones[draw.Zone % zones.Length];
            var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(Math.Abs((long)draw.Minute) % (525_600 * 2));
            return QuietTimes.Until(rule, zone, ContactChannels.Sms, false, at) is not { } until
                || (until > at && QuietTimes.Until(rule, zone, ContactChannels.Sms, false, until) is null && QuietTimes.Until(rule, zone, ContactChannels.Sms, false, until.AddSeconds(-1)) is not null);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_rule_under_which_every_day_is_quiet_still_answers() =>
        Assert.NotNull(QuietTimes.Until(Rule(0, 0) with { QuietDays = Enum.GetValues<DayOfWeek>() }, London, ContactChannels.Sms, false, Time("2026-01-05T08:00:00Z")!.Value));

    [Theory]
    [InlineData("America/Denver", "US", "America/Denver")]
    [InlineData(null, "US", "America/New_York")]
    [InlineData("Nowhere/AtAll", "DE", "Europe/Berlin")]
    [InlineData(" ", "KR", "Asia/Seoul")]
    [InlineData(null, "AQ", "Europe/London")] // the organisation's
    [InlineData(null, null, "Europe/London")]
    public void A_missing_zone_is_the_countrys_and_else_the_organisations(string? own, string? country, string zone) =>
        Assert.Equal(zone, PersonZones.Of(own, ContactSettings.Default.RuleOf(country).TimeZone is { } rule && country == "KR" ? rule : null, country, London).Id);

    private static CountryRule Rule(int from, int to) => new("XX", ["XX"], [], from, to, [ContactChannels.Sms], false, [], [], "", false, true, null, "");

    private static TimeZoneInfo Zone(string id) => TimeZoneInfo.FindSystemTimeZoneById(id);

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
