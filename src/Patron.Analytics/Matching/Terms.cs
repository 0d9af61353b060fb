namespace Patron.Analytics.Matching;

/// <summary>How frequent the values of a field are.</summary>
/// <param name="Present">Share of records to learn from that have a value.</param>
/// <param name="Frequent">The most frequent values by their shares of the values that are there.</param>
/// <param name="RareShare">Share of each other value.</param>
internal sealed record Terms(double Present, IReadOnlyList<TermShare> Frequent, double RareShare)
{
    private const int MostFrequent = 10_000;
    private const int LeastCount = 3;

    public static Terms[] Count(PreparedData prepared)
    {
        var terms = new Terms[prepared.Data.Fields.Count];
        Parallel.For(0, terms.Length, f => terms[f] = Count(prepared, f));
        return terms;
    }

    private static Terms Count(PreparedData prepared, int field)
    {
        var data = prepared.Data;
        var values = data.Values(field);
        var (counts, all) = (new int[values.Count], 0);
        for (var record = 0; record < data.Count; record++)
        {
            if (data.Value(record, field) is not (>= 0 and var id) || !prepared.Tells(record)) continue;
            counts[id]++;
            all++;
        }
        if (all == 0) return new(0, [], 1);
        var frequent = Enumerable.Range(0, counts.Length).Where(id => counts[id] >= LeastCount)
            .OrderByDescending(id => counts[id]).ThenBy(id => values.Hash(id)).Take(MostFrequent).ToArray();
        var (rest, distinct) = (all - frequent.Sum(id => (long)counts[id]), counts.Count(c => c > 0) - frequent.Length);
        return new((double)all / prepared.Telling.Length, [.. frequent.Select(id => new TermShare(values[id].ToString(), (double)counts[id] / all))], distinct == 0 ? 1d / all : (double)rest / distinct / all);
    }
}
