using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;

namespace Patron.Sales.ShowBoard;

/// <summary>An open deal as the board knows it. Days are DateOnly.DayNumber.</summary>
/// <param name="Value">The amount; where none is told the product's list price; else 0. Micros.</param>
/// <param name="Stuck">Longer in its stage than three quarters of those that left it.</param>
internal sealed record OpenDeal(
    long Customer, long Id, int Stage, int Since, long? Amount, string Currency, long? Owner, long? Product, int? Expected, int? NextDue, bool Committed, int Version, long Value, bool Stuck);

/// <summary>What is asked of the board.</summary>
internal sealed record BoardAddress(int? Pipeline, UserId? Owner, bool Stuck)
{
    public const string PipelineOf = "pipeline", OwnerOf = "owner", StuckOf = "stuck", StageOf = "stage", After = "after";

    public static BoardAddress Of(IQueryCollection query) => new(
        int.TryParse(query[PipelineOf], NumberStyles.None, CultureInfo.InvariantCulture, out var pipeline) ? pipeline : null,
        IdText.TryRead<UserId>(query[OwnerOf], out var owner) ? owner : null, query[StuckOf] == "yes");
}

/// <summary>Sums of one currency; amounts in others are never added without a rate.</summary>
internal readonly record struct CurrencySum(string Currency, int Deals, long Sum);

/// <param name="Sums">The organisation's currency first.</param>
/// <param name="Limit">Days in the stage from which a deal is stuck; null while too few have left it.</param>
internal sealed record BoardColumn(Stage Stage, int Count, IReadOnlyList<CurrencySum> Sums, int Stuck, int? Limit, IReadOnlyList<OpenDeal> Deals);

internal sealed record Board(Pipeline Pipeline, Pipelines All, IReadOnlyList<BoardColumn> Columns, IReadOnlyList<UserId> Owners, int Today)
{
    public int Count => Columns.Sum(c => c.Count);
}

/// <param name="Skip">Cards that are shown already.</param>
internal sealed record ShownColumn(Board Board, BoardColumn Column, BoardAddress Address, int Skip);

/// <summary>How a deal is called and whose it is, for those that are shown.</summary>
internal sealed record DealNames(IReadOnlyDictionary<CustomerId, string> Customers, IReadOnlyDictionary<UserId, string> Users, IReadOnlyDictionary<ProductId, string> Products, IReadOnlyDictionary<long, (string? Name, string? Next)> Deals);

