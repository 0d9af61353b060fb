namespace Patron.Analytics.Matching;

/// <summary>How two groups of records agree: each field averaged over the pairs that have it.</summary>
internal ref struct Consensus(Scorer scorer)
{
    private Totals totals;

    public void Add(int a, int b)
    {
        var pattern = scorer.Data.Pattern(a, b);
        Span<float> shares = stackalloc float[MatchData.MostFields];
        scorer.Score(a, b, pattern, shares);
        Span<float> sums = totals.Sums;
        Span<int> counts = totals.Counts;
        var (name, hasName) = (0f, false);
        for (var f = 0; f < scorer.Data.Fields.Count; f++)
        {
            if (MatchData.Level(pattern, f) == Agreement.Missing) continue;
            if (scorer.IsName(f))
            {
                // The names are one field here: which of them counts differs from pair to pair.
                (name, hasName) = (name + shares[f], true);
                continue;
            }
            sums[f] += shares[f];
            counts[f]++;
        }
        if (!hasName) return;
        sums[MatchData.MostFields] += name;
        counts[MatchData.MostFields]++;
    }

    public readonly float Sum()
    {
        ReadOnlySpan<float> sums = totals.Sums;
        ReadOnlySpan<int> counts = totals.Counts;
        var sum = scorer.Prior;
        for (var f = 0; f < sums.Length; f++)
            if (counts[f] > 0) sum += sums[f] / counts[f];
        return sum;
    }

    private struct Totals
    {
        public FieldSums Sums;
        public FieldCounts Counts;
    }

    [System.Runtime.CompilerServices.InlineArray(MatchData.MostFields + 1)]
    private struct FieldSums
    {
        private float first;
    }

    [System.Runtime.CompilerServices.InlineArray(MatchData.MostFields + 1)]
    private struct FieldCounts
    {
        private int first;
    }
}
