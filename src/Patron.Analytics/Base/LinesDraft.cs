using System.Runtime.CompilerServices;

namespace Patron.Analytics.Base;

/// <summary>The next version of the purchase columns, in the writer's hands.</summary>
internal sealed class LinesDraft(PurchaseColumns before, int visible)
{
    private readonly Draft<int> start = new(before.Start, visible, 0);
    private readonly Draft<int> length = new(before.Length, visible, 0);
    private LineArrays lines = before.Lines;
    private int used = before.Used;
    private int live = before.Live;

    /// <summary>Customers whose lines were set.</summary>
    public HashSet<int> Changed { get; } = [];

    public static PurchaseColumns From(LineLoad? load, int customers)
    {
        if (load is null) return new() { Start = new int[customers], Length = new int[customers], Lines = new(0) };
        var length = new int[customers];
        for (var i = 0; i < load.Count; i++) length[load.Customer[i]]++;
        var start = new int[customers];
        for (var c = 1; c < customers; c++) start[c] = start[c - 1] + length[c - 1];
        var next = start.AsSpan().ToArray();
        var place = new int[load.Count];
        for (var i = 0; i < place.Length; i++) place[i] = next[load.Customer[i]]++;
        var lines = LineArrays.Sorted(load, place);
        Ranges.Run(customers, (from, to) =>
        {
            for (var c = from; c < to; c++) Order(lines, start[c], length[c]);
        });
        return new() { Start = start, Length = length, Lines = lines, Used = load.Count, Live = load.Count };
    }

    public void Set(int index, IReadOnlyList<PurchaseLine> slice)
    {
        Changed.Add(index);
        live += slice.Count - length[index];
        if (slice.Count > 0)
        {
            if (used + slice.Count > lines.Capacity) lines = lines.Grown(checked(used + slice.Count));
            for (var i = 0; i < slice.Count; i++) lines[used + i] = slice[i];
            Order(lines, used, slice.Count);
            start.Set(index, used);
            used += slice.Count;
        }
        length.Set(index, slice.Count);
    }

    public PurchaseColumns Finish(int count)
    {
        start.Reach(count);
        length.Reach(count);
        if (used - live > used / 2) Compact(count);
        return new() { Start = start.Values, Length = length.Values, Lines = lines, Used = used, Live = live };
    }

    private void Compact(int count)
    {
        var packed = new LineArrays(live + live / 8);
        used = 0;
        for (var c = 0; c < count; c++)
        {
            var from = start[c];
            start.Set(c, used);
            for (var i = 0; i < length[c]; i++) packed[used++] = lines[from + i];
        }
        lines = packed;
    }

    /// <summary>Brings one slice into order by day, then by order; lines of one order keep their order. Most come in order already.</summary>
    [MethodImpl(Hot.Loop)]
    private static void Order(LineArrays lines, int start, int length)
    {
        var (day, order) = (lines.Day, lines.Order);
        var sorted = true;
        for (var i = start + 1; i < start + length && sorted; i++)
            sorted = day[i - 1] < day[i] || day[i - 1] == day[i] && order[i - 1] <= order[i];
        if (sorted) return;
        var slice = new PurchaseLine[length];
        for (var i = 0; i < length; i++) slice[i] = lines[start + i];
        var at = start;
        foreach (var line in slice.OrderBy(l => l.Day).ThenBy(l => l.Order)) lines[at++] = line;
    }
}
