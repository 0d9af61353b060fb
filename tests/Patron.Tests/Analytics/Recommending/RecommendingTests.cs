using Patron.Analytics.Base;
using Patron.Analytics.Recommending;

namespace Patron.Tests.Analytics.Recommending;

public sealed class RecommendingTests
{
    private const int Day = 740_000;

    [Fact]
    public void Likeness_is_the_cosine_of_who_bought()
    {
        // Product 1 has four buyers, 2 has four, three of them the same; 3 has one and is left out.
        var also = AlsoBought.Of(Base([[1, 2]], [[1, 2]], [[1, 2]], [[1]], [[2, 3]]), Everybody(5), Day, least: 2);
        Assert.Equal(new Neighbour(2, 3, .75), Assert.Single(also.Neighbours[1]));
        Assert.Equal(4, also.Buyers[1]);
        Assert.False(also.Buyers.ContainsKey(3));
    }

    [Fact]
    public void Nobody_is_offered_what_he_has_and_each_offer_has_its_reason()
    {
        var also = AlsoBought.Of(Base([[1, 2, 3]], [[1, 2, 3]], [[1, 2]], [[1], [3]]), Everybody(4), Day, least: 2);
        var offer = also.For([1], 5);
        Assert.Equal([2, 3], offer.Select(o => o.Product).Order());
        Assert.All(offer, o => Assert.Equal((1, 4), (o.Because, o.BecauseBuyers)));
        Assert.Empty(also.For([1, 2, 3], 5));
        Assert.Empty(also.For([99], 5));
        Assert.Single(also.For([1], 1));
    }

    [Fact]
    public void The_order_of_customers_changes_nothing()
    {
        int[][][] customers = [.. Enumerable.Range(0, 40).Select(n => new[] { Enumerable.Range(0, 12).Where(p => (n * 7 + p * 5) % 11 < 5).ToArray() })];
        var one = AlsoBought.Of(Base(customers), Everybody(40), Day);
        var other = AlsoBought.Of(Base([.. customers.Reverse()]), Everybody(40), Day);
        Assert.Equal(one.Neighbours.OrderBy(n => n.Key).SelectMany(n => n.Value), other.Neighbours.OrderBy(n => n.Key).SelectMany(n => n.Value));
    }

    [Fact]
    public void What_comes_in_the_next_order_is_counted_with_its_days()
    {
        // Each order is ten days after the one before.
        var next = NextPurchases.Of(Base([[1], [2]], [[1], [2], [3]], [[1], [3]]), Everybody(3), Day, least: 2);
        var found = Assert.Single(next);
        Assert.Equal((1, 2, 2, 3, 10.0), (found.First, found.Next, found.Times, found.Of, found.Days));
        Assert.Equal(2.0 / 3 / (2.0 / 4), found.Lift, 12);
    }

    [Fact]
    public void What_was_in_the_order_before_is_not_new_in_the_next() => Assert.Empty(NextPurchases.Of(Base([[1], [1]], [[1], [1]]), Everybody(2), Day, least: 1));

    private static Bitmap Everybody(int count) => Bitmap.All(count);

    private static CustomerBaseSnapshot Base(params int[][][] customers)
    {
        var batch = new BaseBatch();
        for (var c = 0; c < customers.Length; c++)
            batch.Upsert(new CustomerRow(c + 1, true).Lines([.. customers[c].SelectMany((order, n) => order.Select(p => new PurchaseLine(n, Day - 100 + n * 10, p, 1_000_000, 10, LineKind.Sale)))]));
        return new BaseWriter().Apply(batch);
    }
}
