using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;
using Patron.Sales.ShowBoard;

namespace Patron.Sales.ShowDeals;

/// <summary>What is asked of the list.</summary>
internal sealed record ListAddress(DealState? State, int? Stage, UserId? Owner, ProductId? Product, CustomerId? Customer, string Sort, int Page, RowFieldAsk? Own = null)
{
    public const string StateOf = "state", StageOf = "stage", OwnerOf = "owner", ProductOf = "product", CustomerOf = "customer", Order = "sort", PageOf = "page", Everything = "all";
    public const string ByAmount = "amount", BySince = "since", ByClosed = "closed", ByExpected = "expected";
    public const int PageSize = 50;

    public string SortKey => Sort.TrimStart('-');
    public bool Descending => Sort.StartsWith('-');

    public static ListAddress Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> query, Func<string, string?> read) => Of(read) with { Own = RowFieldAsk.Of(query) };

    /// <param name="read">The values of a parameter of the address.</param>
    public static ListAddress Of(Func<string, string?> read) => new(
        read(StateOf) switch { "won" => DealState.Won, "lost" => DealState.Lost, Everything => null, _ => DealState.Open },
        int.TryParse(read(StageOf), NumberStyles.None, CultureInfo.InvariantCulture, out var stage) ? stage : null,
        IdText.TryRead<UserId>(read(OwnerOf), out var owner) ? owner : null, IdText.TryRead<ProductId>(read(ProductOf), out var product) ? product : null,
        IdText.TryRead<CustomerId>(read(CustomerOf), out var customer) ? customer : null,
        read(Order)?.TrimStart('-') is ByAmount or BySince or ByClosed or ByExpected || RowFieldAsk.Sorts(read(Order) ?? "") ? read(Order)! : "-" + BySince,
        int.TryParse(read(PageOf), NumberStyles.None, CultureInfo.InvariantCulture, out var page) && page is > 0 and <= 1_000_000 ? page : 1);
}

/// <summary>A deal as the list shows it; Value stands in for an amount that is not told.</summary>
internal sealed record ListedDeal(Deal Deal, long Value)
{
    public OpportunityId Id => new(Deal.Id);
}

/// <param name="Found">Deals that match, on every page.</param>
/// <param name="Sums">Of all that match.</param>
internal sealed record DealList(IReadOnlyList<ListedDeal> Rows, long Found, IReadOnlyList<CurrencySum> Sums, long Won, long Lost);

/// <summary>Reads deals for the list, for one page and for a customer.</summary>
internal sealed class DealReads(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility, BoardReads board, TimeProvider clock)
{
    public async Task<DealList> List(ListAddress address, UserId? user, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var own = await OwnOf(session, address, ct);
        var sums = new List<(string Currency, long Deals, long Sum, long? Product, int State)>();
        await using (var command = session.Command())
        {
            command.CommandText = $"select t.currency, count(*), sum(t.amount), case when t.amount is null then t.product_id end, t.state from {OpportunityTable.Name} t where {Where(command, address, user, own)} group by 1, 4, 5";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
                sums.Add((reader.GetString(0), reader.GetInt64(1), reader.IsDBNull(2) ? 0 : Convert.ToInt64(reader.GetValue(2), CultureInfo.InvariantCulture), reader.IsDBNull(3) ? null : reader.GetInt64(3), reader.GetInt32(4)));
        }
        var prices = await board.Prices(sums.Select(s => s.Product).OfType<long>().Distinct(), ct);
        var deals = await Page(session, address, user, own, prices, ct);
        return new(
            deals, sums.Sum(s => s.Deals),
            [.. sums.GroupBy(s => s.Currency).Select(g => new CurrencySum(g.Key, (int)g.Sum(s => s.Deals), g.Sum(s => s.Sum + (s.Product is { } p ? s.Deals * prices.GetValueOrDefault(p) : 0)))).OrderByDescending(s => s.Deals)],
            sums.Where(s => s.State == (int)DealState.Won).Sum(s => s.Deals), sums.Where(s => s.State == (int)DealState.Lost).Sum(s => s.Deals));
    }

