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
    private long? known;

    private long True => known ??= Pairs(record => truth[record]);

    /// <param name="pairs">Record numbers over both files.</param>
    public PairQuality OfPairs(IEnumerable<(int A, int B)> pairs)
    {
        var (right, found) = (0L, 0L);
        foreach (var (a, b) in pairs)
        {
            found++;
            if (truth[a] >= 0 && truth[a] == truth[b]) right++;
        }
        return new(right, found, True);
    }

    /// <param name="clusters">A number for each record.</param>
    public PairQuality OfClusters(int[] clusters) =>
        new(Pairs(record => truth[record] < 0 ? -1L : ((long)clusters[record] << 31) | (uint)truth[record]), Pairs(record => clusters[record]), True);

    /// <summary>Pairs of records of one group; below 0 is no group. Sorted, equal groups lie side by side, records of the first file in front.</summary>
    private long Pairs(Func<int, long> groupOf)
    {
        var (groups, count) = (new long[truth.Length], 0);
        for (var record = 0; record < groups.Length; record++)
            if (groupOf(record) is var group and >= 0) groups[count++] = (group << 1) | (record < first ? 0L : 1L);
        Array.Sort(groups, 0, count);
        var pairs = 0L;
        for (int from = 0, to; from < count; from = to)
        {
            var ofFirst = 0L;
            for (to = from; to < count && groups[to] >> 1 == groups[from] >> 1; to++) ofFirst += 1 - (groups[to] & 1);
            var all = to - from;
            pairs += two ? ofFirst * (all - ofFirst) : all * (all - 1L) / 2;
        }
        return pairs;
    }
}
