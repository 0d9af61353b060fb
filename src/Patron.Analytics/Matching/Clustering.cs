namespace Patron.Analytics.Matching;

/// <summary>Two records and their weight with the prior.</summary>
internal readonly record struct ScoredPair(int A, int B, float Score);

/// <summary>Joins records to persons, the surest pair first; two groups are joined only when they agree as groups.</summary>
/// <remarks>
/// Connected components join whatever a single pair connects, so that one record with little in it makes one person of hundreds. Here each field is averaged over the pairs
/// across both groups that have it, and the sum over the fields must reach the threshold: a weak record between two persons cannot hide that their other records disagree.
/// </remarks>
internal sealed class Clustering
{
    /// <summary>So many records speak for a group.</summary>
    private const int Speakers = 8;

    /// <summary>Groups may agree where no single pair does; pairs so many bits below the threshold are still looked at.</summary>
    public const float Reserve = 6;
    private const int MostRounds = 3;

    private readonly Scorer scorer;
    private readonly int[] next;
    private readonly int[] last;
    private readonly int[] root;
    private readonly int[] size;
    private readonly HashSet<ulong> refused = [];

    private Clustering(Scorer scorer, int count)
    {
        this.scorer = scorer;
        (next, last, root, size) = (new int[count], new int[count], new int[count], new int[count]);
        next.AsSpan().Fill(-1);
        size.AsSpan().Fill(1);
        for (var i = 0; i < count; i++) (last[i], root[i]) = (i, i);
    }

    /// <param name="scorer">Compares records.</param>
    /// <param name="pairs">From the surest down.</param>
    /// <param name="least">Weight from which records are joined.</param>
    /// <returns>For each record the first record of its group.</returns>
    public static int[] Join(Scorer scorer, ReadOnlySpan<ScoredPair> pairs, float least)
    {
        var clustering = new Clustering(scorer, scorer.Data.Count);
        for (var round = 0; round < MostRounds && clustering.Round(pairs, least) > 0; round++)
        {
        }
        for (var record = 0; record < clustering.root.Length; record++) clustering.root[record] = clustering.Find(record);
        return clustering.root;
    }

    private int Round(ReadOnlySpan<ScoredPair> pairs, float least)
    {
        var joined = 0;
        foreach (var (a, b, score) in pairs)
        {
            var (x, y) = (Find(a), Find(b));
            if (x == y || size[x] == 1 && size[y] == 1 && score < least) continue;
            if ((size[x] > 1 || size[y] > 1) && !Agree(x, y, least)) continue;
            Join(x, y);
            joined++;
        }
        return joined;
    }

    /// <summary>The groups agree; what was refused is not asked again until one of them has grown.</summary>
    private bool Agree(int x, int y, float least)
    {
        var question = Mixing.Mix((ulong)Math.Min(x, y) << 32 | (uint)Math.Max(x, y), (ulong)size[x] * (uint)size[y] + (uint)(size[x] + size[y]));
        if (refused.Contains(question)) return false;
        Span<int> ofX = stackalloc int[Speakers], ofY = stackalloc int[Speakers];
        if (Consensus.Of(scorer, ofX[..Pick(x, ofX)], ofY[..Pick(y, ofY)]) + Math.Log2(Math.Min(Speakers, Math.Max(size[x], size[y]))) >= least) return true;
        refused.Add(question);
        return false;
    }

    /// <summary>Records of a group at even distances.</summary>
    private int Pick(int group, Span<int> picked)
    {
        var (count, at, all) = (0, 0, size[group]);
        for (var record = group; record >= 0; record = next[record], at++)
            if (count < picked.Length && (all <= picked.Length || at >= (long)count * all / picked.Length)) picked[count++] = record;
        return count;
    }

    private int Find(int record)
    {
        while (root[record] != record) record = root[record] = root[root[record]];
        return record;
    }

    private void Join(int x, int y)
    {
        if (size[x] < size[y]) (x, y) = (y, x);
        next[last[x]] = y;
        last[x] = last[y];
        size[x] += size[y];
        root[y] = x;
    }
}
