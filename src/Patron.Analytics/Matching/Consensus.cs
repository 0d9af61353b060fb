
namespace Patron.Analytics.Matching;

/// <summary>How two groups of records agree.</summary>
/// <remarks>
/// Each field is averaged over the pairs across both groups that have it; who is Robert in some records and Bob in others need be met in one of the two, so that the mean
/// leans towards the pairs that agree (<see cref="Lean"/>). Where a field disagrees on the whole, chance would have to spoil it in all records of one of the groups at
/// once, so that the weight against counts as often as the smaller group has the field. Agreement counts once: copies of one form agree in their errors too.
/// Of names, what families share and what is a person's own stand apart: relatives of one surname and town differ in their given names, in all of their records.
/// Whoever moved has another street, town and code in many records at once, which is one event and no chance. So where somebody lives counts once against, and between two groups
/// only what of it disagrees most; a record that stands alone may as well be a neighbour's namesake, and for it all of it counts.
/// </remarks>
internal static class Consensus
{
    /// <summary>Fields that hold given names or whole names are one field here: which of them counts differs from pair to pair.</summary>
    private const int Names = MatchTable.MostFields;

    /// <summary>What of names families share.</summary>
    private const int Families = Names + 1;
    private const int Groups = Families + 1;

    /// <summary>
    /// The mean is that of the ratios of likelihoods with this exponent (Hardy, Littlewood and Pólya 1934, "Inequalities", 2.2): at 0 the mean of the bits, at 1 as if a record
    /// were a copy of any one of the group's, which one stray record would open to strangers. From .1 to .5 invented people of two makers differ by a hundredth in F1.
    /// </summary>
    private const float Lean = .3f;

    public static float Of(Scorer scorer, ReadOnlySpan<int> x, ReadOnlySpan<int> y)
    {
        Span<float> sums = stackalloc float[Groups];
        Span<int> pairs = stackalloc int[Groups];
        foreach (var a in x)
            foreach (var b in y)
                Add(scorer, a, b, sums, pairs);

        Span<int> ofX = stackalloc int[Groups], ofY = stackalloc int[Groups];
        Present(scorer, x, ofX);
        Present(scorer, y, ofY);
        var (sum, kin, moved, alone) = (scorer.Prior, scorer.Household, 0f, Math.Min(x.Length, y.Length) == 1);
        for (var f = 0; f < Groups; f++)
        {
            if (pairs[f] == 0) continue;
            var mean = MathF.Log2(sums[f] / pairs[f]) / Lean;
            if (mean < 0 && f < Names && scorer.IsPlace(f)) moved = alone ? moved + mean : MathF.Min(moved, mean);
            else sum += mean < 0 ? mean * Math.Min(ofX[f], ofY[f]) : mean;
            kin += Household.Kin(mean, f == Families || f < Names && scorer.IsShared(f, Agreement.Exact));
        }
        return Household.Against(sum + moved, kin);
    }

    private static void Add(Scorer scorer, int a, int b, Span<float> sums, Span<int> pairs)
    {
        var pattern = scorer.Data.Pattern(a, b);
        Span<float> shares = stackalloc float[MatchTable.MostFields];
        scorer.Score(a, b, pattern, shares);
        // Of several forms of a name one counts, the others weigh nothing: a pair has one own name and one family name.
        Span<float> names = stackalloc float[2];
        Span<bool> has = stackalloc bool[2];
        for (var f = 0; f < scorer.Data.Fields.Count; f++)
        {
            var level = MatchData.Level(pattern, f);
            if (level == Agreement.Missing) continue;
            if (!scorer.IsName(f))
            {
                sums[f] += float.Exp2(Lean * shares[f]);
                pairs[f]++;
            }
            else if (shares[f] != 0)
            {
                var at = scorer.IsShared(f, level) ? 1 : 0;
                (names[at], has[at]) = (names[at] + shares[f], true);
            }
        }
        for (var at = 0; at < 2; at++)
        {
            if (!has[at]) continue;
            sums[Names + at] += float.Exp2(Lean * names[at]);
            pairs[Names + at]++;
        }
    }

    private static void Present(Scorer scorer, ReadOnlySpan<int> records, Span<int> present)
    {
        foreach (var record in records)
        {
            var row = scorer.Data.Row(record);
            var (hasOwn, hasFamily) = (false, false);
            for (var f = 0; f < row.Length; f++)
            {
                if (row[f] < 0) continue;
                if (!scorer.IsName(f)) present[f]++;
                else if (scorer.IsShared(f, Agreement.Exact)) hasFamily = true;
                else hasOwn = true;
            }
            if (hasOwn) present[Names]++;
            if (hasFamily || hasOwn) present[Families]++;
        }
    }
}
