using Patron.Analytics.Concentration;

namespace Patron.Tests.Acceptance;

/// <summary>A8: four in five customers bring 120 % of the profit, and the others cost. A9: a fifth brings 80 % of revenue, a tenth 90 % of profit.</summary>
public sealed class A8A9
{
    [Fact]
    public void The_best_four_fifths_bring_120_per_cent_of_the_profit_and_the_others_cost_20()
    {
        var profit = ValueConcentration.Of([.. Enumerable.Repeat(150L, 80), .. Enumerable.Repeat(-100L, 20)]);
        Assert.Equal(10_000, profit.Total);
        Assert.Equal(1.2, profit.ShareOfBest(.8m), 12);
        Assert.Equal(-.2, profit.ShareOfBest(1) - profit.ShareOfBest(.8m), 12);
        Assert.True(double.IsNaN(profit.Gini));
    }

    [Fact]
    public void A_fifth_brings_four_fifths_of_revenue_and_a_tenth_nine_tenths_of_profit()
    {
        // In ninths of a hundredth, so that all values are whole.
        var revenue = ValueConcentration.Of([.. Enumerable.Repeat(400L, 20), .. Enumerable.Repeat(25L, 80)]);
        var profit = ValueConcentration.Of([.. Enumerable.Repeat(81L, 10), .. Enumerable.Repeat(1L, 90)]);
        Assert.Equal(.8, revenue.ShareOfBest(.2m), 12);
        Assert.Equal(.9, profit.ShareOfBest(.1m), 12);
    }
}
