namespace Patron.Analytics.Matching;

/// <summary>Two records and their weight with the prior.</summary>
internal readonly record struct ScoredPair(int A, int B, float Score);

/// <summary>Joins records to persons, the surest pair first; two groups are joined only when they agree as groups.</summary>
/// <remarks>
/// Connected components join whatever a single pair connects, so that one record with little in it makes one person of hundreds. Here each field is averaged over the pairs
/// across both groups that have it, and the sum over the fields must reach the threshold: a weak record between two persons cannot hide that their other records disagree.
/// What is left between two persons is settled by <see cref="Contest"/>.
/// </remarks>
internal sealed class Clustering
{
    /// <summary>So many records speak for a group.</summary>
    private const int Speakers = 8;

    /// <summary>Groups may agree where no single pair does; pairs so many bits below the threshold are still looked at.</summary>
    public const float Reserve = 6;
    private const int MostRounds = 3;

    private const int PairsAtOnce = 1 << 13;

    private readonly Scorer scorer;
    private readonly Groups groups;
    private readonly float least;
    private readonly HashSet<ulong> refused = [];

    private Clustering(Scorer scorer, Groups groups, float least) => (this.scorer, this.groups, this.least) = (scorer, groups, least);

    /// <param name="scorer">Compares records.</param>
    /// <param name="scored">Its pairs are reordered.</param>
    /// <param name="least">Weight from which records are joined.</param>
    /// <returns>For each record one of its group, the same for all of them.</returns>
    public static int[] Join(Scorer scorer, Scored scored, float least)
    {
        var groups = new Groups(scorer.Data.Count);
        var parts = Components.Sort(scorer.Data.Count, scored);
        var portions = Portions(parts);
        // What no pair connects has nothing to say to each other: such parts are joined side by side.
        Parallel.For(0, portions.Count - 1, portion =>
        {
            var clustering = new Clustering(scorer, groups, least);
            for (var part = portions[portion]; part < portions[portion + 1]; part++)
            {
                var (from, length) = (parts[part], parts[part + 1] - parts[part]);
                Array.Sort(scored.Keys, scored.Pairs, from, length);
                clustering.Join(scored.Pairs.AsSpan(from, length));
                new Contest(scorer, groups, least).Settle(scored.Pairs.AsSpan(from, length));
            }
        });
        return groups.Roots();
    }

    /// <summary>Bounds of about as many pairs each.</summary>
    private static List<int> Portions(int[] parts)
    {
        var (portions, begun) = (new List<int> { 0 }, 0);
        for (var part = 1; part < parts.Length; part++)
        {
            if (parts[part] - begun < PairsAtOnce && part < parts.Length - 1) continue;
            portions.Add(part);
            begun = parts[part];
        }
        return portions;
    }

    /// <param name="pairs">From the surest down; that a pair stands there twice changes nothing.</param>
    private void Join(ReadOnlySpan<ScoredPair> pairs)
    {
        for (var round = 0; round < MostRounds && Round(pairs) > 0; round++)
        {
        }
    }

    private int Round(ReadOnlySpan<ScoredPair> pairs)
    {
        var joined = 0;
        foreach (var (a, b, score) in pairs)
        {
            var (x, y) = (groups.Find(a), groups.Find(b));
            var single = groups.Size(x) == 1 && groups.Size(y) == 1;
            if (x == y || (single ? score < least : !Agree(x, y))) continue;
            groups.Join(x, y);
            joined++;
        }
        return joined;
    }

    /// <summary>The groups agree; what was refused is not asked again until one of them has grown.</summary>
    private bool Agree(int x, int y)
    {
        var (sizeX, sizeY) = (groups.Size(x), groups.Size(y));
        var question = Mixing.Mix((ulong)Math.Min(x, y) << 32 | (uint)Math.Max(x, y), (ulong)sizeX * (uint)sizeY + (uint)(sizeX + sizeY));
        if (refused.Contains(question)) return false;
        var consensus = Agreement(scorer, groups, x, y);
        if (Math.Min(sizeX, sizeY) == 1) consensus += Likelier(Math.Max(sizeX, sizeY));
        if (consensus >= least) return true;
        refused.Add(question);
        return false;
    }

    /// <summary>How two groups agree, in bits with the prior.</summary>
    public static float Agreement(Scorer scorer, Groups groups, int x, int y)
    {
        Span<int> ofX = stackalloc int[Speakers], ofY = stackalloc int[Speakers];
        return Consensus.Of(scorer, ofX[..groups.Pick(x, ofX)], ofY[..groups.Pick(y, ofY)]);
    }

    /// <summary>How a record agrees with a group, or with the others of its own, in bits with the prior.</summary>
    public static float Claim(Scorer scorer, Groups groups, int record, int group)
    {
        Span<int> others = stackalloc int[Speakers];
        var size = groups.Size(group) - (groups.Find(record) == group ? 1 : 0);
        return Consensus.Of(scorer, [record], others[..groups.Pick(group, others, record)]) + Likelier(size);
    }

    /// <summary>Whoever has many records is the likelier to have this one as well; two groups that are one would mostly have been joined record by record.</summary>
    private static float Likelier(int size) => MathF.Log2(Math.Min(Speakers, size));
}
