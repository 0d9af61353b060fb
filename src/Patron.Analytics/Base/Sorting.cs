using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Patron.Analytics.Base;

/// <summary>What customers are put in order by.</summary>
public abstract record SortBy
{
    private SortBy() { }

    /// <summary>A number column.</summary>
    public sealed record Number(NumberKey Key) : SortBy;

    /// <summary>A purchase measure as of a day, in a window when <paramref name="FromDay"/> is given.</summary>
    public sealed record Measured(PurchaseMeasure Measure, int AsOf, int? FromDay = null) : SortBy;

    /// <summary>A number that is reckoned when it is asked for, by index; <see cref="NumberKey.Missing"/> where there is none.</summary>
    public sealed record Reckoned(Func<int, long> Value) : SortBy;

    /// <summary>A text column as the culture orders it.</summary>
    public sealed record Text(TextKey Key, CultureInfo Culture) : SortBy;

    /// <summary>A category column as the culture orders its strings, or what <paramref name="Shown"/> makes of them (a country's name of its code).</summary>
    public sealed record Category(CategoryKey Key, CultureInfo Culture, Func<string, string>? Shown = null) : SortBy;
}

/// <summary>Puts selected customers in order and gives one page of them.</summary>
public static class Sorting
{
    /// <summary>How far into the list one pass is worth it.</summary>
    private const int Most = 100_000;

