namespace Patron.Analytics.Matching;

/// <summary>Records in groups that only grow. Groups that never meet may grow side by side.</summary>
internal sealed class Groups
{
    private readonly int[] next;
    private readonly int[] last;
    private readonly int[] root;
    private readonly int[] size;

    public Groups(int records)
    {
        (next, last, root, size) = (new int[records], new int[records], new int[records], new int[records]);
        next.AsSpan().Fill(-1);
        size.AsSpan().Fill(1);
        for (var i = 0; i < records; i++) (last[i], root[i]) = (i, i);
    }

    /// <summary>The record that stands for the group.</summary>
    public int Find(int record)
    {
        while (root[record] != record) record = root[record] = root[root[record]];
        return record;
    }

    public int Size(int group) => size[group];

    public void Join(int x, int y)
    {
        if (size[x] < size[y]) (x, y) = (y, x);
        next[last[x]] = y;
        last[x] = last[y];
        size[x] += size[y];
        root[y] = x;
    }

    /// <summary>Records of a group at even distances, as many as there is room for; answers how many.</summary>
    public int Pick(int group, Span<int> picked)
    {
        var (count, at, all) = (0, 0, size[group]);
        for (var record = group; record >= 0; record = next[record], at++)
            if (count < picked.Length && (all <= picked.Length || at >= (long)count * all / picked.Length)) picked[count++] = record;
        return count;
    }

    /// <summary>For each record the one that stands for its group. No more is joined then.</summary>
    public int[] Roots()
    {
        for (var record = 0; record < root.Length; record++) root[record] = Find(record);
        return root;
    }
}
