namespace Patron.Analytics.Matching;

/// <param name="Pairs">Pairs at or above the weight asked for, in no order; those of huge blocks may stand there several times.</param>
/// <param name="Keys">Ascending they bring the pairs into their order: the surest first, equal weights by what the records hold.</param>
/// <param name="Compared">Pairs compared.</param>
internal sealed record Scored(ScoredPair[] Pairs, ulong[] Keys, long Compared)
{
    private const int Portion = 1 << 16;

    public static Scored Of(Scorer scorer, CandidatePairs candidates, int[] rank, float least)
    {
        var portions = new List<ScoredPair>?[candidates.Portions];
        var compared = new long[candidates.Portions];
        candidates.Visit((portion, a, b) =>
        {
            compared[portion]++;
            var score = scorer.Score(a, b);
            if (score >= least) (portions[portion] ??= []).Add(a < b ? new(a, b, score) : new(b, a, score));
        });
        var found = Joined(portions);
        return new(found, KeysOf(found, rank), compared.Sum());
    }

    /// <summary>Each pair once, in order.</summary>
    public ScoredPair[] InOrder(Func<ScoredPair, bool>? which = null)
    {
        var places = Enumerable.Range(0, Pairs.Length).Where(p => which is null || which(Pairs[p])).ToArray();
        var (keys, pairs) = (Array.ConvertAll(places, p => Keys[p]), Array.ConvertAll(places, p => Pairs[p]));
        Array.Sort(keys, pairs);
        var count = 0;
        for (var p = 0; p < pairs.Length; p++)
            if (count == 0 || pairs[count - 1] != pairs[p]) pairs[count++] = pairs[p];
        return pairs[..count];
    }

    private static ScoredPair[] Joined(List<ScoredPair>?[] portions)
    {
        var pairs = new ScoredPair[portions.Sum(p => p?.Count ?? 0)];
        var at = 0;
        foreach (var portion in portions)
        {
            portion?.CopyTo(pairs, at);
            at += portion?.Count ?? 0;
        }
        return pairs;
    }

    private static ulong[] KeysOf(ScoredPair[] pairs, int[] rank)
    {
        var keys = new ulong[pairs.Length];
        Parallel.For(0, (pairs.Length + Portion - 1) / Portion, portion =>
        {
            for (var p = portion * Portion; p < Math.Min(pairs.Length, (portion + 1) * Portion); p++)
            {
                var (x, y) = (rank[pairs[p].A], rank[pairs[p].B]);
                var bits = BitConverter.SingleToUInt32Bits(pairs[p].Score);
                // Upper half: descending weights as ascending numbers. Lower half: an order among equals that hangs on what the records hold only.
                keys[p] = (ulong)((bits & 0x8000_0000) != 0 ? bits : ~bits & 0x7FFF_FFFF) << 32 | (uint)Mixing.Mix((ulong)Math.Min(x, y), (ulong)Math.Max(x, y));
            }
        });
        return keys;
    }
}
