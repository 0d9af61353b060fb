using System.Runtime.CompilerServices;

namespace Patron.Analytics.Matching;

/// <summary>How two groups of records agree.</summary>
/// <remarks>
/// Each field is averaged over the pairs across both groups that have it. Where a field disagrees on the whole, chance would have to spoil it in all records of one of the groups at
/// once, so that the weight against counts as often as the smaller group has the field. Agreement counts once: copies of one form agree in their errors too.
/// </remarks>
internal static class Consensus
{
    // All fields that hold a name are one field here: which of them counts differs from pair to pair.
    private const int Names = MatchData.MostFields;

    /// <summary>Of the names, what family names say: households share them.</summary>
    private const int Families = Names + 1;

    public static float Of(Scorer scorer, ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        Span<float> sums = stackalloc float[Families + 1];
        Span<int> pairs = stackalloc int[Names + 1];
        foreach (var a in x)
            foreach (var b in y)
                Add(scorer, a, b, sums, pairs);

        Span<int> ofX = stackalloc int[Names + 1], ofY = stackalloc int[Names + 1];
        Present(scorer, x, ofX);
        Present(scorer, y, ofY);
        var (sum, kin) = (scorer.Prior, scorer.Household);
        for (var f = 0; f < pairs.Length; f++)
        {
            if (pairs[f] == 0) continue;
            var mean = sums[f] / pairs[f];
            sum += mean < 0 ? mean * Math.Min(ofX[f], ofY[f]) : mean;
            var family = f == Names ? sums[Families] / pairs[f] : 0;
            kin += family + Household.Kin(mean - family, f != Names && scorer.IsShared(f));
        }
        return Household.Against(sum, kin);
    }

    private static void Add(Scorer scorer, int a, int b, Span<float> sums, Span<int> pairs)
    {
        var pattern = scorer.Data.Pattern(a, b);
        Span<float> shares = stackalloc float[MatchData.MostFields];
        scorer.Score(a, b, pattern, shares);
        var (name, hasName) = (0f, false);
        for (var f = 0; f < scorer.Data.Fields.Count; f++)
        {
            if (MatchData.Level(pattern, f) == Agreement.Missing) continue;
            if (scorer.IsName(f))
            {
                (name, hasName) = (name + shares[f], true);
                if (scorer.IsShared(f)) sums[Families] += shares[f];
            }
            else
            {
                sums[f] += shares[f];
                pairs[f]++;
            }
        }
        if (!hasName) return;
        sums[Names] += name;
        pairs[Names]++;
    }

    private static void Present(Scorer scorer, ReadOnlySpan<int> records, Span<int> present)
    {
        foreach (var record in records)
        {
            var row = scorer.Data.Row(record);
            var hasName = false;
            for (var f = 0; f < row.Length; f++)
            {
                if (row[f] < 0) continue;
                if (scorer.IsName(f)) hasName = true;
                else present[f]++;
            }
            if (hasName) present[Names]++;
        }
    }
}
