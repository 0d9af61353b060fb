namespace Patron.Analytics.Matching;

/// <summary>The pairs within groups.</summary>
internal static class Links
{
    /// <summary>Above this size a record is paired with so many others of its group only.</summary>
    private const int MostPartners = 200;

    public static MatchPair[] Within(Scorer scorer, int[] roots)
    {
        var data = scorer.Data;
        var order = new int[roots.Length];
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort((int[])roots.Clone(), order);
        var pairs = new List<MatchPair>();
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && roots[order[to]] == roots[order[from]];) to++;
            if (to - from > 1) Array.Sort(order, from, to - from);
            for (var x = from; x < to; x++)
                for (var y = x + 1; y < Math.Min(to, x + 1 + MostPartners); y++)
                    if (data.MayLink(order[x], order[y])) pairs.Add(Pair(data, new(order[x], order[y], scorer.Score(order[x], order[y]))));
        }
        var all = pairs.ToArray();
        Array.Sort(Array.ConvertAll(all, p => -p.Weight), all);
        return all;
    }

    public static MatchPair Pair(MatchData data, ScoredPair pair) =>
        new(pair.A, data.HasTwoSources ? pair.B - data.Boundary : pair.B, pair.Score, (float)Scorer.Probability(pair.Score));
}
