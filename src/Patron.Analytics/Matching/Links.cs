namespace Patron.Analytics.Matching;

/// <summary>The pairs within groups.</summary>
internal static class Links
{
    /// <summary>Above this size a record is paired with so many others of its group only.</summary>
    private const int MostPartners = 200;
    private const int GroupsAtOnce = 1 << 10;

    /// <param name="roots">For each record one of its group.</param>
    /// <param name="scored">Pairs that were compared already, equal ones side by side.</param>
    public static MatchPair[] Within(Scorer scorer, int[] roots, Scored scored)
    {
        var (data, missing) = (scorer.Data, PairsOf(roots));
        var compared = new bool[scored.Pairs.Length];
        for (var p = 0; p < compared.Length; p++)
        {
            var pair = scored.Pairs[p];
            compared[p] = roots[pair.A] == roots[pair.B] && (p == 0 || scored.Pairs[p - 1] != pair);
            if (compared[p]) missing[roots[pair.A]]--;
        }
        // Of most groups all pairs were compared; the others are gone through.
        var some = Groups(roots, missing);
        var portions = new List<MatchPair>[(some.Count + GroupsAtOnce - 1) / GroupsAtOnce];
        Parallel.For(0, portions.Length, portion =>
        {
            var pairs = portions[portion] = [];
            foreach (var group in some.Skip(portion * GroupsAtOnce).Take(GroupsAtOnce)) Add(scorer, group, pairs);
        });
        var all = new List<MatchPair>(portions.Sum(p => p.Count) + compared.Length);
        foreach (var portion in portions) all.AddRange(portion);
        for (var p = 0; p < compared.Length; p++)
            if (compared[p] && missing[roots[scored.Pairs[p].A]] == 0) all.Add(Pair(data, scored.Pairs[p]));
        var found = all.ToArray();
        Array.Sort(Array.ConvertAll(found, p => -p.Weight), found);
        return found;
    }

    /// <summary>How many pairs there are in each group, by the record that stands for it.</summary>
    private static long[] PairsOf(int[] roots)
    {
        var pairs = new long[roots.Length];
        foreach (var root in roots) pairs[root]++;
        for (var root = 0; root < pairs.Length; root++) pairs[root] = pairs[root] * (pairs[root] - 1) / 2;
        return pairs;
    }

    /// <summary>The records of the groups of which pairs are missing, in their order.</summary>
    private static List<List<int>> Groups(int[] roots, long[] missing)
    {
        var groups = new Dictionary<int, List<int>>();
        for (var record = 0; record < roots.Length; record++)
        {
            if (missing[roots[record]] == 0) continue;
            if (!groups.TryGetValue(roots[record], out var group)) groups.Add(roots[record], group = []);
            group.Add(record);
        }
        return [.. groups.Values];
    }

    private static void Add(Scorer scorer, List<int> group, List<MatchPair> pairs)
    {
        for (var x = 0; x < group.Count; x++)
            for (var y = x + 1; y < Math.Min(group.Count, x + 1 + MostPartners); y++)
                if (scorer.Data.MayLink(group[x], group[y])) pairs.Add(Pair(scorer.Data, new(group[x], group[y], scorer.Score(group[x], group[y]))));
    }

    public static MatchPair Pair(MatchData data, ScoredPair pair) =>
        new(pair.A, data.HasTwoSources ? pair.B - data.Boundary : pair.B, pair.Score, (float)Scorer.Probability(pair.Score));
}
