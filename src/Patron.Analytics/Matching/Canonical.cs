namespace Patron.Analytics.Matching;

/// <summary>An order of the records by what they hold: samples and ties do not hang on the order in which records came.</summary>
internal static class Canonical
{
    public static int[] Order(MatchData data)
    {
        var hashes = new ulong[data.Count];
        var words = new ulong[data.Count];
        Parallel.For(0, (data.Count + 0xFFFF) >> 16, part =>
        {
            for (var record = part << 16; record < Math.Min(data.Count, (part + 1) << 16); record++)
            {
                hashes[record] = Hash(data, record);
                words[record] = hashes[record] & ~(ulong)uint.MaxValue | (uint)record;
            }
        });
        KeySort.Ascending(words, new ulong[words.Length]);
        var order = Array.ConvertAll(words, w => (int)(uint)w);
        // By the upper half of the hash so far; the few that share it are ordered by the lower one.
        for (int from = 0, to; from < order.Length; from = to)
        {
            for (to = from + 1; to < order.Length && words[to] >> 32 == words[from] >> 32;) to++;
            if (to - from > 1) order.AsSpan(from, to - from).Sort((a, b) => hashes[a].CompareTo(hashes[b]));
        }
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
