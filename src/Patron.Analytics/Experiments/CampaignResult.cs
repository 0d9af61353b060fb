namespace Patron.Analytics.Experiments;

/// <summary>What a campaign earned, in the unit of the margin and the cost.</summary>
/// <param name="Incremental">Margin of the answers that would not have come otherwise, less the cost.</param>
/// <param name="Interval">The same at the ends of the interval of those answers.</param>
/// <param name="Naive">Margin of all answers of the treated, less the cost: what a report without a control group shows.</param>
/// <param name="Return">Incremental profit for each unit of cost; null where nothing was spent.</param>
/// <param name="NaiveReturn">The same without a control group.</param>
public readonly record struct CampaignProfit(double Incremental, Interval Interval, double Naive, double? Return, double? NaiveReturn)
{
    /// <param name="margin">Earned with each answer; may be below 0.</param>
    /// <param name="cost">Of the whole campaign, from 0.</param>
    public static CampaignProfit Of(ResponseTest test, double margin, double cost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        var (earned, naive) = (test.Incremental * margin - cost, test.Treated.Answers * margin - cost);
        return new(earned, test.IncrementalInterval * margin + -cost, naive, cost > 0 ? earned / cost : null, cost > 0 ? naive / cost : null);
    }
}

/// <summary>Cost of advertising as a share of the sales it brought, against the bands that are usual.</summary>
public enum AdvertisingBand
{
    /// <summary>2 to 4 %: traditional advertising.</summary>
    Traditional,

    /// <summary>15 to 25 %: direct marketing.</summary>
    Direct,

    /// <summary>In neither.</summary>
    Outside,
}

public static class AdvertisingShare
{
    /// <summary>The band that a share lies in, limits included.</summary>
    public static AdvertisingBand BandOf(double share) => share switch { >= 0.02 and <= 0.04 => AdvertisingBand.Traditional, >= 0.15 and <= 0.25 => AdvertisingBand.Direct, _ => AdvertisingBand.Outside };

    /// <param name="revenue">Above 0.</param>
    public static double Of(double cost, double revenue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(revenue);
        return cost / revenue;
    }
}
