namespace Patron.Analytics.Matching;

/// <summary>Links between two sources neither of which holds a person twice: of several that a record resembles at most one is it (Sadinle 2017, "Bayesian estimation of bipartite matchings").</summary>
internal static class Assignment
{
    private const int Rounds = 50;

    /// <summary>Pairs so many bits below even odds still compete for a record that has nothing better.</summary>
    public const float Reserve = 14;

    /// <summary>Probability of each pair when its records may have one partner each; aligned with <paramref name="pairs"/>.</summary>
    /// <remarks>
    /// For a record, the hypotheses are each of its candidates and nobody. How many records have a partner at all is estimated by repetition. A pair is as likely as the less willing of its two records says.
    /// </remarks>
    public static float[] Probabilities(Scorer scorer, ReadOnlySpan<ScoredPair> pairs)
    {
        var data = scorer.Data;
        var (left, right) = (data.Boundary, data.Count - data.Boundary);
        var ratios = new double[pairs.Length];
        for (var p = 0; p < ratios.Length; p++) ratios[p] = Math.Pow(2, Math.Min(200, pairs[p].Score - scorer.Prior));
        var probabilities = new float[pairs.Length];
        var matched = .5 * Math.Min(left, right);
        for (var round = 0; round < Rounds; round++)
        {
            // Of a record's partners each is as likely as any other before the fields are seen.
            var (forA, forB) = (Chance(matched, left, right), Chance(matched, right, left));
            var sums = new double[data.Count];
            for (var p = 0; p < ratios.Length; p++)
            {
                sums[pairs[p].A] += ratios[p] * forA;
                sums[pairs[p].B] += ratios[p] * forB;
            }
            var now = 0d;
            for (var p = 0; p < ratios.Length; p++)
            {
                var least = Math.Min(ratios[p] * forA / (1 + sums[pairs[p].A]), ratios[p] * forB / (1 + sums[pairs[p].B]));
                probabilities[p] = (float)least;
                now += least;
            }
            if (Math.Abs(now - matched) < 1e-4 * (matched + 1)) break;
            matched = now;
        }
        return probabilities;
    }

    /// <summary>Odds of one given partner against nobody.</summary>
    private static double Chance(double matched, int own, int others) => matched / Math.Max(own - matched, .5) / Math.Max(1, others);

    /// <summary>Takes the likeliest pairs whose records are both free.</summary>
    public static List<int> Take(MatchData data, ReadOnlySpan<ScoredPair> pairs, float[] probabilities, double threshold)
    {
        var order = new int[pairs.Length];
        for (var p = 0; p < order.Length; p++) order[p] = p;
        Array.Sort((float[])probabilities.Clone(), order);
        var (taken, links) = (new bool[data.Count], new List<int>());
        for (var i = order.Length - 1; i >= 0; i--)
        {
            var pair = pairs[order[i]];
            if (probabilities[order[i]] < threshold) break;
            if (taken[pair.A] || taken[pair.B]) continue;
            taken[pair.A] = taken[pair.B] = true;
            links.Add(order[i]);
        }
        return links;
    }
}
