using Patron.Analytics.Profitability;

namespace Patron.Tests.Acceptance;

/// <summary>A16: winning a customer costs six times what keeping one costs, and stands in the band of the claim.</summary>
public sealed class A16
{
    [Fact]
    public void A_hundred_won_for_60000_and_five_hundred_kept_for_50000()
    {
        var cost = new WinAndKeep(100, 60_000, 500, 50_000);
        Assert.Equal((600, 100, 6), (cost.EachWon, cost.EachKept, cost.Ratio));
        Assert.True(WinAndKeep.Claimed.Holds(cost.Ratio!.Value));
        Assert.False(WinAndKeep.Claimed.Holds(6.01));
    }

    [Fact]
    public void Without_anybody_won_or_kept_there_is_no_ratio()
    {
        Assert.Null(new WinAndKeep(0, 10, 5, 10).Ratio);
        Assert.Null(new WinAndKeep(5, 10, 0, 10).Ratio);
        Assert.Null(new WinAndKeep(5, 10, 5, 0).Ratio);
    }
}
