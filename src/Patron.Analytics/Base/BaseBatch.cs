namespace Patron.Analytics.Base;

/// <summary>Changes to be applied together: customers that came or changed, and customers that went. Applied in the order given.</summary>
public sealed class BaseBatch
{
    private readonly List<(long Id, CustomerRow? Row)> changes = [];

    internal IReadOnlyList<(long Id, CustomerRow? Row)> Changes => changes;

    /// <summary>Adds a customer or changes the one with this id; columns that the row does not name keep their values.</summary>
    public BaseBatch Upsert(CustomerRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        changes.Add((row.Id, row));
        return this;
    }

    /// <summary>The customer is no more (deleted, or merged into another): its values, lines and search text go. An unknown id changes nothing.</summary>
    public BaseBatch Remove(long id)
    {
        changes.Add((id, null));
        return this;
    }
}

/// <summary>What is new about one customer.</summary>
/// <param name="id">The customer's id, above zero.</param>
/// <param name="known">Counted among customers; false for an anonymous buyer.</param>
public sealed class CustomerRow(long id, bool known)
{
    private readonly List<ColumnValue> values = [];

    /// <summary>The customer's id.</summary>
    public long Id { get; } = id;

    /// <summary>Counted among customers; false for an anonymous buyer.</summary>
    public bool Known { get; } = known;

    internal IReadOnlyList<ColumnValue> Values => values;
    internal IReadOnlyList<PurchaseLine>? NewLines { get; private set; }
    internal string? NewSearch { get; private set; }

    /// <summary>Sets a number; null: no value.</summary>
    public CustomerRow Number(NumberKey key, long? value) => Add(new(key, value ?? NumberKey.Missing, null));

    /// <summary>Sets a category; null or empty: no value.</summary>
    public CustomerRow Category(CategoryKey key, string? value) => Add(new(key, 0, value ?? ""));

    /// <summary>Sets all 64 flags.</summary>
    public CustomerRow Flags(FlagsKey key, ulong mask) => Add(new(key, (long)mask, null));

    /// <summary>Sets a text; null or empty: no value.</summary>
    public CustomerRow Text(TextKey key, string? value) => Add(new(key, 0, value ?? ""));

    /// <summary>Sets all facts of a column, codes from <see cref="BaseWriter.Codes"/>; none: there are none.</summary>
    public CustomerRow Facts(FactKey key, IReadOnlyList<Fact> facts) => Add(new(key, 0, null, [.. facts]));

    /// <summary>Sets what the customer is found by: the outcome of <see cref="SearchText.Of"/>.</summary>
    public CustomerRow Search(string searchText)
    {
        NewSearch = searchText;
        return this;
    }

    /// <summary>Sets all order lines of the customer, in any order; none: the customer bought nothing.</summary>
    public CustomerRow Lines(IReadOnlyList<PurchaseLine> lines)
    {
        NewLines = lines;
        return this;
    }

    private CustomerRow Add(ColumnValue value)
    {
        values.Add(value);
        return this;
    }
}

internal readonly record struct ColumnValue(ColumnKey Key, long Bits, string? Text, Fact[]? Facts = null);
