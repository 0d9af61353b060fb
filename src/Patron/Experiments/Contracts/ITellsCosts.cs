namespace Patron.Experiments.Contracts;

/// <summary>What a deed of marketing cost.</summary>
/// <param name="Day">In the organisation's time zone.</param>
/// <param name="Amount">Units of the reporting currency.</param>
public readonly record struct MarketingCost(DateOnly Day, double Amount);

/// <summary>A room that contacts customers tells what that cost.</summary>
public interface ITellsCosts
{
    /// <summary>From that day on, in any order.</summary>
    Task<IReadOnlyList<MarketingCost>> Since(DateOnly day, CancellationToken ct);
}
