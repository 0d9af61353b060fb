namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>What the parts of the review's sheet share within a request.</summary>
internal sealed class ReviewView
{
    public ReviewFilter Filter { get; set; } = new();

    /// <summary>Shown first, where it waits and is free.</summary>
    public ReviewPairId? Wanted { get; set; }

    /// <summary>The pair to decide; null where there is none.</summary>
    public WaitingPair? Pair { get; set; }
}
