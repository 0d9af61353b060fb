namespace Patron.Analytics.Baskets;

/// <summary>Baskets of items: of each basket the different items, ascending.</summary>
public sealed class BasketData
{
    private BasketData(int[] start, int[] items, int[] counts) => (Start, Items, Counts) = (start, items, counts);

    /// <summary>Baskets; one without items counts as well.</summary>
    public int Baskets => Start.Length - 1;

    /// <summary>In how many baskets each item lies.</summary>
    public IReadOnlyList<int> ItemCounts => Counts;

    /// <summary>How many different items lie in each basket, in the order of the baskets.</summary>
    public int[] Sizes()
    {
        var sizes = new int[Baskets];
        for (var b = 0; b < sizes.Length; b++) sizes[b] = Start[b + 1] - Start[b];
        return sizes;
    }

    internal int[] Start { get; }
    internal int[] Items { get; }
    internal int[] Counts { get; }

    /// <summary>Of rows in any order, one for each item of a basket; an item that stands in a basket several times counts once.</summary>
    /// <param name="baskets">How many there are; numbers of <paramref name="basket"/> lie below.</param>
    /// <param name="items">How many there are; numbers of <paramref name="item"/> lie below.</param>
    public static BasketData Of(int baskets, int items, ReadOnlySpan<int> basket, ReadOnlySpan<int> item)
    {
        if (basket.Length != item.Length) throw new ArgumentException("The columns differ in length.", nameof(item));
        // Sorted by item first and then, keeping that order, by basket: so the items of a basket come in order.
        var byItem = Places(items, item);
        var order = new int[item.Length];
        for (var row = 0; row < item.Length; row++) order[byItem[item[row]]++] = row;
        var start = Places(baskets, basket);
        var sorted = new int[item.Length];
        var next = (int[])start.Clone();
        foreach (var row in order) sorted[next[basket[row]]++] = item[row];
        return Distinct(start, sorted, items);
    }

    private static BasketData Distinct(int[] start, int[] sorted, int items)
    {
        var (counts, kept, from) = (new int[items], 0, 0);
        for (var b = 0; b + 1 < start.Length; b++)
        {
            var (to, first) = (start[b + 1], kept);
            for (var i = from; i < to; i++)
                if (kept == first || sorted[kept - 1] != sorted[i])
                {
                    sorted[kept++] = sorted[i];
                    counts[sorted[i]]++;
                }
            from = to;
            start[b + 1] = kept;
        }
        return new(start, sorted[..kept], counts);
    }

    private static int[] Places(int count, ReadOnlySpan<int> values)
    {
        var start = new int[count + 1];
        foreach (var value in values) start[value + 1]++;
        for (var i = 0; i < count; i++) start[i + 1] += start[i];
        return start;
    }
}
