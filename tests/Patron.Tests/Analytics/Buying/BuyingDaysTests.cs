using Patron.Analytics.Buying;
using Patron.Analytics.Rfm;

namespace Patron.Tests.Analytics.Buying;

public sealed class BuyingDaysTests
{
    [Fact]
    public void Purchases_of_one_day_are_one_and_the_order_of_rows_makes_no_difference()
    {
        var days = BuyingDays.Of(3, [2, 0, 2, 2], [9, 4, 7, 9], [1, 5, 2, 3]);

        Assert.Equal([7, 9], days.DaysOf(2).ToArray());
        Assert.Equal([2, 4], days.AmountsOf(2).ToArray());
        Assert.Equal((3, 2, 4, 9), (days.Customers, days.Buyers, days.FirstDay!.Value, days.LastDay!.Value));
        Assert.True(days.DaysOf(1).IsEmpty);
    }

    [Fact]
    public void Nobody_has_no_first_day() => Assert.Null(BuyingDays.Of(0, [], [], []).FirstDay);

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void Scores_run_from_one_to_the_number_asked_for(int bins)
    {
        var n = bins * 10;
        int[] who = [.. Enumerable.Range(0, n)];
        var scores = RfmScores.Of(who, who, who, [.. who.Select(w => (long)w)], n, bins);
        Assert.All(Enumerable.Range(1, bins), score => Assert.Equal(10, scores.Recency.Count(r => r == score)));
        Assert.Equal(10, scores.Cells[^1]);
    }
}
