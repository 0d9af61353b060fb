namespace Patron.Analytics.Base;

/// <summary>One column of a snapshot, read by customer index.</summary>
public abstract class Column
{
    private protected Column() { }

    internal abstract ColumnDraft Change(int visible);
}

/// <summary>The next version of a column, in the writer's hands.</summary>
internal abstract class ColumnDraft
{
    public abstract void Write(int index, in ColumnValue value);
    public abstract void Clear(int index);
    public abstract Column Finish(int count);
}

/// <summary>Numbers by customer index.</summary>
public sealed class NumberColumn : Column
{
    internal NumberColumn(long[] values) => Values = values;

    internal long[] Values { get; }

    /// <summary>The number, or <see cref="NumberKey.Missing"/>.</summary>
    public long this[int index] => Values[index];

    internal override ColumnDraft Change(int visible) => new Next(Values, visible);

    private sealed class Next(long[] values, int visible) : ColumnDraft
    {
        private readonly Draft<long> draft = new(values, visible, NumberKey.Missing);
        public override void Write(int index, in ColumnValue value) => draft.Set(index, value.Bits);
        public override void Clear(int index) => draft.Set(index, NumberKey.Missing);
        public override Column Finish(int count)
        {
            draft.Reach(count);
            return new NumberColumn(draft.Values);
        }
    }
}

/// <summary>Category codes by customer index.</summary>
public sealed class CategoryColumn : Column
{
    internal CategoryColumn(int[] codes, CategoryDictionary dictionary) => (Codes, Dictionary) = (codes, dictionary);

    internal int[] Codes { get; }

    /// <summary>What the codes mean.</summary>
    public CategoryDictionary Dictionary { get; }

    /// <summary>The string; empty: no value.</summary>
    public string this[int index] => Dictionary.Name(Codes[index]);

    /// <summary>The code; 0: no value.</summary>
    public int Code(int index) => Codes[index];

    /// <summary>How many of the given customers have each code, by code.</summary>
    public int[] Counts(Bitmap of)
    {
        ArgumentNullException.ThrowIfNull(of);
        var counts = new int[Dictionary.Count];
        foreach (var index in of.Indexes()) counts[Codes[index]]++;
        return counts;
    }

    internal override ColumnDraft Change(int visible) => new Next(this, visible);

    private sealed class Next(CategoryColumn before, int visible) : ColumnDraft
    {
        private readonly Draft<int> draft = new(before.Codes, visible, 0);
        public override void Write(int index, in ColumnValue value) => draft.Set(index, before.Dictionary.Code(value.Text));
        public override void Clear(int index) => draft.Set(index, 0);
        public override Column Finish(int count)
        {
            draft.Reach(count);
            return new CategoryColumn(draft.Values, before.Dictionary);
        }
    }
}

/// <summary>Masks of 64 flags by customer index.</summary>
public sealed class FlagsColumn : Column
{
    internal FlagsColumn(ulong[] masks) => Masks = masks;

    internal ulong[] Masks { get; }

    /// <summary>The mask.</summary>
    public ulong this[int index] => Masks[index];

    internal override ColumnDraft Change(int visible) => new Next(Masks, visible);

    private sealed class Next(ulong[] masks, int visible) : ColumnDraft
    {
        private readonly Draft<ulong> draft = new(masks, visible, 0);
        public override void Write(int index, in ColumnValue value) => draft.Set(index, (ulong)value.Bits);
        public override void Clear(int index) => draft.Set(index, 0);
        public override Column Finish(int count)
        {
            draft.Reach(count);
            return new FlagsColumn(draft.Values);
        }
    }
}