    private async Task<IReadOnlyList<ListedDeal>> Page(BulkSession session, ListAddress address, UserId? user, RowFields own, IReadOnlyDictionary<long, long> prices, CancellationToken ct)
    {
        var keys = new List<(long, long)>();
        await using (var command = session.Command())
        {
            var by = address.SortKey switch { ListAddress.ByAmount => "t.amount", ListAddress.ByClosed => "t.closed", ListAddress.ByExpected => "t.expected", _ => "t.since" };
            command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
                select t.customer_id, t.id from {OpportunityTable.Name} t where {Where(command, address, user, own)}
                order by {RowFieldAsk.Order(address.Sort, session.IsPostgres, "t", own) ?? $"{by} {(address.Descending ? "desc" : "asc")} nulls last"}, t.id limit {ListAddress.PageSize} offset {(address.Page - 1) * ListAddress.PageSize}
                """);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) keys.Add((reader.GetInt64(0), reader.GetInt64(1)));
        }
        var deals = (await DealStore.Read(session, keys, ct)).ToDictionary(d => d.Id);
        return [.. keys.Select(k => deals[k.Item2]).Select(d => new ListedDeal(d, ValueOf(d.Facts, prices)))];
    }

    /// <summary>The own fields of deals; read only where the address asks for some.</summary>
    public static async Task<RowFields> OwnOf(BulkSession session, ListAddress address, CancellationToken ct) =>
        address.Own is null && !RowFieldAsk.Sorts(address.Sort) ? RowFields.None : await RowFields.Read(session.Db, RowSubject.Deal, ct);

    /// <summary>Deals of customers in the bin are gone from the list, as are those of customers whom the user does not see.</summary>
    public string Where(DbCommand command, ListAddress address, UserId? user, RowFields own)
    {
        var parts = new List<string> { "t.customer_id not in (select c.id from customers c where c.deleted_at is not null)" };
        if (visibility.Set(customerBase.Current, user) is { } visible) parts.Add($"t.customer_id in {command.In("@seen", visible.Indexes().Select(at => customerBase.Current.Ids[at]))}");
        Add("state", (int?)address.State);
        Add("stage", address.Stage);
        Add("owner_id", address.Owner?.Value);
        Add("product_id", address.Product?.Value);
        Add("customer_id", address.Customer?.Value);
        if (address.Own is { } asked) parts.AddRange(asked.Where(command, "t", own));
        return string.Join(" and ", parts);

        void Add(string column, long? value)
        {
            if (value is null) return;
            parts.Add($"t.{column} = @{column}");
            command.Add("@" + column, value);
        }
    }

    /// <summary>Whose deal it is; null where it is not there or the user does not see them.</summary>
    public async Task<CustomerId?> CustomerOf(OpportunityId id, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var customer = await db.Opportunities.AsNoTracking().Where(d => d.Id == id).Select(d => (CustomerId?)d.CustomerId).FirstOrDefaultAsync(ct);
        return customer is { } of && board.Seen(user)(of.Value) ? of : null;
    }

    /// <summary>One deal with its history.</summary>
    public async Task<ListedDeal?> One(OpportunityId id, UserId? user, CancellationToken ct) =>
        await CustomerOf(id, user, ct) is { } customer ? (await Of([(customer.Value, id.Value)], ct)).SingleOrDefault() : null;

    /// <summary>All deals of a customer: open ones first, then the latest.</summary>
    public async Task<IReadOnlyList<ListedDeal>> Of(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var ids = await db.Opportunities.AsNoTracking().Where(d => d.CustomerId == customer).Select(d => d.Id).ToListAsync(ct);
        return [.. (await Of([.. ids.Select(i => (customer.Value, i.Value))], ct)).OrderBy(d => d.Deal.Facts.State != DealState.Open).ThenByDescending(d => d.Deal.Facts.Since).ThenByDescending(d => d.Deal.Id)];
    }

    public static long ValueOf(DealFacts facts, IReadOnlyDictionary<long, long> prices) => facts.Amount ?? (facts.Product is { } product ? prices.GetValueOrDefault(product) : 0);

    private async Task<IReadOnlyList<ListedDeal>> Of(IReadOnlyCollection<(long, long)> keys, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var deals = await DealStore.Read(session, keys, ct);
        var prices = await board.Prices(deals.Select(d => d.Facts.Product).OfType<long>().Distinct(), ct);
        return [.. deals.Select(d => new ListedDeal(d, ValueOf(d.Facts, prices)))];
    }
}
