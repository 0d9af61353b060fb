using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Buying;
using Patron.Analytics.LifetimeValue;

namespace Patron.Tests.Analytics.LifetimeValue;

public sealed class PaceRuleTests
{
    /// <summary>Twenty who bought every week for ten weeks, then ten went on so for ten more; twenty who came once, of whom five came again once.</summary>
    private static LifetimeSample Sample(int shift = 0)
    {
        var bought = new List<(int Customer, int Day)>();
        for (var c = 0; c < 20; c++)
            for (var week = 0; week < (c < 10 ? 20 : 10); week++) bought.Add((c, week * 7 + shift));
        for (var c = 20; c < 40; c++)
        {
            bought.Add((c, shift));
            if (c < 25) bought.Add((c, 100 + shift));
        }
        var days = BuyingDays.Of(40, [.. bought.Select(b => b.Customer)], [.. bought.Select(b => b.Day)], [.. bought.Select(_ => 1_000_000L)]);
        return LifetimeSample.Of(days, 63 + shift, 133 + shift, 7);
    }

    [Fact]
    public void What_came_is_counted_by_silence_in_usual_gaps()
    {
        var rule = PaceRule.Learn(Sample())!;
        // All of the twenty bought on the last day that was seen: silent for no gap at all. They promised 20 x 9 / 9 x 10 purchases, and 100 came.
        Assert.Equal((10, 1.0), (rule.Units, rule.UsualGap));
        Assert.Equal(new PaceClass(20, 10, 100, 200), rule.Again[0]);
        Assert.Equal(new PaceClass(20, 5, 5, 0), rule.Once[^1]);
        Assert.Equal((20, 20), (rule.Again.Sum(c => c.Customers), rule.Once.Sum(c => c.Customers)));
        // One class alone is its kind, so drawing towards all changes nothing.
        Assert.Equal(.5, rule.ProbabilityAlive(new(9, 9, 9)), 12);
        Assert.Equal(.5, rule.Rate(new(9, 9, 9)), 12);
        Assert.Equal((.25, .025), (rule.ProbabilityAlive(new(0, 0, 9)), Math.Round(rule.Rate(new(0, 0, 9)), 12)));
        Assert.Equal(5, rule.ExpectedPurchases(new(9, 9, 9), 10), 12);
        Assert.Equal(1, rule.RateIfStays(new(9, 9, 9)), 12);
        Assert.Equal(.1, rule.RateIfStays(new(0, 0, 9)), 12);
    }

    [Fact]
    public void Tried_on_what_it_was_learnt_from_the_sum_is_right_where_no_class_is_drawn_to_another() =>
        Assert.Equal(105, PaceTrial.Of(PaceRule.Learn(Sample())!, Sample())!.Purchases, 9);

    [Fact]
    public void A_shift_in_time_changes_nothing()
    {
        var (a, b) = (PaceRule.Learn(Sample())!, PaceRule.Learn(Sample(4_000))!);
        Assert.Equal((a.Units, a.UsualGap), (b.Units, b.UsualGap));
        Assert.Equal(a.Again, b.Again);
        Assert.Equal(a.Once, b.Once);
    }

    [Theory, InlineData(0, 0), InlineData(.4999, 0), InlineData(.5, 1), InlineData(1, 2), InlineData(2, 3), InlineData(3.999, 3), InlineData(4, 4), InlineData(1e9, 4)]
    public void A_limit_belongs_to_the_class_above_it(double gaps, int at) => Assert.Equal(at, PaceRule.ClassOf(new(2, 6, 6 + gaps * 3), 1));

    [Fact]
    public void Too_few_who_came_again_and_no_time_held_out_teach_nothing()
    {
        var days = BuyingDays.Of(2, [0, 0, 1], [0, 7, 0], [1, 1, 1]);
        Assert.Null(PaceRule.Learn(LifetimeSample.Of(days, 10, 20, 7)));
        Assert.Null(PaceRule.Learn(LifetimeSample.Of(days, 20, 20, 7)));
        Assert.Null(PaceTrial.Of(PaceRule.Learn(Sample())!, LifetimeSample.Of(days, 20, 20, 7)));
    }

    [Fact]
    public void Every_history_has_a_finite_answer()
    {
        var rule = PaceRule.Learn(Sample())!;
        var histories = from repeats in Gen.Choose(0, 2_000) from last in Gen.Choose(1, 4_000) from silent in Gen.Choose(0, 4_000)
                        select new PurchaseHistory(repeats, repeats == 0 ? 0 : last / 7.0, (repeats == 0 ? 0 : last / 7.0) + silent / 7.0);
        Prop.ForAll(histories.ToArbitrary(), h =>
        {
            var (alive, rate, stays, (from, to)) = (rule.ProbabilityAlive(h), rule.Rate(h), rule.RateIfStays(h), rule.PurchaseInterval(h, 4, .8));
            return alive is >= 0 and <= 1 && rate >= 0 && double.IsFinite(rate) && stays >= rate && double.IsFinite(stays) && from >= 0 && to >= from;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_interval_holds_at_least_the_probability_of_its_distribution()
    {
        var (rule, history) = (PaceRule.Learn(Sample())!, new PurchaseHistory(9, 9, 9));
        var (from, to) = rule.PurchaseInterval(history, 40, .8);
        // A negative binomial of shape 10 with mean 20: its standard deviation is the root of 20 + 20 x 20 / 10.
        Assert.InRange(20 - from, .8 * Math.Sqrt(60), 1.6 * Math.Sqrt(60));
        Assert.InRange(to - 20, .8 * Math.Sqrt(60), 1.7 * Math.Sqrt(60));
    }

    [Theory]
    [InlineData(100, 1.0, 100, 1.0, true)]
    [InlineData(100, 1.0, 100, 1.01, true)]
    [InlineData(100, 1.0, 100, 1.02, false)]
    [InlineData(120, 1.0, 104, .9, true)]
    [InlineData(100, 1.0, 106, .9, false)]
    [InlineData(110, 1.0, 91, .9, true)]
    public void As_well_is_an_error_no_larger_and_a_sum_no_farther_off(double model, double modelError, double simple, double simpleError, bool asWell) =>
        Assert.Equal(asWell, new PaceTrial(simple, 0, simpleError).DidAsWell(100, model, modelError));

    [Theory, InlineData(52, 0, 52), InlineData(10, .1, 6.321205588), InlineData(0, .1, 0)]
    public void Discounted_time_is_the_integral_of_its_worth(double horizon, double discount, double worth) => Assert.Equal(worth, PaceRule.Discounted(horizon, discount), 8);
}
