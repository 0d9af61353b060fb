namespace Patron.Analytics.Matching;

/// <summary>What learning and linking both need of the records, reckoned once.</summary>
internal sealed class PreparedData
{
    public PreparedData(MatchData data)
    {
        Data = data;
        var (canonical, atoms) = (default(int[]), default(Atoms));
        Parallel.Invoke(() => canonical = Matching.Canonical.Order(data), () => atoms = new(data));
        (Canonical, Atoms, Rank) = (canonical!, atoms!, Matching.Canonical.Rank(canonical!));
    }

    public MatchData Data { get; }

    /// <summary>See <see cref="Matching.Canonical"/>.</summary>
    public int[] Canonical { get; }

    /// <summary>For each record its place in the canonical order.</summary>
    public int[] Rank { get; }

    public Atoms Atoms { get; }
}
