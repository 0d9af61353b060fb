namespace Patron.Analytics.Matching;

/// <summary>Records in groups. Groups that never meet may grow side by side.</summary>
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
    /// <param name="group">The record that stands for it.</param>
    /// <param name="picked">Takes them.</param>
    /// <param name="without">This one left out, as if the group were without it.</param>
    public int Pick(int group, Span<int> picked, int without = -1)
    {
        var (count, at, all) = (0, 0, size[group] - (without >= 0 && Find(without) == group ? 1 : 0));
        for (var record = group; record >= 0; record = next[record])
        {
            if (record == without) continue;
            if (count < picked.Length && (all <= picked.Length || at >= (long)count * all / picked.Length)) picked[count++] = record;
            at++;
        }
        return count;
    }

    public List<int> Members(int group)
    {
        var members = new List<int>(size[group]);
        for (var record = group; record >= 0; record = next[record]) members.Add(record);
        return members;
    }

    /// <summary>These are a group from now on. Whom they leave behind must be set as well.</summary>
    public void Set(List<int> members)
    {
        for (var i = 0; i < members.Count; i++) (root[members[i]], next[members[i]]) = (members[0], i + 1 < members.Count ? members[i + 1] : -1);
        (last[members[0]], size[members[0]]) = (members[^1], members.Count);
    }

    /// <summary>For each record the one that stands for its group. No more is joined then.</summary>
    public int[] Roots()
    {
        for (var record = 0; record < root.Length; record++) root[record] = Find(record);
        return root;
    }
}
