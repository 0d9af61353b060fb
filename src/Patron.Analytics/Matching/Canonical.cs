namespace Patron.Analytics.Matching;

/// <summary>An order of the records by what they hold: samples and ties do not hang on the order in which records came.</summary>
internal static class Canonical
{
    public static int[] Order(MatchData data)
    {
        var hashes = new ulong[data.Count];
        var order = new int[data.Count];
        Parallel.For(0, (data.Count + 0xFFFF) >> 16, part =>
        {
            for (var record = part << 16; record < Math.Min(data.Count, (part + 1) << 16); record++)
            {
                (hashes[record], order[record]) = (Hash(data, record), record);
            }
        });
        Array.Sort(hashes, order);
        return order;
    }

    /// <summary>For each record its place in the order.</summary>
    public static int[] Rank(int[] order)
    {
        var rank = new int[order.Length];
        for (var i = 0; i < rank.Length; i++) rank[order[i]] = i;
        return rank;
    }

    private static ulong Hash(MatchData data, int record)
    {
        var row = data.Row(record);
        var hash = record < data.Boundary ? 1UL : 2UL;
        for (var f = 0; f < row.Length; f++) hash = Mixing.Mix(hash, row[f] < 0 ? 0 : data.Values(f).Hash(row[f]));
        return hash;
    }
}
