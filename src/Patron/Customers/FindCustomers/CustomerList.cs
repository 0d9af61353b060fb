using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Customers.FindCustomers;

/// <summary>Answers the list out of the customer base; the database is asked only for what a page's rows show and the base does not hold.</summary>
internal sealed class CustomerList(ICustomerBase customerBase, IReckoningDay reckoning, IVisibility visibility, IEnumerable<IListParts> rooms, IDbContextFactory<PatronDb> contexts)
{
    /// <param name="address">What is asked for.</param>
    /// <param name="user">Who asks; null the program itself.</param>
    /// <param name="chosen">Columns kept from an earlier choice, where the address names none.</param>
    public async Task<OpenList> Open(ListAddress address, UserId? user, IReadOnlyList<string>? chosen, Sentences sentences, CancellationToken ct)
    {
        var snapshot = customerBase.Current;
        Organisation organisation;
        await using (var db = await contexts.CreateDbContextAsync(ct)) organisation = await db.Organisation(ct);
        var scope = new ListScope(snapshot, visibility.Set(snapshot, user), address.Day ?? reckoning.AsOf, organisation, sentences);
        List<ListFilter> filters = [];
        List<ListColumn> columns = [];
        List<ListView> views = [];
        foreach (var room in rooms)
        {
            var parts = await room.For(scope, ct);
            filters.AddRange(parts.Filters);
            columns.AddRange(parts.Columns);
            views.AddRange(parts.Views);
        }
        return new(address, scope, new([.. filters.OrderBy(f => f.Order)], [.. columns.OrderBy(c => c.Order)], [.. views.OrderBy(v => v.Order)]), chosen, this);
    }

    /// <summary>The stored fields of some customers whom the user may see.</summary>
    internal async Task<IReadOnlyDictionary<CustomerId, StoredFields>> Stored(IEnumerable<CustomerId> ids, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var found = new Dictionary<CustomerId, StoredFields>();
        foreach (var some in ids.Chunk(1_000))
            foreach (var c in await db.Customers.AsNoTracking().Where(c => some.Contains(c.Id)).Select(c => new { c.Id, c.Email, c.Phone, c.Company }).ToListAsync(ct))
                found[c.Id] = new(c.Email, c.Phone, c.Company);
        return found;
    }
}

/// <summary>A filter that is on.</summary>
internal sealed record FilterOn(ListFilter Filter, FilterReading Reading)
{
    public string Label => Reading.Label ?? Filter.Label;
}

/// <summary>The list of one request: what is on, who is found, in which order.</summary>
internal sealed class OpenList
{
    public const string FirstSort = "-spent-year";

    private readonly CustomerList list;
    private readonly Lazy<Bitmap> found;

    public OpenList(ListAddress address, ListScope scope, ListParts parts, IReadOnlyList<string>? chosen, CustomerList list)
    {
        (Address, Scope, Parts, this.list) = (address, scope, parts, list);
        On = [.. parts.Filters.Select(f => f.Read([.. f.Names.Select(n => address[n])]) is { } reading ? new FilterOn(f, reading) : null).OfType<FilterOn>()];
        Columns = Chosen(address.ColumnKeys ?? chosen);
        (Sort, Descending) = Order(address.SortKey) ?? Order(FirstSort) ?? throw new InvalidOperationException("The first order is none of the columns'.");
        if (address.Searched is { } text) Search = scope.Snapshot.SearchIndex.Search(text);
        found = new(() => Select(null));
    }

    public ListAddress Address { get; }
    public ListScope Scope { get; }
    public ListParts Parts { get; }
    public IReadOnlyList<FilterOn> On { get; }
    public IReadOnlyList<ListColumn> Columns { get; }
    public ListColumn Sort { get; }
    public bool Descending { get; }

    /// <summary>Null where nothing is searched for.</summary>
    public SearchResult? Search { get; }

    /// <summary>What was typed is found nowhere, something like it is, and the list shows that.</summary>
    public bool Forgiven => Search is { Forgiven: true } && !Address.IsExact;

    public Bitmap Found => found.Value;
    public int Total => total ??= Found.Count();
    private int? total;

    /// <summary>All whom the asker may see.</summary>
    public int Everyone => everyone ??= Count(CustomerQuery.Everyone);
    private int? everyone;

    public int Count(CustomerQuery query) => Scope.Snapshot.Count(query, Scope.VisibleTo, Scope.AsOf.DayNumber);

    /// <summary>How many there were if one filter were dropped; null drops the search.</summary>
    public int CountWithout(ListFilter? dropped) => Select(dropped, withSearch: dropped is not null).Count();

    /// <summary>How many a tab leads to; the search and other filters do not count.</summary>
    public int Count(ListView view)
    {
        var of = ListAddress.Of(view.Query);
        return Count(new CustomerQuery.All([.. Parts.Filters.Select(f => f.Read([.. f.Names.Select(n => of[n])])?.Query).OfType<CustomerQuery>()]));
    }

    /// <summary>Does the address ask for this tab and nothing else?</summary>
    public bool IsAt(ListView view)
    {
        var of = ListAddress.Of(view.Query);
        return Address.Searched is null && Address.Day is null && Address.FilterNames.ToHashSet().SetEquals(of.FilterNames) && of.FilterNames.All(n => of[n].SequenceEqual(Address[n]));
    }

    /// <summary>Indexes in the list's order; missing values last, equal ones as they came to be known.</summary>
    public int[] Indexes(int skip, int take) => Sorting.Page(Scope.Snapshot, Found, Sort.Sort!, Descending, skip, take);

    public CustomerId IdOf(int index) => new(Scope.Snapshot.Ids[index]);

    /// <summary>Rows ready to be shown by <see cref="Columns"/>.</summary>
    public async Task<IReadOnlyList<ListRow>> Rows(IReadOnlyList<int> indexes, CancellationToken ct)
    {
        var names = Scope.Snapshot[CustomerColumns.Name];
        var needed = Columns.Any(c => c.NeedsStored) ? indexes : [.. indexes.Where(i => names.Utf8(i).IsEmpty)];
        var stored = needed.Count == 0 ? null : await list.Stored(needed.Select(IdOf), ct);
        return [.. indexes.Select(i => new ListRow(i, IdOf(i), stored?.GetValueOrDefault(IdOf(i))))];
    }

    private Bitmap Select(ListFilter? without, bool withSearch = true)
    {
        var all = On.Where(o => o.Filter != without).Select(o => o.Reading.Query).ToList();
        if (withSearch && Search is { } search) all.Add(new CustomerQuery.Among(search.Forgiven && Address.IsExact ? new Bitmap(Scope.Snapshot.Size) : search.Hits));
        return Scope.Snapshot.Select(new CustomerQuery.All(all), Scope.VisibleTo, Scope.AsOf.DayNumber);
    }

    private IReadOnlyList<ListColumn> Chosen(IReadOnlyList<string>? keys)
    {
        var first = Parts.Columns[0];
        var chosen = keys?.Distinct().Select(k => Parts.Columns.FirstOrDefault(c => c.Key == k)).OfType<ListColumn>().Where(c => c != first).ToArray();
        return [first, .. chosen is { Length: > 0 } ? chosen : Parts.Columns.Skip(1).Where(c => c.AtFirst)];
    }

    private (ListColumn, bool)? Order(string? key) =>
        key is not null && Parts.Columns.FirstOrDefault(c => c.Sort is not null && c.Key == key.TrimStart('-')) is { } column ? (column, key.StartsWith('-')) : null;
}
