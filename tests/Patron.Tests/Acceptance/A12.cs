using Patron.Analytics.Buying;

namespace Patron.Tests.Acceptance;

/// <summary>Of 100 buyers 20 come once in four weeks, 50 four times, 30 eight times.</summary>
public sealed class A12
{
    [Fact]
    public void The_visits_and_their_shares_by_how_often_buyers_come()
    {
        var classes = VisitClass.Of([.. Enumerable.Repeat(1, 20), .. Enumerable.Repeat(4, 50), .. Enumerable.Repeat(8, 30)], 1, 2, 4, 8);
        Assert.Equal([20L, 0, 200, 240], classes.Select(c => c.Visits));
        Assert.Equal(460, classes.Sum(c => c.Visits));
        Assert.Equal([4.35, 0, 43.48, 52.17], classes.Select(c => Math.Round(c.Share * 100, 2)));
        Assert.Equal([20, 0, 50, 30], classes.Select(c => c.Buyers));
    }

    [Fact]
    public void Nobody_has_no_share() => Assert.All(VisitClass.Of([0, 0], 1, 4), c => Assert.Equal((0, 0L, 0.0), (c.Buyers, c.Visits, c.Share)));
}
