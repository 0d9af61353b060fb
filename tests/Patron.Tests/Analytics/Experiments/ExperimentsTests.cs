using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Experiments;

namespace Patron.Tests.Analytics.Experiments;

public sealed class ExperimentsTests
{
    [Fact]
    public void A_campaign_of_which_everything_is_published()
    {
        var test = ResponseTest.Of(new(90_000, 2_250), new(10_000, 200));
        Assert.Equal((.005, .25, 450), (test.Difference, test.Relative!.Value, test.Incremental), (x, y) => Near(x.Item1, y.Item1) && Near(x.Item2, y.Item2) && Near(x.Item3, y.Item3));
        Assert.Equal((186.5, 713.5), (Math.Round(test.IncrementalInterval.Low, 1), Math.Round(test.IncrementalInterval.High, 1)));
        Assert.Equal((3.068, .00215), (Math.Round(test.Z, 3), Math.Round(test.P, 5)));
        var profit = CampaignProfit.Of(test, margin: 30, cost: 2_300);
        Assert.Equal((11_200, 65_200), (Math.Round(profit.Incremental, 6), Math.Round(profit.Naive, 6)));
        Assert.Equal((4.87, 28.3), (Math.Round(profit.Return!.Value, 2), Math.Round(profit.NaiveReturn!.Value, 1)));

        static bool Near(double a, double b) => Math.Abs(a - b) < 1e-9 * Math.Max(1, Math.Abs(b));
    }

    [Fact]
    public void Two_means_by_their_sums()
    {
        // B's sum stands in the source with one decimal only, which bears on the last figures.
        var test = MeanTest.Of(new(3_461, 2_422.7, 134_698.29), new(3_407, 1_396.87, 52_377.9767));
        Assert.Equal((.29, .12478, 5_841.7), (Math.Round(test.Difference, 4), Math.Round(test.Error, 5), Math.Round(test.Freedom, 1)));
        Assert.Equal((.04538, .53462, .02016), (Math.Round(test.Interval.Low, 5), Math.Round(test.Interval.High, 5), Math.Round(test.P, 5)));
        Assert.Equal((.70732, .37879), (Math.Round(test.Relative!.Value, 5), Math.Round(test.RelativeError!.Value, 5)));
        Assert.Equal((-.03526, 1.44989), (Math.Round(test.RelativeInterval!.Value.Low, 5), Math.Round(test.RelativeInterval!.Value.High, 5)));
    }

    [Fact]
    public void An_interval_that_may_be_looked_at_at_any_time()
    {
        Assert.Equal(.039840, Math.Round(AlwaysValid.Rho(5_000), 6));
        var (control, treated) = (new Arm(3_000, 1_396), new Arm(3_461, 2_422));
        double Variance(Arm arm) => arm.Rate * (1 - arm.Rate) / arm.People;
        var half = AlwaysValid.HalfWidth(Ratio.Error(treated.Rate, Variance(treated), control.Rate, Variance(control)), 6_461, 5_000);
        var lift = treated.Rate / control.Rate - 1;
        Assert.Equal((.50386, .40098, .60675), (Math.Round(lift, 5), Math.Round(lift - half, 5), Math.Round(lift + half, 5)));
    }

    [Theory, InlineData(600, 400, 40, 2.54e-10), InlineData(821_588, 815_482, 22.77, 1.8e-6)]
    public void A_sample_ratio_that_is_no_chance(long first, long second, double chi, double p)
    {
        var found = SampleRatio.Of([first, second], [1, 1]);
        Assert.Equal(chi, found.ChiSquared, .01);
        Assert.Equal(1, found.P / p, .02);
    }

    [Fact]
    public void A_sample_ratio_as_planned_is_certain() => Assert.Equal((0, 1), SampleRatio.Of([100, 900], [.1, .9]));

    [Fact]
    public void How_many_people_are_needed()
    {
        Assert.Equal((31_234, 31_234), TestDesign.People(.05, .055));
        Assert.Equal((17_596, 158_360), TestDesign.People(.05, .055, treatedForEachControl: 9));
        Assert.Equal(.740, Math.Round(TestDesign.Power(.50, .75, 50), 3));
    }

    [Fact]
    public void Those_who_are_needed_find_it_with_the_power_asked_for_and_one_fewer_do_not() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var (control, treated, k) = (random.Next(1, 99) / 100.0, random.Next(1, 99) / 100.0, random.Next(1, 10));
        if (control == treated) return;
        var people = TestDesign.People(control, treated, k, power: .8).Control;
        Assert.True(TestDesign.Power(control, treated, people, k) >= .8 - 1e-9);
        if (people > 1) Assert.True(TestDesign.Power(control, treated, people - 1, k) < .8 + 1e-9);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Arms_that_change_places_change_the_sign_and_nothing_else() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var (a, b) = (ArmOf(random), ArmOf(random));
        var (there, back) = (ResponseTest.Of(a, b), ResponseTest.Of(b, a));
        Assert.Equal(there.Difference, -back.Difference, 1e-12);
        Assert.Equal(there.Interval.Low, -back.Interval.High, 1e-12);
        Assert.Equal(there.P, back.P, 1e-12);
        Assert.InRange(there.P, 0, 1);

        static Arm ArmOf(Random random)
        {
            var people = random.Next(1, 5_000);
            return new(people, random.Next(people + 1));
        }
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Nobody_answered_anywhere_is_no_difference_and_no_relative_one()
    {
        var test = ResponseTest.Of(new(10, 0), new(20, 0));
        Assert.Equal((0, 0, 1, null), (test.Difference, test.Z, test.P, test.Relative));
    }

    [Theory, InlineData(0, 0), InlineData(5, 6), InlineData(5, -1)]
    public void An_arm_that_cannot_be_throws(long people, long answers) => Assert.Throws<ArgumentOutOfRangeException>(() => ResponseTest.Of(new(people, answers), new(10, 1)));

    [Fact]
    public void What_was_known_before_takes_away_its_part_of_the_variance() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var before = Enumerable.Range(0, random.Next(3, 200)).Select(_ => (double)random.Next(1_000)).ToArray();
        var now = before.Select(b => b * random.NextDouble() + random.Next(7)).ToArray();
        var adjusted = Cuped.Adjust(now, before);
        Assert.Equal(now.Average(), adjusted.Average(), 1e-6);
        var (was, left) = (ValueSums.Of(now).Variance, ValueSums.Of(adjusted).Variance);
        var r = Patron.Analytics.Numerics.Correlation.Of(before, now);
        if (r is { } correlation) Assert.Equal(was * (1 - correlation * correlation), left, 1e-6 * Math.Max(1, was));
        else Assert.Equal(was, left, 1e-9);
    }).QuickCheckThrowOnFailure();
}
