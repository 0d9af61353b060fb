using Patron.Analytics.Base;
using Patron.Analytics.Concentration;
using Patron.Analytics.Retention;
using Patron.Analytics.Rfm;

namespace Patron.Tests.Analytics;

public sealed class RetailFactsTests(RetailBase retail) : IClassFixture<RetailBase>
{
    private readonly PurchaseSummary summary = PurchaseSummary.Of(retail.Snapshot, retail.LastDay);

    [Fact]
    public void The_clean_rule_gives_its_customers_orders_and_revenue()
    {
        Assert.Equal(2_960, summary.Orders.Count(o => o > 0));
        Assert.Equal(8_802, summary.Orders.Sum());
        Assert.Equal(172_635, summary.Lines.Sum());
        Assert.Equal(3_993_805_651_000, summary.Spent.Sum());
    }

    [Fact]
    public void A_fifth_of_the_customers_brings_72_per_cent_and_878_bring_80()
    {
        var concentration = ValueConcentration.Of(summary.Spent.Where((_, i) => summary.Orders[i] > 0).ToArray());

        Assert.Equal(592, concentration.CustomersIn(.2m));
        Assert.Equal(.717, concentration.ShareOfBest(.2m), .0005);
        Assert.Equal(878, concentration.CustomersFor(.8m));
        Assert.Equal(.68, concentration.Gini, .005);
    }

    [Fact]
    public void The_heat_map_of_recency_and_spend_is_the_one_reckoned_before()
    {
        var scores = RfmScores.Of(summary, retail.Snapshot.Known);

        // Rows: recency 1 to 5; columns: spend 1 to 5.
        Assert.Equal(
            [220, 167, 122, 62, 21,
             163, 168, 124, 82, 49,
             78, 116, 140, 153, 98,
             73, 82, 118, 160, 171,
             58, 59, 88, 135, 253], scores.RecencyMonetary);
        Assert.Equal(1_727_557, (int)Math.Round(scores.RevenueRecencyMonetary[24] / 1e6));
        // Nobody bought last 75 or 40 days before: limits are values that occur.
        Assert.Equal([(126, int.MaxValue), (76, 125), (41, 74), (17, 39), (0, 16)],
            scores.RecencyLimits.Select((l, i) => (scores.AsOf - (int)l.Highest, i == 0 ? int.MaxValue : scores.AsOf - (int)l.Lowest)));
    }

    [Fact]
    public void The_bucket_ends_with_who_bought_in_the_last_ninety_days()
    {
        var months = LeakyBucket.ByMonth(retail.Snapshot, retail.Snapshot.Known, retail.LastDay, 7);

        Assert.Equal(new DateOnly(2010, 12, 1), months[0].From);
        Assert.Equal(0, months[0].ActiveStart);
        Assert.Equal(2_960, months.Sum(m => m.Won));
        Assert.Equal(LeakyBucket.Status(summary).Count(s => s == BuyerStatus.Active), months[^1].ActiveEnd);
        Assert.Equal(summary.LastDay.Count(d => d != PurchaseSummary.NoDay && retail.LastDay - d < 90), months[^1].ActiveEnd);
    }
}
