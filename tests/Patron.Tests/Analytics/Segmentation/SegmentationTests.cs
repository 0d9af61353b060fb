using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Segmentation;

namespace Patron.Tests.Analytics.Segmentation;

public sealed class SegmentationTests
{
    [Theory]
    [InlineData(5, 0), InlineData(6, 1), InlineData(11, 1), InlineData(12, 2), InlineData(99, 2)]
    public void A_limit_belongs_to_the_class_above(long value, int expected) => Assert.Equal(expected, ClassLimits.Of(value, [6, 12]));

    [Fact]
    public void Without_limits_there_is_one_class() => Assert.Equal(0, ClassLimits.Of(7, []));

    [Fact]
    public void Quantiles_part_different_values_evenly_and_equal_ones_not_at_all()
    {
        Assert.Equal([3, 5], ClassLimits.Quantiles([6, 5, 4, 3, 2, 1], 3));
        Assert.Empty(ClassLimits.Quantiles([7, 7, 7], 3));
        Assert.Equal([2], ClassLimits.Quantiles([1, 1, 1, 2], 4));
    }

    [Fact]
    public void Every_customer_is_counted_once_in_each_direction() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        int[] Some(int most) => [.. Enumerable.Range(0, 60).Select(_ => random.Next(most))];
        var (rows, columns) = (Some(4), Some(3));
        var year = new CustomersYear(Some(5), [.. Some(900).Select(v => (long)v)], [.. Some(900).Select(v => (long)v)], [.. Some(900).Select(v => v - 300L)]);
        var table = ClassTable.Of(Enumerable.Range(0, 60), year, at => rows[at], 4, at => columns[at], 3);
        return table.All == new ClassTotals(60, year.Orders.Count(o => o > 0), year.Orders.Sum(), year.Sales.Sum(), year.Before.Sum(), year.Profit.Sum())
            && Enumerable.Range(0, 3).Select(table.Column).Aggregate((a, b) => a + b) == table.All
            && table.Row(2) == ClassTable.Of(Enumerable.Range(0, 60).Where(at => rows[at] == 2), year, _ => 0, 1).All;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Margin_and_growth_need_something_to_compare_with()
    {
        Assert.Equal((.25, .5), (new ClassTotals(1, 1, 1, 120, 80, 30).Margin, new ClassTotals(1, 1, 1, 120, 80, 30).Growth!.Value));
        Assert.Null(new ClassTotals(1, 0, 0, 0, 0, -3).Margin);
        Assert.Null(new ClassTotals(1, 1, 1, 5, 0, 0).Growth);
    }

    [Fact]
    public void An_assumed_profile_is_held_against_the_real_buyers()
    {
        // Of a thousand customers a fifth owns expensive cars; of a hundred buyers only five do.
        var check = new ProfileCheck(1_000, 100, 200, 5);
        Assert.Equal((.05, .2, .25), (check.ShareOfBuyers, check.ShareOfAll, check.Lift));
        // Wilson's interval for 5 of 100, as published in tables.
        Assert.Equal((.0215, .1118), (Math.Round(check.Interval!.Value.Low, 4), Math.Round(check.Interval!.Value.High, 4)));
        Assert.Null(new ProfileCheck(10, 0, 5, 0).Lift);
    }
}
