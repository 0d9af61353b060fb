using Patron.Analytics.Base;
using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel;

namespace Patron.Tests.Insights.WarnOfChurn;

public sealed class ChurnTests
{
    private const int LostAfter = 90;
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static CustomerBaseSnapshot Buying(params int[][] daysAgo) => StillBase.Of(daysAgo.Select((days, n) =>
        new CustomerRow(n + 1, true).Lines([.. days.Select((ago, order) => StillBase.Sale(order + 1, Today.AddDays(-ago), 10 * (n + 1)))])));

    private static ChurnSign? Sign(params int[] daysAgo) => new ChurnRules(Buying(daysAgo), null, Today, LostAfter).Of(0);

    [Fact]
    public void Who_is_past_the_window_of_the_own_rhythm_is_late()
    {
        Assert.Null(Sign(50, 40, 30, 20, 10));
        var late = Sign(71, 61, 51, 41, 31)!;
        Assert.Equal((ChurnReasons.Late, 10, 31, 21), (late.Reasons & ChurnReasons.Late, late.Every, late.Silent, late.DaysLate));
    }

    [Fact]
    public void Who_bought_once_or_a_moment_ago_or_is_long_gone_is_not_warned_of()
    {
        Assert.Null(Sign(200));
        Assert.Null(Sign(100, 90, 80, 70, 1));
        Assert.Null(Sign(340, 330, 320, 310, 300));
    }

    [Theory]
    [InlineData(new[] { 10, 10, 10, 20, 20 }, 5, true)]
    [InlineData(new[] { 10, 10, 10, 20, 19 }, 5, false)]
    [InlineData(new[] { 10, 10, 10, 10, 10 }, 40, true)]
    [InlineData(new[] { 10, 10, 10, 10, 10 }, 39, false)]
    [InlineData(new[] { 10, 10, 20, 20 }, 100, false)]
    public void Slower_is_twice_as_long_as_before_with_three_gaps_before(int[] gaps, int silent, bool slower) => Assert.Equal(slower, ChurnRules.IsSlower(gaps, silent));

    [Fact]
    public void The_highest_value_comes_first_and_without_a_model_it_is_what_the_last_year_brought()
    {
        int[] late = [71, 61, 51, 41, 31];
        var list = ChurnSweep.Of(Buying(late, [50, 40, 30, 20, 10], late), null, Today, LostAfter);
        Assert.Equal([2, 0], list.Select(s => s.Index));
        Assert.Equal([150 * Micros.PerUnit, 50 * Micros.PerUnit], list.Select(s => s.Value));
        Assert.Equal(70 * Micros.PerUnit, ChurnSweep.Of(Buying([376, 130, 120, 110, 100, 90, 80, 60]), null, Today, LostAfter).Single().Value);
    }

    [Fact]
    public void What_comes_after_the_day_does_not_count() =>
        Assert.Equal(ChurnSweep.Of(Buying([71, 61, 51, 41, 31]), null, Today, LostAfter), ChurnSweep.Of(Buying([71, 61, 51, 41, 31, -5]), null, Today, LostAfter));

    [Fact]
    public void A_fallen_likelihood_is_told_with_both_values()
    {
        var part = new LifetimePart("", 500, 300, [new("bgnbd", [new("r", .25, null), new("alpha", 4.4, null), new("a", .8, null), new("b", 2.4, null)], -1, null, null, null, null, null)], null, 10);
        var book = new LifetimeBook(new(LifetimeSettings.Default, [part], 500, 500, 0, 0, [], new DoctorVerdict([])), Today);
        var snapshot = Buying([98, 90, 82, 74, 66, 58]);
        var sign = new ChurnRules(snapshot, book, Today, LostAfter).Of(0)!;
        Assert.True((sign.Reasons & ChurnReasons.Fell) != 0 && sign.AliveBefore - sign.Alive >= .2);
        Assert.Equal(book.AliveAt(snapshot, 0, Today.DayNumber), sign.Alive);
        Assert.Equal(book.Of(snapshot, 0)!.Value.ValueIfStays, sign.Value / 1e6, 5);
    }

    [Fact]
    public void A_warning_came_true_if_nothing_was_bought_in_the_days_after()
    {
        var listed = Today.AddDays(-60);
        var snapshot = Buying([100, 30], [100, 61], [100, 60, 3], [100, 4], [90, 80, 70, 61, 20], [62, 61, 20]);
        var week = ChurnOutcome.Of(snapshot, [(0, 5), (1, 5), (2, 5), (3, 5)], listed, listed, false, Today, 56, LostAfter);
        // The first came back within the 56 days; the last of the warned four bought exactly on the 56th.
        Assert.Equal((4, 20L, true, 2, 50 * Micros.PerUnit), (week.Warned, week.Value, week.Settled, week.Silent, week.BackValue));
        Assert.Equal((.5, 2, 0.0), (week.Precision, week.Back, week.OthersSilent));
        // Silent the longest on that day: 61 and 100 days ago are seen, of the days after nothing; one day alone makes no regular.
        Assert.Equal([0, 3], LongestSilent.Of(Buying([100, 99, 2], [100], [62, 61, 5], [98, 97], [300, 299]), listed.DayNumber, LostAfter, 2));
        Assert.Null(ChurnOutcome.Of(snapshot, [(0, 5)], Today, Today.AddDays(-55), false, Today, 56, LostAfter).Precision);
    }

    [Theory, InlineData(2026, 3, 2), InlineData(2026, 3, 8), InlineData(2026, 3, 4)]
    public void A_week_begins_on_Monday(int year, int month, int day) => Assert.Equal(new DateOnly(2026, 3, 2), ChurnReckoning.MondayOf(new(year, month, day)));

    [Fact]
    public void Lists_of_real_invoices_beat_chance()
    {
        var (snapshot, listed) = (StillBase.Retail, StillBase.RetailDay.AddDays(-56));
        var list = ChurnSweep.Of(snapshot, null, listed, LostAfter);
        var week = ChurnOutcome.Of(snapshot, [.. list.Select(s => (s.Index, s.Value))], listed, listed, true, StillBase.RetailDay, 56, LostAfter);
        Assert.True(week.Warned > 20);
        Assert.True(week.Precision > week.OthersSilent, $"{week.Precision} {week.OthersSilent}");
        // Held against the plain rule on the same customers: as many, the longest silent.
        var longest = LongestSilent.Of(snapshot, listed.DayNumber, LostAfter, week.Warned);
        Assert.Equal((week.Warned, week.Plain!.Silent), (longest.Count, longest.Count(i => ChurnOutcome.Bought(snapshot.Purchases, i, listed.DayNumber, 56) is null)));
    }
}
