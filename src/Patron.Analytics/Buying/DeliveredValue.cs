namespace Patron.Analytics.Buying;

/// <summary>What an offer is worth to the customer, in points that customers were asked for: benefits against what is given for them.</summary>
/// <param name="Benefits">Quality, service, people, image: a sum of points, not below 0.</param>
/// <param name="Cost">Money, time, effort, worry: a sum of points, above 0.</param>
public readonly record struct DeliveredValue(decimal Benefits, decimal Cost)
{
    /// <summary>Benefits by cost: above 1 the offer gives more than it takes. Null where it costs nothing.</summary>
    public decimal? Ratio => Cost > 0 ? Benefits / Cost : null;

    /// <summary>Benefits less cost, in points.</summary>
    public decimal Difference => Benefits - Cost;
}
