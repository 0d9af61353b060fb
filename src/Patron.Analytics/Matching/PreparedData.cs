namespace Patron.Analytics.Matching;

/// <summary>What learning and linking both need of the records, reckoned once.</summary>
internal sealed class PreparedData(MatchData data)
{
    public MatchData Data => data;

    /// <summary>See <see cref="Matching.Canonical"/>.</summary>
    public int[] Canonical { get; } = Matching.Canonical.Order(data);

    public Atoms Atoms { get; } = new(data);
}
