namespace Patron.Analytics.Base;

/// <summary>Something that happened with a customer, or that the customer has.</summary>
/// <param name="Day">Day number on which it happened or began; <see cref="Always"/>: nobody knows when, it was always so.</param>
/// <param name="Code">What it is: a code of the column's <see cref="FactColumn.Codes"/>, whose words are joined by <see cref="Separator"/>.</param>
/// <param name="Until">Day number from which on it is no longer so; <see cref="Open"/>: it still is.</param>
/// <param name="Amount">As the column counts: micros, a day number; <see cref="NumberKey.Missing"/>: none is known.</param>
public readonly record struct Fact(int Day, int Code, int Until = Fact.Open, long Amount = NumberKey.Missing)
{
    /// <summary>Before every day.</summary>
    public const int Always = int.MinValue;

    /// <summary>After every day.</summary>
    public const int Open = int.MaxValue;

    /// <summary>Between the words of a code.</summary>
    public const char Separator = '\u001f';
}

/// <summary>Facts by customer index: slices of arrays that are only appended to. What no slice covers any more is garbage.</summary>
public sealed class FactColumn : Column
{
    private readonly FactArrays facts;
    private readonly int[] start, length;
    private readonly int used, live;

    internal FactColumn(CategoryDictionary codes, FactArrays facts, int[] start, int[] length, int used, int live) =>
        (Codes, this.facts, this.start, this.length, this.used, this.live) = (codes, facts, start, length, used, live);

    /// <summary>What the codes mean.</summary>
    public CategoryDictionary Codes { get; }

    /// <summary>How many facts a customer has.</summary>
    public int Count(int index) => length[index];

    /// <summary>A customer's facts, in the order in which they were given.</summary>
    public Fact[] Of(int index)
    {
        var found = new Fact[length[index]];
        for (var i = 0; i < found.Length; i++) found[i] = facts[start[index] + i];
        return found;
    }

    internal FactArrays Facts => facts;
    internal int Start(int index) => start[index];

    internal override ColumnDraft Change(int visible) => new Next(this, visible);

    private sealed class Next(FactColumn before, int visible) : ColumnDraft
    {
        private readonly Draft<int> start = new(before.start, visible, 0);
        private readonly Draft<int> length = new(before.length, visible, 0);
        private FactArrays facts = before.facts;
        private int used = before.used;
        private int live = before.live;

        public override void Write(int index, in ColumnValue value) => Set(index, value.Facts);
        public override void Clear(int index) => Set(index, []);

        public override Column Finish(int count)
        {
            start.Reach(count);
            length.Reach(count);
            if (used - live > used / 2) Compact(count);
            return new FactColumn(before.Codes, facts, start.Values, length.Values, used, live);
        }

        private void Set(int index, ReadOnlySpan<Fact> slice)
        {
            if (slice.Length == 0 && length[index] == 0) return;
            live += slice.Length - length[index];
            if (slice.Length > 0)
            {
                facts = facts.With(used, slice);
                start.Set(index, used);
                used += slice.Length;
            }
            length.Set(index, slice.Length);
        }

        private void Compact(int count)
        {
            var packed = facts.Like(live + live / 8);
            used = 0;
            for (var c = 0; c < count; c++)
            {
                if (length[c] == 0) continue;
                packed.Copy(facts, start[c], used, length[c]);
                start.Set(c, used);
                used += length[c];
            }
            facts = packed;
        }
    }
}

/// <summary>The parallel arrays of facts. Ends and amounts are kept only once a fact has one: of most columns none has.</summary>
internal sealed class FactArrays(int[] day, int[] code, int[]? until, long[]? amount)
{
    public static FactArrays Empty { get; } = new([], [], null, null);

    public int[] Day => day;
    public int[] Code => code;
    public int[]? Until => until;
    public long[]? Amount => amount;

    public Fact this[int at] => new(day[at], code[at], until is null ? Fact.Open : until[at], amount is null ? NumberKey.Missing : amount[at]);

    /// <summary>As many rows, of the same kinds, with nothing in them.</summary>
    public FactArrays Like(int size) => new(new int[size], new int[size], until is null ? null : new int[size], amount is null ? null : new long[size]);

    public void Copy(FactArrays from, int at, int to, int count)
    {
        from.Day.AsSpan(at, count).CopyTo(day.AsSpan(to));
        from.Code.AsSpan(at, count).CopyTo(code.AsSpan(to));
        if (until is not null) from.Until.AsSpan(at, count).CopyTo(until.AsSpan(to));
        if (amount is not null) from.Amount.AsSpan(at, count).CopyTo(amount.AsSpan(to));
    }

    /// <summary>The same with facts behind the first <paramref name="used"/> rows; room that readers do not see is written in place.</summary>
    public FactArrays With(int used, ReadOnlySpan<Fact> more)
    {
        var (needed, next) = (checked(used + more.Length), this);
        if (needed > day.Length) next = new(Growing.To(day, needed), Growing.To(code, needed), until is null ? null : Growing.To(until, needed), amount is null ? null : Growing.To(amount, needed));
        if (next.Until is null && Ends(more)) next = new(next.Day, next.Code, Filled(next.Day.Length, Fact.Open), next.Amount);
        if (next.Amount is null && Weighs(more)) next = new(next.Day, next.Code, next.Until, Filled(next.Day.Length, NumberKey.Missing));
        for (var i = 0; i < more.Length; i++)
        {
            (next.Day[used + i], next.Code[used + i]) = (more[i].Day, more[i].Code);
            if (next.Until is { } untils) untils[used + i] = more[i].Until;
            if (next.Amount is { } amounts) amounts[used + i] = more[i].Amount;
        }
        return next;
    }

    private static bool Ends(ReadOnlySpan<Fact> facts)
    {
        foreach (ref readonly var fact in facts)
            if (fact.Until != Fact.Open) return true;
        return false;
    }

    private static bool Weighs(ReadOnlySpan<Fact> facts)
    {
        foreach (ref readonly var fact in facts)
            if (fact.Amount != NumberKey.Missing) return true;
        return false;
    }

    private static T[] Filled<T>(int length, T with)
    {
        var values = new T[length];
        Array.Fill(values, with);
        return values;
    }
}

/// <summary>Facts of the customers 0, 1, 2 ... in the order of their indexes; customers may be left out.</summary>
/// <param name="customers">How many there are.</param>
public sealed class FactLoad(int customers)
{
    private readonly int[] start = new int[customers], length = new int[customers];
    private FactArrays facts = FactArrays.Empty;
    private int used, last;

    /// <summary>Adds a fact of a customer.</summary>
    /// <exception cref="ArgumentException">Facts of a later customer were added before.</exception>
    public void Add(int index, in Fact fact)
    {
        if (index < last) throw new ArgumentException($"Facts of customer {index} come after those of {last}.", nameof(index));
        if (length[index] == 0) start[index] = used;
        last = index;
        facts = facts.With(used++, new ReadOnlySpan<Fact>(in fact));
        length[index]++;
    }

    internal int Size => start.Length;

    internal FactColumn Finish(CategoryDictionary codes) => new(codes, facts, start, length, used, used);
}
