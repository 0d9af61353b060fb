using Patron.Analytics.Experiments;

namespace Patron.Tests.Acceptance;

/// <summary>A19: advertising cost as a share of sales: mail order 15 to 25 %, traditional 2 to 4 % (requirements 6).</summary>
public sealed class A19
{
    [Theory]
    [InlineData(20_000, .20, AdvertisingBand.Direct), InlineData(3_000, .03, AdvertisingBand.Traditional)]
    [InlineData(2_000, .02, AdvertisingBand.Traditional), InlineData(4_000, .04, AdvertisingBand.Traditional), InlineData(15_000, .15, AdvertisingBand.Direct), InlineData(25_000, .25, AdvertisingBand.Direct)]
    [InlineData(1_999, .01999, AdvertisingBand.Outside), InlineData(10_000, .1, AdvertisingBand.Outside), InlineData(25_001, .25001, AdvertisingBand.Outside)]
    public void A_campaign_lies_in_its_band(double cost, double share, AdvertisingBand band)
    {
        Assert.Equal(share, AdvertisingShare.Of(cost, 100_000), 1e-12);
        Assert.Equal(band, AdvertisingShare.BandOf(AdvertisingShare.Of(cost, 100_000)));
    }
}