    /// <summary>Customer indexes of the page.</summary>
    /// <remarks>Missing values (no number, empty text, never bought where that leaves a measure without value) come last in both directions; equal values stand in order of index in both directions.
    /// Only what is needed up to the end of the page is put in order; far behind, all is.</remarks>
    /// <param name="snapshot">The base.</param>
    /// <param name="selected">Whom to put in order.</param>
    /// <param name="by">By what.</param>
    /// <param name="descending">Highest first.</param>
    /// <param name="skip">How many to leave out at the beginning.</param>
    /// <param name="take">How many to give at most.</param>
    public static int[] Page(CustomerBaseSnapshot snapshot, Bitmap selected, SortBy by, bool descending, int skip, int take)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(selected);
        ArgumentNullException.ThrowIfNull(by);
        ArgumentOutOfRangeException.ThrowIfNegative(skip);
        ArgumentOutOfRangeException.ThrowIfNegative(take);
        var wanted = (long)skip + take;
        if (wanted is > 0 and <= Most && (ValueOf(snapshot, by) is { } value ? FirstByValue(selected, value, descending, (int)wanted) : FirstByText(snapshot, selected, (SortBy.Text)by, descending, (int)wanted)) is { } first)
            return first[skip..];
        var (present, missing, order) = Split(snapshot, selected.ToIndexes(), by, descending);
        present.Sort(order);
        var sorted = present.Skip(skip).Take(take).ToArray();
        var rest = take - sorted.Length;
        return rest == 0 ? sorted : [.. sorted, .. missing.Skip(Math.Max(0, skip - present.Count)).Take(rest)];
    }

    /// <summary>What the first page in an order would wait for is reckoned now. Only texts have such: a key of each, which the column keeps.</summary>
    /// <param name="snapshot">The base.</param>
    /// <param name="by">The order that will be asked for.</param>
    public static void Ready(CustomerBaseSnapshot snapshot, SortBy.Text by)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(by);
        snapshot[by.Key].Prefixes(by.Culture, snapshot.Size);
    }

    private static (List<int> Present, List<int> Missing, IComparer<int> Order) Split(CustomerBaseSnapshot snapshot, int[] indexes, SortBy by, bool descending)
    {
        if (ValueOf(snapshot, by) is { } value)
        {
            var keys = new long[snapshot.Size];
            foreach (var i in indexes) keys[i] = value(i);
            return Parted(indexes, i => keys[i] == NumberKey.Missing, new NumberOrder(keys, descending));
        }
        var texts = snapshot[((SortBy.Text)by).Key];
        return Parted(indexes, i => texts.Store.Length[i] == 0, OrderOf(snapshot, (SortBy.Text)by, descending));
    }

    private static TextOrder OrderOf(CustomerBaseSnapshot snapshot, SortBy.Text by, bool descending)
    {
        var texts = snapshot[by.Key];
        return new(texts, texts.Prefixes(by.Culture, snapshot.Size), by.Culture.CompareInfo, descending);
    }

    /// <summary>The number that customers are put in order by; null where it is a text.</summary>
    private static Func<int, long>? ValueOf(CustomerBaseSnapshot snapshot, SortBy by)
    {
        switch (by)
        {
            case SortBy.Number number:
                var values = snapshot[number.Key].Values;
                return i => values[i];
            case SortBy.Measured measured:
                var summary = snapshot.Summary(measured.AsOf, measured.FromDay);
                // Told apart once and not for each customer: the list begins in the order of what was spent.
                return measured.Measure is PurchaseMeasure.Spent ? i => summary.Spent[i] : i => summary.Measure(measured.Measure, i);
            case SortBy.Reckoned reckoned: return reckoned.Value;
            case SortBy.Category category:
                var column = snapshot[category.Key];
                var ranks = Ranks(column.Dictionary, category);
                return i => column.Codes[i] == 0 ? NumberKey.Missing : ranks[column.Codes[i]];
            case SortBy.Text: return null;
            default: throw new ArgumentException($"No such order: {by}.", nameof(by));
        }
    }

    /// <summary>
    /// The first so many by a number, in one pass that keeps nothing of the others: arrays of a million for each page shown would keep the collector busy.
    /// Candidates gather until there are twice as many; then the worse half goes, and nothing behind its border need be looked at again.
    /// Null where fewer have a value.
    /// </summary>
    [MethodImpl(Hot.Loop)]
    private static int[]? FirstByValue(Bitmap selected, Func<int, long> value, bool descending, int wanted)
    {
        var (keys, kept) = (new long[wanted * 2], new int[wanted * 2]);
        var (count, border, full) = (0, 0L, false);
        var words = selected.Words;
        for (var w = 0; w < words.Length; w++)
        {
            for (var rest = words[w]; rest != 0; rest &= rest - 1)
            {
                var index = (w << 6) + BitOperations.TrailingZeroCount(rest);
                var number = value(index);
                if (number == NumberKey.Missing) continue;
                // The complement turns the order round. Of equal ones the later index stands behind, and indexes come ascending.
                var key = descending ? ~number : number;
                if (full && key >= border) continue;
                (keys[count], kept[count++]) = (key, index);
                if (count < kept.Length) continue;
                Sort(keys, kept, count);
                (count, border, full) = (wanted, keys[wanted - 1], true);
            }
        }
        if (count < wanted) return null;
        Sort(keys, kept, count);
        return kept[..wanted];
    }

    /// <summary>The same by a text. Null where fewer have one.</summary>
    private static int[]? FirstByText(CustomerBaseSnapshot snapshot, Bitmap selected, SortBy.Text by, bool descending, int wanted)
    {
        var (lengths, order, kept) = (snapshot[by.Key].Store.Length, OrderOf(snapshot, by, descending), new int[wanted * 2]);
        var (count, border) = (0, -1);
        foreach (var index in selected.Indexes())
        {
            if (lengths[index] == 0 || (border >= 0 && order.Compare(index, border) > 0)) continue;
            kept[count++] = index;
            if (count < kept.Length) continue;
            Array.Sort(kept, order);
            (count, border) = (wanted, kept[wanted - 1]);
        }
        if (count < wanted) return null;
        Array.Sort(kept, 0, count, order);
        return kept[..wanted];
    }

    /// <summary>By key, equal ones by index.</summary>
    private static void Sort(long[] keys, int[] indexes, int count)
    {
        Array.Sort(keys, indexes, 0, count);
        for (var (from, to) = (0, 1); to <= count; to++)
        {
            if (to < count && keys[to] == keys[from]) continue;
            if (to - from > 1) Array.Sort(indexes, from, to - from);
            from = to;
        }
    }

    private static (List<int>, List<int>, IComparer<int>) Parted(int[] indexes, Func<int, bool> isMissing, IComparer<int> order)
    {
        var (present, missing) = (new List<int>(indexes.Length), new List<int>());
        foreach (var i in indexes) (isMissing(i) ? missing : present).Add(i);
        return (present, missing, order);
    }

    private static long[] Ranks(CategoryDictionary dictionary, SortBy.Category by)
    {
        var codes = Enumerable.Range(0, dictionary.Count).ToArray();
        var names = Array.ConvertAll(codes, code => by.Shown is { } shown && code > 0 ? shown(dictionary.Name(code)) : dictionary.Name(code));
        Array.Sort(codes, (a, b) => by.Culture.CompareInfo.Compare(names[a], names[b]) is not 0 and var c ? c : a.CompareTo(b));
        var ranks = new long[codes.Length];
        for (var rank = 0; rank < codes.Length; rank++) ranks[codes[rank]] = rank;
        return ranks;
    }

    private sealed class NumberOrder(long[] keys, bool descending) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            var byKey = descending ? keys[y].CompareTo(keys[x]) : keys[x].CompareTo(keys[y]);
            return byKey != 0 ? byKey : x.CompareTo(y);
        }
    }

    private sealed class TextOrder(TextColumn texts, ulong[] prefixes, CompareInfo compare, bool descending) : IComparer<int>
    {
        public int Compare(int x, int y)
        {
            if (x == y) return 0;
            var byText = prefixes[x].CompareTo(prefixes[y]);
            if (byText == 0 && !texts.Utf8(x).SequenceEqual(texts.Utf8(y))) byText = compare.Compare(texts[x], texts[y]);
            if (byText == 0) return x.CompareTo(y);
            return descending ? -byText : byText;
        }
    }
}
