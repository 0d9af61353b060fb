using System.Numerics;
using System.Runtime.CompilerServices;

namespace Patron.Analytics.Baskets;

/// <summary>Sets of items that lie together in at least so many baskets, with exact counts.</summary>
/// <remarks>
/// Eclat (Zaki, Scalable algorithms for association mining, IEEE TKDE 12(3), 2000) on bitmaps: for each item, rarest first, the baskets that hold it are numbered anew and every more
/// frequent item gets a bitmap over these alone, so bitmaps are short and one item's are made at a time. Sets stand in a tree: each has a parent, its set without the most frequent item.
/// </remarks>
public sealed class FrequentItemsets
{
    /// <summary>No more sets are kept: whoever asks for more asks for all there are.</summary>
    public const int Most = 5_000_000;

    private readonly int[] itemOfRank;
    private readonly List<(int Parent, int Rank, int Count)> sets;
    private readonly Dictionary<long, int> children;

    private FrequentItemsets(int baskets, int least, int[] itemOfRank, List<(int, int, int)> sets)
    {
        (Baskets, LeastCount, this.itemOfRank, this.sets) = (baskets, least, itemOfRank, sets);
        children = new(sets.Count);
        for (var n = 0; n < sets.Count; n++) children.Add(Key(this.sets[n].Parent, this.sets[n].Rank), n);
    }

    /// <summary>Baskets in all.</summary>
    public int Baskets { get; }

    /// <summary>Baskets that a set must lie in.</summary>
    public int LeastCount { get; }

    /// <summary>How many sets there are, those of one item among them.</summary>
    public int Count => sets.Count;

    /// <summary>The least number of baskets of a support: ceiling(support x baskets), reckoned in decimals, at least 1.</summary>
    public static int CountOf(decimal support, int baskets) => (int)Math.Max(1, Math.Ceiling(support * baskets));

    /// <summary>All sets; null where there are more than <see cref="Most"/>.</summary>
    /// <param name="least">Baskets that a set must lie in; at least 1.</param>
    /// <param name="longest">Items that a set may have.</param>
    public static FrequentItemsets? Of(BasketData data, int least, int longest = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(least, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(longest, 1);
        var ranked = Enumerable.Range(0, data.Counts.Length).Where(i => data.Counts[i] >= least).OrderBy(i => data.Counts[i]).ThenBy(i => i).ToArray();
        var search = new EclatSearch(data, ranked, least, longest);
        return search.Run() is { } sets ? new(data.Baskets, least, ranked, sets) : null;
    }

    /// <summary>The items of a set, as numbered in the data, ascending.</summary>
    public int[] ItemsOf(int set)
    {
        var items = RanksOf(set).Select(r => itemOfRank[r]).ToArray();
        Array.Sort(items);
        return items;
    }

    /// <summary>Baskets that hold all items of a set.</summary>
    public int CountOf(int set) => sets[set].Count;

    /// <summary>Rarest first.</summary>
    internal int[] RanksOf(int set)
    {
        var length = 0;
        for (var n = set; n >= 0; n = sets[n].Parent) length++;
        var ranks = new int[length];
        for (var n = set; n >= 0; n = sets[n].Parent) ranks[--length] = sets[n].Rank;
        return ranks;
    }

    internal int ItemOf(int rank) => itemOfRank[rank];

    /// <summary>The set of one item.</summary>
    internal int Single(int rank) => children[Key(-1, rank)];

    /// <summary>The set of these ranks but one; it is frequent, as a set that holds it is.</summary>
    internal int Without(ReadOnlySpan<int> ranks, int left)
    {
        var set = -1;
        for (var i = 0; i < ranks.Length; i++)
            if (i != left) set = children[Key(set, ranks[i])];
        return set;
    }

    private static long Key(int parent, int rank) => ((long)parent << 32) | (uint)rank;
}

/// <summary>The search for <see cref="FrequentItemsets"/>, the first items shared among the cores.</summary>
internal sealed class EclatSearch
{
    private readonly BasketData data;
    private readonly int[] itemOfRank;
    private readonly int least;
    private readonly int longest;
    private int found;

    public EclatSearch(BasketData data, int[] itemOfRank, int least, int longest) =>
        (this.data, this.itemOfRank, this.least, this.longest) = (data, itemOfRank, least, longest);

    /// <summary>Parents stand before their children; null where there are too many.</summary>
    public List<(int Parent, int Rank, int Count)>? Run()
    {
        var (start, ranks) = Ranked();
        var holders = Holders(start, ranks);
        var parts = new List<(int Parent, int Rank, int Count)>[itemOfRank.Length];
        Parallel.For(0, itemOfRank.Length, rank => parts[rank] = new Branch(this, rank, ranks, holders[rank]).Sets);
        if (found > FrequentItemsets.Most) return null;
        var all = new List<(int, int, int)>(found);
        foreach (var part in parts)
        {
            var offset = all.Count;
            foreach (var (parent, rank, count) in part) all.Add((parent < 0 ? -1 : parent + offset, rank, count));
        }
        return all;
    }

