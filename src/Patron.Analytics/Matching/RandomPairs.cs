namespace Patron.Analytics.Matching;

/// <summary>How often records of different persons agree, by field and level: counted in random pairs, nearly all of which are of different persons.</summary>
internal static class RandomPairs
{
    private const int Most = 100_000;
    private const int Portion = 1 << 14;

    /// <summary>Pairs are drawn among so many records, whose values stay near at hand: among all of many the machine would wait for memory at each of them.</summary>
    private const int MostRecords = 1 << 14;

    public static double[][] Shares(MatchData data, int[] telling, Terms[] terms)
    {
        var counts = Count(data, telling);
        var shares = new double[data.Fields.Count][];
        for (var f = 0; f < shares.Length; f++)
        {
            // Equal values are counted in all pairs, not only in the sample.
            var exact = Math.Clamp(terms[f].Frequent.Sum(t => t.Share * t.Share) + terms[f].RareShare * Math.Max(0, 1 - terms[f].Frequent.Sum(t => t.Share)), 1e-9, .98);
            var all = counts[f].Skip((int)Agreement.Equivalent).Sum();
            shares[f] = new double[RuleLearning.Levels];
            shares[f][(int)Agreement.Exact] = exact;
            for (var l = (int)Agreement.Equivalent; l < RuleLearning.Levels; l++) shares[f][l] = (1 - exact) * (counts[f][l] + .5) / (all + .5 * (RuleLearning.Levels - 2));
        }
        return shares;
    }

    private static long[][] Count(MatchData data, int[] telling)
    {
        var sum = new long[data.Fields.Count][];
        for (var f = 0; f < sum.Length; f++) sum[f] = new long[RuleLearning.Levels];
        if (telling.Length < 2) return sum;
        var sample = new int[Math.Min(MostRecords, telling.Length)];
        for (var i = 0; i < sample.Length; i++) sample[i] = telling[(long)i * telling.Length / sample.Length];
        var pairs = (int)Math.Min(Most, 4L * telling.Length * (telling.Length - 1));
        var guard = new Lock();
        Parallel.For(0, (pairs + Portion - 1) / Portion, portion =>
        {
            var own = new long[sum.Length * RuleLearning.Levels];
            for (var i = portion * Portion; i < Math.Min(pairs, (portion + 1) * Portion); i++)
            {
                var (a, b) = (sample[Mixing.Mix((ulong)i * 2 + 1) % (ulong)sample.Length], sample[Mixing.Mix((ulong)i * 2 + 2) % (ulong)sample.Length]);
                if (a == b || !data.MayLink(a, b)) continue;
                var pattern = data.Pattern(a, b);
                for (var f = 0; f < sum.Length; f++) own[f * RuleLearning.Levels + (int)MatchData.Level(pattern, f)]++;
            }
            lock (guard)
                for (var i = 0; i < own.Length; i++) sum[i / RuleLearning.Levels][i % RuleLearning.Levels] += own[i];
        });
        return sum;
    }
}
