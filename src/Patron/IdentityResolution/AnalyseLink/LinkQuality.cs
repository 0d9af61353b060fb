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

    private long True => known ??= Pairs(truth, _ => 0);

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
        new(Pairs(clusters, record => truth[record]), Pairs(clusters, _ => 0), True);

    /// <summary>Pairs of records that are of one group and are called the same; below 0 is no group and no name. Counted group by group, those of one name side by side.</summary>
    private long Pairs(int[] groups, Func<int, int> nameOf)
    {
        var starts = new int[groups.DefaultIfEmpty(-1).Max() + 2];
        foreach (var group in groups) starts[group + 1]++;
        for (var group = 1; group < starts.Length; group++) starts[group] += starts[group - 1];
        var (names, next) = (new long[groups.Length], starts[..^1]);
        for (var record = 0; record < groups.Length; record++)
            if (groups[record] is >= 0 and var group) names[next[group]++] = ((long)nameOf(record) << 1) | (record < first ? 0L : 1L);
        var pairs = 0L;
        for (var group = 0; group < next.Length; group++) pairs += PairsWithin(names.AsSpan(starts[group]..next[group]));
        return pairs;
    }

    private long PairsWithin(Span<long> names)
    {
        names.Sort();
        var pairs = 0L;
        for (int from = 0, to; from < names.Length; from = to)
        {
            var ofFirst = 0L;
            for (to = from; to < names.Length && names[to] >> 1 == names[from] >> 1; to++) ofFirst += 1 - (names[to] & 1);
            var all = to - from;
            if (names[from] >= 0) pairs += two ? ofFirst * (all - ofFirst) : all * (all - 1L) / 2;
        }
        return pairs;
    }
}
