namespace Patron.Analytics.Matching;

/// <param name="Pairs">Pairs at or above the weight asked for, each once, the surest first; equal weights in canonical order.</param>
/// <param name="Compared">Pairs compared.</param>
internal sealed record Scored(ScoredPair[] Pairs, long Compared)
{
    public static Scored Of(Scorer scorer, CandidatePairs candidates, int[] canonical, float least)
    {
        var portions = new List<ScoredPair>?[candidates.Portions];
        var compared = new long[candidates.Portions];
        candidates.Visit((portion, a, b) =>
        {
            compared[portion]++;
            var score = scorer.Score(a, b);
            if (score >= least) (portions[portion] ??= []).Add(a < b ? new(a, b, score) : new(b, a, score));
        });
        var pairs = Ordered(portions, Canonical.Rank(canonical));
        return new(pairs, compared.Sum());
    }

    private static ScoredPair[] Ordered(List<ScoredPair>?[] portions, int[] rank)
    {
        var pairs = portions.Where(p => p is not null).SelectMany(p => p!).ToArray();
        var keys = new ulong[pairs.Length];
        for (var p = 0; p < pairs.Length; p++)
        {
            var (x, y) = (rank[pairs[p].A], rank[pairs[p].B]);
            var bits = BitConverter.SingleToUInt32Bits(pairs[p].Score);
            // Upper half: descending weights as ascending numbers. Lower half: an order among equals that hangs on what the records hold only.
            keys[p] = (ulong)((bits & 0x8000_0000) != 0 ? bits : ~bits & 0x7FFF_FFFF) << 32 | (uint)Mixing.Mix((ulong)Math.Min(x, y), (ulong)Math.Max(x, y));
        }
        Array.Sort(keys, pairs);
        var count = 0;
        for (var p = 0; p < pairs.Length; p++)
            if (count == 0 || pairs[count - 1] != pairs[p]) pairs[count++] = pairs[p];
        return pairs[..count];
    }
}
