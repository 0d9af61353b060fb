namespace Patron.Analytics.Matching;

/// <summary>What learning and linking both need of the records, reckoned once.</summary>
internal sealed class PreparedData
{
    private readonly bool[]? tells;

    public PreparedData(MatchData data)
    {
        Data = data;
        var (canonical, atoms) = (default(Canonical), default(Atoms));
        Parallel.Invoke(() => canonical = Matching.Canonical.Of(data), () => atoms = new(data));
        (Canonical, Telling, Atoms, Rank) = (canonical!.Order, canonical.Telling, atoms!, Matching.Canonical.Rank(canonical.Order));
        if (Telling.Length == Canonical.Length) return;
        tells = new bool[data.Count];
        foreach (var record in Telling) tells[record] = true;
    }

    public MatchData Data { get; }

    /// <summary>See <see cref="Matching.Canonical"/>.</summary>
    public int[] Canonical { get; }

    /// <summary>The records to learn from, in the same order.</summary>
    public int[] Telling { get; }

    /// <summary>The record is one to learn from.</summary>
    public bool Tells(int record) => tells is null || tells[record];

    /// <summary>For each record its place in the canonical order.</summary>
    public int[] Rank { get; }

    public Atoms Atoms { get; }
}