    /// <summary>Baskets with the ranks of their frequent items, ascending.</summary>
    private (int[] Start, int[] Ranks) Ranked()
    {
        var rankOf = new int[data.Counts.Length];
        Array.Fill(rankOf, -1);
        for (var rank = 0; rank < itemOfRank.Length; rank++) rankOf[itemOfRank[rank]] = rank;
        var (start, ranks, kept) = (new int[data.Baskets + 1], new int[data.Items.Length], 0);
        for (var b = 0; b < data.Baskets; b++)
        {
            for (var i = data.Start[b]; i < data.Start[b + 1]; i++)
                if (rankOf[data.Items[i]] is >= 0 and var rank) ranks[kept++] = rank;
            start[b + 1] = kept;
            Array.Sort(ranks, start[b], kept - start[b]);
        }
        return (start, ranks);
    }

    /// <summary>Where each rank stands: places in the ranked baskets with the end of the basket.</summary>
    private (int Place, int End)[][] Holders(int[] start, int[] ranks)
    {
        var holders = itemOfRank.Select(item => new (int, int)[data.Counts[item]]).ToArray();
        var next = new int[itemOfRank.Length];
        for (var b = 0; b + 1 < start.Length; b++)
            for (var i = start[b]; i < start[b + 1]; i++) holders[ranks[i]][next[ranks[i]]++] = (i, start[b + 1]);
        return holders;
    }

    /// <summary>All sets whose rarest item is one item.</summary>
    private sealed class Branch
    {
        private readonly EclatSearch search;

        public Branch(EclatSearch search, int rank, int[] ranks, (int Place, int End)[] holders)
        {
            this.search = search;
            Interlocked.Increment(ref search.found);
            Sets.Add((-1, rank, holders.Length));
            if (search.longest == 1) return;
            var words = (holders.Length + 63) / 64;
            var counts = new int[search.itemOfRank.Length];
            foreach (var (place, end) in holders)
                for (var i = place + 1; i < end; i++) counts[ranks[i]]++;
            var others = Enumerable.Range(rank + 1, counts.Length - rank - 1).Where(r => counts[r] >= search.least).ToArray();
            if (others.Length == 0) return;
            var bitmapOf = new int[counts.Length];
            Array.Fill(bitmapOf, -1);
            var bitmaps = new ulong[others.Length][];
            for (var n = 0; n < others.Length; n++) (bitmapOf[others[n]], bitmaps[n]) = (n, new ulong[words]);
            for (var h = 0; h < holders.Length; h++)
                for (var i = holders[h].Place + 1; i < holders[h].End; i++)
                    if (bitmapOf[ranks[i]] is >= 0 and var n) bitmaps[n][h >> 6] |= 1UL << (h & 63);
            Extend(0, 2, [.. others.Select((r, n) => new Candidate(r, counts[r], bitmaps[n]))]);
        }

        /// <summary>A parent stands before its children; numbers are within this branch.</summary>
        public List<(int Parent, int Rank, int Count)> Sets { get; } = [];

        private void Extend(int parent, int length, List<Candidate> candidates)
        {
            for (var i = 0; i < candidates.Count; i++)
            {
                if (Interlocked.Increment(ref search.found) > FrequentItemsets.Most) return;
                var own = candidates[i];
                var set = Sets.Count;
                Sets.Add((parent, own.Rank, own.Count));
                if (length == search.longest) continue;
                var deeper = new List<Candidate>();
                for (var j = i + 1; j < candidates.Count; j++)
                {
                    var count = CountBoth(own.Baskets, candidates[j].Baskets);
                    if (count >= search.least) deeper.Add(new(candidates[j].Rank, count, Both(own.Baskets, candidates[j].Baskets)));
                }
                if (deeper.Count > 0) Extend(set, length + 1, deeper);
            }
        }

        [MethodImpl(Hot.Loop)]
        private static int CountBoth(ulong[] a, ulong[] b)
        {
            var count = 0;
            for (var i = 0; i < a.Length; i++) count += BitOperations.PopCount(a[i] & b[i]);
            return count;
        }

        private static ulong[] Both(ulong[] a, ulong[] b)
        {
            var both = new ulong[a.Length];
            for (var i = 0; i < a.Length; i++) both[i] = a[i] & b[i];
            return both;
        }

        private readonly record struct Candidate(int Rank, int Count, ulong[] Baskets);
    }
}
