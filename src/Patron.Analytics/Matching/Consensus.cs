namespace Patron.Analytics.Matching;

/// <summary>How two groups of records agree: each field averaged over the pairs that have it.</summary>
internal ref struct Consensus(Scorer scorer)
{
    private Totals totals;
    private float families;

    public void Add(int a, int b)
    {
        var pattern = scorer.Data.Pattern(a, b);
        Span<float> shares = stackalloc float[MatchData.MostFields];
        scorer.Score(a, b, pattern, shares);
        Span<float> sums = totals.Sums;
        Span<int> counts = totals.Counts;
        var (name, family, hasName) = (0f, 0f, false);
        for (var f = 0; f < scorer.Data.Fields.Count; f++)
        {
            if (MatchData.Level(pattern, f) == Agreement.Missing) continue;
            if (scorer.IsName(f))
            {
                // The names are one field here: which of them counts differs from pair to pair.
                (name, hasName) = (name + shares[f], true);
                if (scorer.IsShared(f)) family += shares[f];
                continue;
            }
            sums[f] += shares[f];
            counts[f]++;
        }
        if (!hasName) return;
        sums[MatchData.MostFields] += name;
        families += family;
        counts[MatchData.MostFields]++;
    }

    public readonly float Sum()
    {
        ReadOnlySpan<float> sums = totals.Sums;
        ReadOnlySpan<int> counts = totals.Counts;
        var (sum, kin) = (scorer.Prior, scorer.Household);
        for (var f = 0; f < sums.Length; f++)
        {
            if (counts[f] == 0) continue;
            sum += sums[f] / counts[f];
            kin += f == MatchData.MostFields
                ? families / counts[f] + Household.Kin((sums[f] - families) / counts[f], shared: false)
                : Household.Kin(sums[f] / counts[f], scorer.IsShared(f));
        }
        return Household.Against(sum, kin);
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
