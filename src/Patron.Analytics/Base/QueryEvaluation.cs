using System.Numerics;

namespace Patron.Analytics.Base;

/// <summary>Answers queries block by block: every leaf of a block is reckoned while the block's words are in the first-level cache.</summary>
internal static class QueryEvaluation
{
    private const int Words = Ranges.Block / 64;

    public static Bitmap Select(CustomerBaseSnapshot snapshot, CustomerQuery query, Bitmap? visibleTo, int asOf)
    {
        var (root, universe) = Bind(snapshot, query, asOf);
        var result = new Bitmap(snapshot.Size);
        Ranges.Run(snapshot.Size, (from, to) =>
        {
            for (var start = from; start < to; start += Ranges.Block)
            {
                var into = result.Words.AsSpan(start >> 6, WordsIn(start, to));
                Block(root, universe, visibleTo, start >> 6, into);
            }
        });
        return result;
    }

    public static int Count(CustomerBaseSnapshot snapshot, CustomerQuery query, Bitmap? visibleTo, int asOf)
    {
        var (root, universe) = Bind(snapshot, query, asOf);
        var total = 0;
        Ranges.Run(snapshot.Size, (from, to) =>
        {
            Span<ulong> into = stackalloc ulong[Words];
            var count = 0;
            for (var start = from; start < to; start += Ranges.Block)
            {
                var block = into[..WordsIn(start, to)];
                Block(root, universe, visibleTo, start >> 6, block);
                foreach (var word in block) count += BitOperations.PopCount(word);
            }
            Interlocked.Add(ref total, count);
        });
        return total;
    }

    /// <summary>Only the words of 64 customers with one of <paramref name="among"/> in it are looked at, and of each only those.</summary>
    public static Bitmap SelectAmong(CustomerBaseSnapshot snapshot, CustomerQuery query, Bitmap among, int asOf)
    {
        var (root, universe) = Bind(snapshot, query, asOf);
        var result = new Bitmap(snapshot.Size);
        var words = among.Words.AsSpan(0, Math.Min(among.Words.Length, result.Words.Length));
        for (var from = 0; from < words.Length; from++)
        {
            if (words[from] == 0) continue;
            var end = from + 1;
            while (end < words.Length && end - from < Words && words[end] != 0) end++;
            var into = result.Words.AsSpan(from, end - from);
            root.Evaluate(from, words[from..end], into);
            for (var i = 0; i < into.Length; i++) into[i] &= words[from + i];
            QueryNode.And(into, universe, from);
            from = end - 1;
        }
        return result;
    }

    private static int WordsIn(int start, int to) => (Math.Min(Ranges.Block, to - start) + 63) >> 6;

    private static void Block(QueryNode root, Bitmap universe, Bitmap? visibleTo, int word, Span<ulong> into)
    {
        root.Evaluate(word, into);
        QueryNode.And(into, universe, word);
        if (visibleTo is not null) QueryNode.And(into, visibleTo, word);
    }

    private static (QueryNode Root, Bitmap Universe) Bind(CustomerBaseSnapshot snapshot, CustomerQuery query, int asOf)
    {
        ArgumentNullException.ThrowIfNull(query);
        return query is CustomerQuery.IncludeAnonymous open
            ? (QueryBinding.Bind(open.Of, snapshot, asOf), snapshot.Present)
            : (QueryBinding.Bind(query, snapshot, asOf), snapshot.Known);
    }
}
