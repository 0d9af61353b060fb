using Patron.Analytics.Base;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.Contracts;

/// <summary>
/// What a room adds to the list of customers: filters, columns, views. Registered as a singleton and asked once for each request;
/// whatever takes time waits until a filter is read or a cell is shown.
/// </summary>
public interface IListParts
{
    ValueTask<ListParts> For(ListScope scope, CancellationToken ct);
}

/// <summary>What a list is reckoned on; the same for all its filters, columns and counts.</summary>
/// <param name="VisibleTo">Whom the asker may see; null all.</param>
public sealed record ListScope(CustomerBaseSnapshot Snapshot, Bitmap? VisibleTo, DateOnly AsOf, Organisation Organisation, Sentences Sentences);

public sealed record ListParts(IReadOnlyList<ListFilter> Filters, IReadOnlyList<ListColumn> Columns, IReadOnlyList<ListView> Views)
{
    public static ListParts None { get; } = new([], [], []);
}

/// <summary>A condition that stands in the list's address.</summary>
/// <param name="Key">Its parameter; a range has <c>KEY-from</c> and <c>KEY-to</c>.</param>
/// <param name="Label">What is asked, as the chip and the menu say it.</param>
public sealed record ListFilter(string Key, string Label, int Order)
{
    /// <summary>The parameters it reads; all go when it is removed.</summary>
    public IReadOnlyList<string> Names { get; init; } = [Key];

    /// <summary>From the values of each of <see cref="Names"/>, blank ones left out; null where they mean nothing.</summary>
    public required Func<IReadOnlyList<IReadOnlyList<string>>, FilterReading?> Read { get; init; }

    /// <summary>How it is set in the menu; null where only links set it.</summary>
    public FilterControl? Control { get; init; }

    /// <summary>One or several of some values, or for one value "none".</summary>
    public static ListFilter OneOf(string key, string label, int order, bool several, IReadOnlyList<FilterChoice> choices, Func<IReadOnlyList<string>, CustomerQuery> query, Sentences sentences) => new(key, label, order)
    {
        Control = new FilterControl.Choices(choices, several),
        Read = values =>
        {
            var chosen = choices.Where(c => values[0].Contains(c.Value, StringComparer.OrdinalIgnoreCase)).ToArray();
            return chosen.Length == 0 ? null
                : new(query([.. chosen.Select(c => c.Value)]), chosen.Length > 3 ? sentences.Get("customers.filter.any-of", new { n = chosen.Length }) : string.Join(", ", chosen.Select(c => c.Label)));
        },
    };
}

/// <param name="Value">What the chip says behind the label.</param>
public sealed record FilterReading(CustomerQuery Query, string Value)
{
    /// <summary>What the chip says before it, where the value tells better than the filter.</summary>
    public string? Label { get; init; }
}

public sealed record FilterChoice(string Value, string Label);

public abstract record FilterControl
{
    private FilterControl() { }

    public sealed record Choices(IReadOnlyList<FilterChoice> Of, bool Several) : FilterControl;

    /// <param name="Type">Of the two fields: number or date.</param>
    /// <param name="Unit">Stands behind them; null for none.</param>
    public sealed record Range(string Type, string? Unit) : FilterControl;
}

/// <summary>A column of the list.</summary>
/// <param name="Key">Its name in the addresses' cols and sort, and its heading in an exported file.</param>
public sealed record ListColumn(string Key, string Label, int Order)
{
    /// <summary>Stands to the right, and sorts with the most first.</summary>
    public bool Number { get; init; }

    /// <summary>Shown to who has not chosen columns.</summary>
    public bool AtFirst { get; init; }

    /// <summary>Null where the list cannot be put in order by it.</summary>
    public SortBy? Sort { get; init; }

    /// <summary>Needs <see cref="ListRow.Stored"/>, which is read from the database.</summary>
    public bool NeedsStored { get; init; }

    /// <summary>What the cell says.</summary>
    public required Func<ListRow, string> Show { get; init; }

    /// <summary>What a file says: numbers with a point, days as 2026-12-31, codes instead of words; null for nothing. Without it what the cell says.</summary>
    public Func<ListRow, string?>? Plain { get; init; }
}

/// <param name="Index">In the scope's snapshot.</param>
public readonly record struct ListRow(int Index, CustomerId Id, StoredFields? Stored);

/// <summary>What the base does not hold.</summary>
public sealed record StoredFields(string? Email, string? Phone, string? Company);

/// <summary>A tab above the list.</summary>
/// <param name="Query">The address's parameters, without question mark: filters, and an order where it belongs to the tab.</param>
public sealed record ListView(string Label, string Query, int Order);

/// <summary>Finds the customer whom a key of another system means: an order number, an external id.</summary>
public interface IFindsByKey
{
    Task<CustomerId?> Find(string key, CancellationToken ct);

    /// <summary>Those of several keys that are known.</summary>
    Task<IReadOnlyDictionary<string, CustomerId>> FindAll(IReadOnlyCollection<string> keys, CancellationToken ct);
}
