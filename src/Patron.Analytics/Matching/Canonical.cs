namespace Patron.Analytics.Matching;

/// <summary>An order of the records by what they hold: samples and ties do not hang on the order in which records came.</summary>
/// <param name="Order">All records.</param>
/// <param name="Telling">The same without those that more than <see cref="MostAlike"/> others are equal to in every field: there is nothing to learn from them.</param>
internal sealed record Canonical(int[] Order, int[] Telling)
{
    /// <summary>
    /// So many records that are alike in everything are learnt from. Forms that want every field filled make thousands ("unknown, unknown"): the pairs of such a crowd would be
    /// taken for those of one person, who then never errs, so that too few rules would seem to reach everybody.
    /// </summary>
    private const int MostAlike = 10;

    public static Canonical Of(MatchData data)
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
        return new(order, Without(order, words, hashes));
    }

    /// <summary>Equal records stand beside each other, and few others share the upper half of their hashes, which lies near at hand in <paramref name="words"/>. That different ones have one hash happens once in billions of billions, and leaves one of them unlearnt.</summary>
    private static int[] Without(int[] order, ulong[] words, ulong[] hashes)
    {
        var (telling, alike) = (new List<int>(order.Length), 0);
        for (var i = 0; i < order.Length; i++)
        {
            alike = i > 0 && words[i] >> 32 == words[i - 1] >> 32 && hashes[order[i]] == hashes[order[i - 1]] ? alike + 1 : 1;
            if (alike <= MostAlike) telling.Add(order[i]);
        }
        return telling.Count == order.Length ? order : [.. telling];
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