/// <summary>
/// Reads the open deals of a pipeline from one index of the database and reckons counts, sums and what is stuck from them: every number of the board is of the same rows.
/// </summary>
internal sealed class BoardReads(
    IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility, ICustomerReads customers, IUserNames users, IProducts products, StageTimes times, TimeProvider clock)
{
    public async Task<Board> Read(BoardAddress address, UserId? user, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Database.OpenConnectionAsync(ct);
        var (all, organisation) = (await Pipelines.Read(db, ct), await db.Organisation(ct));
        var pipeline = (address.Pipeline is { } asked ? all.Find(asked) : null) ?? all.First;
        var today = Instants.DayNumber(Instants.ToMicroseconds(clock.GetUtcNow()), organisation.Zone);
        var limits = await times.Limits(ct);
        var seen = Seen(user);
        var deals = new List<OpenDeal>();
        var owners = new HashSet<long>();
        foreach (var deal in await Open(db, pipeline, limits, today, ct))
        {
            if (!seen(deal.Customer)) continue;
            if (deal.Owner is { } of) owners.Add(of);
            if ((address.Owner is { } owner && deal.Owner != owner.Value) || (address.Stuck && !deal.Stuck)) continue;
            deals.Add(deal);
        }
        var byStage = deals.ToLookup(d => d.Stage);
        return new(pipeline, all, [.. pipeline.Stages.Where(s => s.Kind == DealState.Open).Select(s => Column(s, byStage[s.Id], limits, organisation.Currency))], [.. owners.Select(o => new UserId(o))], today);
    }

    /// <summary>May this user see deals of a customer? Who lies in the bin or was merged away has none; anonymous ones do.</summary>
    public Func<long, bool> Seen(UserId? user)
    {
        var snapshot = customerBase.Current;
        var visible = visibility.Set(snapshot, user);
        return customer => snapshot.TryIndex(customer, out var at) && (visible is null || visible.Get(at));
    }

    public async Task<DealNames> Names(IReadOnlyCollection<(long Customer, long Id, long? Owner, long? Product)> deals, CancellationToken ct)
    {
        var cards = await customers.Find([.. deals.Select(d => new CustomerId(d.Customer)).Distinct()], ct);
        var named = await users.Of([.. deals.Select(d => d.Owner).OfType<long>().Distinct().Select(o => new UserId(o))], ct);
        var sold = await products.Find([.. deals.Select(d => d.Product).OfType<long>().Distinct().Select(p => new ProductId(p))], ct);
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var called = new Dictionary<long, (string?, string?)>();
        await using var command = session.Command();
        command.CommandText = $"select t.id, t.name, t.next_step from {command.InPairs([.. deals.Select(d => (d.Customer, d.Id))])} cross join {OpportunityTable.Name} t where t.customer_id = w.c and t.id = w.i";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) called[reader.GetInt64(0)] = (reader.Text(1), reader.Text(2));
        return new(
            cards.Where(c => !c.Value.Anonymous).Select(c => (c.Key, Name: CustomerName.Shown(c.Value.Golden.Name, c.Value.Golden.Company, c.Value.Golden.Email, c.Value.Golden.Phone))).Where(c => c.Name is not null).ToDictionary(c => c.Key, c => c.Name!),
            named, sold.ToDictionary(p => p.Key, p => p.Value.Name ?? p.Value.Code), called);
    }

    private async Task<IReadOnlyList<OpenDeal>> Open(PatronDb db, Pipeline pipeline, IReadOnlyDictionary<int, int> limits, int today, CancellationToken ct)
    {
        var deals = new List<OpenDeal>();
        using (var row = FastReader.Open(db.Database.GetDbConnection(), string.Create(CultureInfo.InvariantCulture, $"""
            select customer_id, id, stage, since, amount, currency, owner_id, product_id, expected, next_due, committed, version from {OpportunityTable.Name} where state = 1 and pipeline = {pipeline.Id} order by stage, since, id
            """)))
        {
            var currencies = new CurrencyPool();
            while (row.Read())
            {
                var currency = currencies.Of(row, 5);
                var (stage, since) = (row.Int(2), row.Int(3));
                deals.Add(new(row.Long(0), row.Long(1), stage, since, row.IsNull(4) ? null : row.Long(4), currency, row.IsNull(6) ? null : row.Long(6), row.IsNull(7) ? null : row.Long(7),
                    row.IsNull(8) ? null : row.Int(8), row.IsNull(9) ? null : row.Int(9), row.Int(10) == 1, row.Int(11), row.LongOr(4, 0), limits.TryGetValue(stage, out var limit) && today - since > limit));
            }
        }
        var prices = await Prices(deals.Where(d => d.Amount is null).Select(d => d.Product).OfType<long>().Distinct(), ct);
        foreach (var (at, deal) in deals.Index().Where(d => d.Item is { Amount: null, Product: not null }).ToList()) deals[at] = deal with { Value = prices.GetValueOrDefault(deal.Product!.Value) };
        return deals;
    }

    /// <summary>List prices by product, micros.</summary>
    public async Task<Dictionary<long, long>> Prices(IEnumerable<long> of, CancellationToken ct) =>
        (await products.Find([.. of.Select(p => new ProductId(p))], ct)).Where(p => p.Value.Price is not null).ToDictionary(p => p.Key.Value, p => p.Value.Price!.Value);

    private static BoardColumn Column(Stage stage, IEnumerable<OpenDeal> deals, IReadOnlyDictionary<int, int> limits, string currency)
    {
        var of = deals.ToList();
        return new(stage, of.Count,
            [.. of.GroupBy(d => d.Currency).Select(g => new CurrencySum(g.Key, g.Count(), g.Sum(d => d.Value))).OrderByDescending(s => s.Currency == currency).ThenBy(s => s.Currency, StringComparer.Ordinal)],
            of.Count(d => d.Stuck), limits.TryGetValue(stage.Id, out var limit) ? limit : null, of);
    }
}
