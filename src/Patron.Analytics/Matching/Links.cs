namespace Patron.Analytics.Matching;

/// <summary>The pairs within groups.</summary>
internal static class Links
{
    /// <summary>Above this size a record is paired with so many others of its group only.</summary>
    private const int MostPartners = 200;
    private const int PortionOfRecords = 1 << 14;

    public static MatchPair[] Within(Scorer scorer, int[] roots)
    {
        var data = scorer.Data;
        var order = new int[roots.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort((int[])roots.Clone(), order);
        var portions = new List<MatchPair>[(order.Length + PortionOfRecords - 1) / PortionOfRecords];
        Parallel.For(0, portions.Length, portion =>
        {
            var pairs = portions[portion] = [];
            // A group belongs to the portion in which it begins.
            for (int from = portion * PortionOfRecords, to; from < Math.Min(order.Length, (portion + 1) * PortionOfRecords); from = to)
            {
                for (to = from + 1; to < order.Length && roots[order[to]] == roots[order[from]];) to++;
                if (from > 0 && roots[order[from - 1]] == roots[order[from]]) continue;
                if (to - from > 1) Add(scorer, order.AsSpan(from, to - from), pairs);
            }
        });
        var all = portions.SelectMany(p => p).ToArray();
        Array.Sort(Array.ConvertAll(all, p => -p.Weight), all);
        return all;
    }

    private static void Add(Scorer scorer, Span<int> group, List<MatchPair> pairs)
    {
        group.Sort();
        for (var x = 0; x < group.Length; x++)
            for (var y = x + 1; y < Math.Min(group.Length, x + 1 + MostPartners); y++)
                if (scorer.Data.MayLink(group[x], group[y])) pairs.Add(Pair(scorer.Data, new(group[x], group[y], scorer.Score(group[x], group[y]))));
    }

    public static MatchPair Pair(MatchData data, ScoredPair pair) =>
        new(pair.A, data.HasTwoSources ? pair.B - data.Boundary : pair.B, pair.Score, (float)Scorer.Probability(pair.Score));
}
