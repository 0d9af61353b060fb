namespace Patron.Analytics.Matching;

/// <summary>Parts of the records that pairs connect.</summary>
internal static class Components
{
    /// <summary>Brings the pairs of each part side by side.</summary>
    /// <param name="records">How many there are.</param>
    /// <param name="scored">Its pairs and keys are reordered.</param>
    /// <returns>Where each part begins, and behind the last one the number of pairs.</returns>
    public static int[] Sort(int records, Scored scored)
    {
        var (pairs, keys) = (scored.Pairs, scored.Keys);
        var root = new int[records];
        for (var i = 0; i < root.Length; i++) root[i] = i;
        foreach (var pair in pairs)
        {
            var (a, b) = (Find(root, pair.A), Find(root, pair.B));
            root[Math.Max(a, b)] = Math.Min(a, b);
        }
        var (numbers, parts, count) = (new int[records], new int[pairs.Length], 0);
        for (var p = 0; p < parts.Length; p++)
        {
            ref var number = ref numbers[Find(root, pairs[p].A)];
            if (number == 0) number = ++count;
            parts[p] = number - 1;
        }
        var starts = new int[count + 1];
        foreach (var part in parts) starts[part + 1]++;
        for (var part = 0; part < count; part++) starts[part + 1] += starts[part];
        var (next, sortedPairs, sortedKeys) = (starts.AsSpan(0, count).ToArray(), new ScoredPair[pairs.Length], new ulong[pairs.Length]);
        for (var p = 0; p < parts.Length; p++)
        {
            var to = next[parts[p]]++;
            (sortedPairs[to], sortedKeys[to]) = (pairs[p], keys[p]);
        }
        sortedPairs.CopyTo(pairs, 0);
        sortedKeys.CopyTo(keys, 0);
        return starts;
    }

    private static int Find(int[] root, int record)
    {
        while (root[record] != record) record = root[record] = root[root[record]];
        return record;
    }
}
