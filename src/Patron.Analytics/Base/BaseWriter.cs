namespace Patron.Analytics.Base;

/// <summary>The one writer of a customer base: turns loads and batches into snapshots. Only one thread may use it; <see cref="Current"/> may be read by all.</summary>
public sealed class BaseWriter
{
    private readonly Dictionary<CategoryKey, CategoryDictionary> dictionaries = [];
    private readonly Dictionary<FactKey, CategoryDictionary> codes = [];
    private readonly HashSet<ColumnKey> keys = [];
    private volatile CustomerBaseSnapshot current;

    /// <summary>An empty base with these columns.</summary>
    public BaseWriter(params IEnumerable<ColumnKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        foreach (var key in keys) this.keys.Add(key);
        current = Make(new() { Ids = [], Known = new(0) }, version: 0);
    }

    /// <summary>Codes of the channels of orders; at most 65,535.</summary>
    public CategoryDictionary Channels { get; } = new();

    /// <summary>Codes of the countries of orders; at most 65,535.</summary>
    public CategoryDictionary Countries { get; } = new();

    /// <summary>The latest snapshot.</summary>
    public CustomerBaseSnapshot Current => current;

    /// <summary>Codes of a category column.</summary>
    public CategoryDictionary Dictionary(CategoryKey key)
    {
        if (!dictionaries.TryGetValue(key, out var dictionary)) dictionaries[key] = dictionary = new();
        return dictionary;
    }

    /// <summary>Codes of a column of facts.</summary>
    public CategoryDictionary Codes(FactKey key)
    {
        if (!codes.TryGetValue(key, out var dictionary)) codes[key] = dictionary = new();
        return dictionary;
    }

    /// <summary>Adds a column that has no values yet; one that is there already changes nothing.</summary>
    public CustomerBaseSnapshot Register(ColumnKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!keys.Add(key)) return current;
        var columns = new Dictionary<ColumnKey, Column>(current.Columns) { [key] = Empty(key, current.Size) };
        return current = Beside(columns);
    }

    /// <summary>Replaces whole columns of numbers: what was derived of every customer. The arrays are taken over, not copied.</summary>
    /// <exception cref="ArgumentException">A key is not registered, or an array does not have a row for each customer.</exception>
    public CustomerBaseSnapshot Put(IReadOnlyList<NumberKey> of, IReadOnlyList<long[]> values)
    {
        ArgumentNullException.ThrowIfNull(of);
        ArgumentNullException.ThrowIfNull(values);
        var columns = new Dictionary<ColumnKey, Column>(current.Columns);
        for (var i = 0; i < of.Count; i++)
        {
            var rows = values[i];
            Put(columns, of[i], rows.Length, current.Size, () => new NumberColumn(rows));
        }
        return current = Beside(columns);
    }

    /// <summary>Replaces everything. The arrays are taken over, not copied.</summary>
    /// <exception cref="ArgumentException">An id stands there twice, a key is not registered, or an array is too short.</exception>
    public CustomerBaseSnapshot Load(BaseLoad load)
    {
        ArgumentNullException.ThrowIfNull(load);
        return current = Make(load, current.Version + 1);
    }

    /// <summary>Applies changes; columns that no change touches are shared with the snapshot before.</summary>
    /// <remarks>A column with a change to a customer that was there is copied once for each batch, so gather changes into batches.</remarks>
    /// <exception cref="ArgumentException">A key is not registered.</exception>
    public CustomerBaseSnapshot Apply(BaseBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        // Before anything is written: a batch that fails half-way would leave its values in the spare room of the columns.
        foreach (var key in batch.Changes.SelectMany(c => c.Row?.Values ?? []).Select(v => v.Key)) Registered(key);
        var draft = new SnapshotDraft(current);
        foreach (var (id, row) in batch.Changes)
        {
            if (row is null) draft.Remove(id);
            else draft.Upsert(row);
        }
        return current = draft.Finish(Next);
    }

    private CustomerBaseSnapshot Make(BaseLoad load, long version)
    {
        var size = load.Ids.Length;
        var columns = keys.ToDictionary(key => key, key => Empty(key, size));
        foreach (var (key, values) in load.Numbers) Put(columns, key, values.Length, size, () => new NumberColumn(values));
        foreach (var (key, codes) in load.Categories) Put(columns, key, codes.Length, size, () => new CategoryColumn(codes, Dictionary(key)));
        foreach (var (key, masks) in load.Flags) Put(columns, key, masks.Length, size, () => new FlagsColumn(masks));
        foreach (var (key, texts) in load.Texts) Put(columns, key, texts.Start.Length, size, () => new TextColumn(TextStore.From(texts, size), new()));
        foreach (var (key, facts) in load.Facts) Put(columns, key, facts.Size, size, () => facts.Finish(Codes(key)));
        return new()
        {
            Size = size,
            Version = version,
            IdArray = load.Ids,
            IdIndex = IdIndex.Of(load.Ids),
            Present = Bitmap.All(size).Freeze(),
            Known = Bitmap.CopyOf(load.Known, size).Freeze(),
            Columns = columns,
            Purchases = LinesDraft.From(load.Lines, size),
            SearchIndex = SearchIndex.From(load.Search, size),
            Channels = Channels,
        };
    }

    private void Registered(ColumnKey key)
    {
        if (!keys.Contains(key)) throw new ArgumentException($"No column {key} is registered.", nameof(key));
    }

    private void Put(Dictionary<ColumnKey, Column> columns, ColumnKey key, int length, int size, Func<Column> column)
    {
        Registered(key);
        if (length < size) throw new ArgumentException($"Column {key} has {length} rows for {size} customers.", nameof(key));
        columns[key] = column();
    }

    private Column Empty(ColumnKey key, int size)
    {
        switch (key)
        {
            case NumberKey:
                var numbers = new long[size];
                Array.Fill(numbers, NumberKey.Missing);
                return new NumberColumn(numbers);
            case CategoryKey category: return new CategoryColumn(new int[size], Dictionary(category));
            case FlagsKey: return new FlagsColumn(new ulong[size]);
            case TextKey: return new TextColumn(new([], new int[size], new int[size], 0, 0), new());
            case FactKey facts: return new FactColumn(Codes(facts), FactArrays.Empty, new int[size], new int[size], 0, 0);
            default: throw new ArgumentException($"No such kind of column: {key}.", nameof(key));
        }
    }

    /// <summary>Other columns beside all that is there.</summary>
    private CustomerBaseSnapshot Beside(Dictionary<ColumnKey, Column> columns) => new()
    {
        Size = current.Size,
        Version = current.Version + 1,
        IdArray = current.IdArray,
        IdIndex = current.IdIndex,
        Present = current.Present,
        Known = current.Known,
        Columns = columns,
        Purchases = current.Purchases,
        SearchIndex = current.SearchIndex,
        Channels = Channels,
        Summaries = current.Summaries,
        Told = current.Told,
    };

    private CustomerBaseSnapshot Next(int size, long[] ids, IdIndex index, Bitmap present, Bitmap known,
        Dictionary<ColumnKey, Column> columns, PurchaseColumns purchases, SearchIndex search, SummaryCache summaries) => new()
        {
            Size = size,
            Version = current.Version + 1,
            IdArray = ids,
            IdIndex = index,
            Present = present.Freeze(),
            Known = known.Freeze(),
            Columns = columns,
            Purchases = purchases,
            SearchIndex = search,
            Channels = Channels,
            Summaries = summaries,
        };
}
