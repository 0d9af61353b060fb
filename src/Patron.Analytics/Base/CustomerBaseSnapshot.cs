namespace Patron.Analytics.Base;

/// <summary>All customers at one moment, as columns over indexes 0..Size-1. Never changes; any number of threads may read it while the writer makes the next one.</summary>
/// <remarks>A customer keeps its index for the life of the writer; the rows of removed customers stay as holes that are not <see cref="Present"/>.</remarks>
public sealed class CustomerBaseSnapshot
{
    internal CustomerBaseSnapshot() { }

    /// <summary>Rows, holes included.</summary>
    public required int Size { get; init; }

    /// <summary>Grows by one with each batch.</summary>
    public required long Version { get; init; }

    /// <summary>Rows that exist, anonymous buyers included.</summary>
    public required Bitmap Present { get; init; }

    /// <summary>Counted among customers: neither anonymous, merged away nor deleted.</summary>
    public required Bitmap Known { get; init; }

    /// <summary>Order lines.</summary>
    public required PurchaseColumns Purchases { get; init; }

    /// <summary>What customers are found by.</summary>
    public required SearchIndex SearchIndex { get; init; }

    /// <summary>Names of the codes in <see cref="PurchaseColumns.Channel"/>.</summary>
    public required CategoryDictionary Channels { get; init; }

    /// <summary>The same object for snapshots between which only derived columns were put (<see cref="BaseWriter.Put"/>) or registered: what is reckoned from nothing derived is the same for all of them.</summary>
    public object Told { get; internal init; } = new();

    /// <summary>The registered columns.</summary>
    public IReadOnlyCollection<ColumnKey> Keys => Columns.Keys;

    internal SummaryCache Summaries { get; init; } = new();
    internal Dictionary<ColumnKey, Column> Columns { get; init; } = null!;
    internal long[] IdArray { get; init; } = null!;
    internal IdIndex IdIndex { get; init; } = null!;

    /// <summary>Ids by index; the id of a hole is the one that was there.</summary>
    public ReadOnlySpan<long> Ids => IdArray.AsSpan(0, Size);

    /// <summary>The index of a customer that is present; false for unknown and removed ids.</summary>
    public bool TryIndex(long id, out int index)
    {
        index = IdIndex.Find(Ids, id);
        return index >= 0 && Present.Get(index);
    }

    /// <summary>A number column; an unregistered key throws.</summary>
    public NumberColumn this[NumberKey key] => (NumberColumn)ColumnOf(key);

    /// <summary>A category column; an unregistered key throws.</summary>
    public CategoryColumn this[CategoryKey key] => (CategoryColumn)ColumnOf(key);

    /// <summary>A flags column; an unregistered key throws.</summary>
    public FlagsColumn this[FlagsKey key] => (FlagsColumn)ColumnOf(key);

    /// <summary>A text column; an unregistered key throws.</summary>
    public TextColumn this[TextKey key] => (TextColumn)ColumnOf(key);

    /// <summary>A column of facts; an unregistered key throws.</summary>
    public FactColumn this[FactKey key] => (FactColumn)ColumnOf(key);

    /// <summary>The customers for whom the query holds, among those the asker may see.</summary>
    /// <param name="query">The question.</param>
    /// <param name="visibleTo">Whom the asker may see; null: all.</param>
    /// <param name="asOf">Day number that purchase measures are reckoned for; purchases after it do not exist.</param>
    /// <returns>A bitmap of length <see cref="Size"/> that the caller may change.</returns>
    public Bitmap Select(CustomerQuery query, Bitmap? visibleTo, int asOf) => QueryEvaluation.Select(this, query, visibleTo, asOf);

    /// <summary>What <see cref="Select"/> gives, for a few customers: the time it takes goes by their number.</summary>
    public Bitmap SelectAmong(CustomerQuery query, Bitmap among, int asOf) => QueryEvaluation.SelectAmong(this, query, among, asOf);

    /// <summary>How many customers <see cref="Select"/> would give.</summary>
    public int Count(CustomerQuery query, Bitmap? visibleTo, int asOf) => QueryEvaluation.Count(this, query, visibleTo, asOf);

    /// <summary>Purchases of each customer up to a day, reckoned once for each (day, window); the few asked for last are kept, also for the next snapshots.</summary>
    public PurchaseSummary Summary(int asOf, int? fromDay = null) => Summaries.For(this, asOf, fromDay);

    private Column ColumnOf(ColumnKey key) =>
        Columns.TryGetValue(key, out var column) ? column : throw new ArgumentException($"No column {key} is registered.", nameof(key));
}
