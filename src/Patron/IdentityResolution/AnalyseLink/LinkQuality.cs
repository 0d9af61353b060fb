namespace Patron.IdentityResolution.AnalyseLink;

/// <summary>How right pairs are: precision = right / found, recall = right / true, F1 their harmonic mean. 0 / 0 is 1 for precision and recall: nothing found is nothing wrong.</summary>
internal sealed record PairQuality(long Right, long Found, long True)
{
    public double Precision => Found == 0 ? 1 : (double)Right / Found;

    public double Recall => True == 0 ? 1 : (double)Right / True;

    public double F1 => Found + True == 0 ? 1 : 2.0 * Right / (Found + True);
}

/// <summary>Links and clusters against the truth, counted in pairs; with two files only pairs between them count.</summary>
/// <param name="truth">The true person of each record, those of a second file behind those of the first; -1 where it is not known: such a record is a person of its own.</param>
/// <param name="first">Records of the first file; all where there is one.</param>
internal sealed class LinkQuality(int[] truth, int first)
{
    private readonly bool two = first < truth.Length;

    /// <param name="pairs">Record numbers over both files.</param>
    public PairQuality OfPairs(IEnumerable<(int A, int B)> pairs)
    {
        var (right, found) = (0L, 0L);
        foreach (var (a, b) in pairs)
        {
            found++;
            if (truth[a] >= 0 && truth[a] == truth[b]) right++;
        }
        return new(right, found, Pairs(truth));
    }

    /// <param name="clusters">A number for each record.</param>
    public PairQuality OfClusters(int[] clusters) =>
        new(Pairs([.. truth.Select((person, record) => person < 0 ? -1L : ((long)clusters[record] << 32) | (uint)person)]), Pairs(clusters), Pairs(truth));

    private long Pairs(IEnumerable<int> groups) => Pairs([.. groups.Select(g => (long)g)]);

    /// <summary>Pairs of records of one group; -1 is no group.</summary>
    private long Pairs(long[] groups)
    {
        var sizes = new Dictionary<long, (long A, long B)>();
        for (var record = 0; record < groups.Length; record++)
        {
            if (groups[record] < 0) continue;
            var size = sizes.GetValueOrDefault(groups[record]);
            sizes[groups[record]] = record < first ? size with { A = size.A + 1 } : size with { B = size.B + 1 };
        }
        return sizes.Values.Sum(s => two ? s.A * s.B : s.A * (s.A - 1) / 2);
    }
}
