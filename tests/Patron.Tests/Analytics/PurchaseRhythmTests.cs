using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Rhythm;

namespace Patron.Tests.Analytics;

public sealed class PurchaseRhythmTests
{
    [Fact]
    public void A_monthly_buyer_is_expected_after_a_month_and_late_after_that()
    {
        var rhythm = PurchaseRhythm.Of([0, 30, 60, 90], asOf: 125);
        Assert.Equal((30.0, (120, 120), 5), (rhythm.MedianGap, rhythm.Expected, rhythm.DaysLate));
        Assert.Equal(0, PurchaseRhythm.Of([0, 30, 60, 90], asOf: 120).DaysLate);
    }

    [Fact]
    public void The_window_is_the_20_and_80_per_cent_quantile_of_the_gaps()
    {
        // Gaps 10, 20, 30, 40, 50: type 7 gives 18 and 42.
        var rhythm = PurchaseRhythm.Of([0, 10, 30, 60, 100, 150], asOf: 150);
        Assert.Equal((30.0, (168, 192)), (rhythm.MedianGap, rhythm.Expected));
    }

    [Fact]
    public void Fewer_than_three_gaps_say_nothing()
    {
        Assert.Null(PurchaseRhythm.Of([], 10).LastDay);
        Assert.Null(PurchaseRhythm.Of([5], 10).MedianGap);
        var two = PurchaseRhythm.Of([1, 5, 8], 10);
        Assert.Equal((3.5, null, null), (two.MedianGap, two.Expected, two.DaysLate));
    }

    [Fact]
    public void Order_repeats_and_the_future_do_not_matter() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var days = Enumerable.Range(0, random.Next(10)).Select(_ => random.Next(200)).ToArray();
        var other = days.Concat(days.Take(3)).Append(151).Append(170).ToArray();
        random.Shuffle(other);
        var (one, two) = (PurchaseRhythm.Of(days, 150), PurchaseRhythm.Of(other, 150));
        return one.Gaps.SequenceEqual(two.Gaps) && (one.LastDay, one.MedianGap, one.Expected, one.DaysLate) == (two.LastDay, two.MedianGap, two.Expected, two.DaysLate)
            && (one.Expected is not { } window || window.From <= window.To && window.From > one.LastDay);
    }).QuickCheckThrowOnFailure();
}
