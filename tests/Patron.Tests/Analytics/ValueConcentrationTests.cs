using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Concentration;

namespace Patron.Tests.Analytics;

public sealed class ValueConcentrationTests
{
    [Fact]
    public void Case_A8_the_best_80_per_cent_bring_120_per_cent_of_the_profit()
    {
        var profit = ValueConcentration.Of([.. Enumerable.Repeat(-1_000_000L, 20), .. Enumerable.Repeat(1_500_000L, 80)]);

        Assert.Equal(1.2, profit.ShareOfBest(.8m), 12);
        Assert.Equal(-.2, profit.ShareOfBest(1m) - profit.ShareOfBest(.8m), 12);
        Assert.True(double.IsNaN(profit.Gini));
    }

    [Fact]
    public void Case_A9_a_fifth_brings_80_per_cent_of_the_revenue_and_a_tenth_90_of_the_profit()
    {
        var revenue = ValueConcentration.Of([.. Enumerable.Repeat(4_000_000L, 20), .. Enumerable.Repeat(250_000L, 80)]);
        var profit = ValueConcentration.Of([.. Enumerable.Repeat(81_000_000L, 10), .. Enumerable.Repeat(1_000_000L, 90)]);

        Assert.Equal(.8, revenue.ShareOfBest(.2m), 12);
        Assert.Equal(20, revenue.CustomersFor(.8m));
        Assert.Equal(.9, profit.ShareOfBest(.1m), 12);
        Assert.Equal(10, profit.CustomersFor(.9m));
    }

    [Fact]
    public void Gini_is_0_when_all_are_equal_and_near_1_when_one_has_everything()
    {
        Assert.Equal(0, ValueConcentration.Of([5, 5, 5, 5]).Gini, 12);
        Assert.Equal(.75, ValueConcentration.Of([0, 0, 0, 8]).Gini, 12);
        Assert.Equal(.25, ValueConcentration.Of([1, 2, 3, 4]).Gini, 12);
    }

    [Fact]
    public void Nothing_and_only_losses_have_no_shares()
    {
        foreach (var none in new long[][] { [], [0, 0], [-3, 1] })
        {
            var concentration = ValueConcentration.Of(none);
            Assert.True(double.IsNaN(concentration.ShareOfBest(.5m)));
            Assert.True(double.IsNaN(concentration.Gini));
            Assert.Null(concentration.CustomersFor(.5m));
        }
    }

    [Fact]
    public void A_fifth_of_2960_is_592_without_rounding_and_bounds_are_kept()
    {
        var flat = ValueConcentration.Of(Enumerable.Repeat(1L, 2_960).ToArray());
        Assert.Equal(592, flat.CustomersIn(.2m));
        Assert.Equal(0, flat.CustomersFor(0));
        Assert.Equal(2_960, flat.CustomersFor(1));
        Assert.Null(flat.CustomersFor(1.01m));
        Assert.Throws<ArgumentOutOfRangeException>(() => flat.CustomersIn(1.1m));
    }

    [Fact]
    public void Below_a_value_are_those_who_have_less_and_not_those_who_have_as_much()
    {
        var some = ValueConcentration.Of([3, -1, 3, 7, 0, 3]);
        Assert.Equal([0, 0, 1, 2, 2, 5, 5, 6], new[] { long.MinValue, -1, 0, 1, 3, 4, 7, long.MaxValue }.Select(some.Below));
        Assert.Equal(0, ValueConcentration.Of([]).Below(1));
    }

    [Fact]
    public void Sums_beyond_64_bits_do_not_overflow() =>
        Assert.Equal(1, ValueConcentration.Of([long.MaxValue, long.MaxValue, long.MaxValue]).ShareOfBest(1m), 12);

    [Fact]
    public void Order_and_scale_do_not_matter_the_curve_is_concave_and_gini_is_the_mean_difference() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, random.Next(2, 40)).Select(_ => (long)random.Next(0, 50)).Append(1).ToArray();
        var shuffled = values.Select(v => v * 3).ToArray();
        random.Shuffle(shuffled);
        var (one, other) = (ValueConcentration.Of(values), ValueConcentration.Of(shuffled));
        var curve = one.Curve(Enumerable.Range(0, values.Length + 1).Select(k => (decimal)k / values.Length).ToArray());
        var difference = values.SelectMany(a => values, (a, b) => Math.Abs(a - b)).Sum() / (2.0 * values.Length * values.Sum());
        var steps = Enumerable.Range(1, values.Length).Select(k => (double)(one.SumOfBest(k) - one.SumOfBest(k - 1))).ToArray();
        return Math.Abs(one.Gini - other.Gini) < 1e-12 && Math.Abs(one.Gini - difference) < 1e-12
            && one.CustomersFor(.8m) == other.CustomersFor(.8m) && curve[^1].Value == 1 && curve[0].Value == 0
            && steps.Zip(steps.Skip(1)).All(s => s.First >= s.Second);
    }).QuickCheckThrowOnFailure();
}
