using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases.ForgetSources;

/// <summary>Orders, lines and holdings of the sources, whoever's they are; the anonymous buyers made for those orders; products that nobody bought but there.</summary>
internal sealed class ForgetsPurchases(CustomerRowMover mover, IGoldenRecords golden, IProducts products, IEnumerable<INamesProducts> naming) : IForgetsSources
{
    public int Order => 10;

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        var sources = string.Join(',', what.SourceIds);
        var anonymous = await Customers(session, $"select customer_id from {OrderStore.Table} where source_id in ({sources}) and source_record_id is null", ct);
        var buyers = await Customers(session, $"select distinct customer_id from {OrderStore.Table} where source_id in ({sources})", ct);
        var holders = await Customers(session, $"select distinct customer_id from {HoldingStore.Table} where source_id in ({sources})", ct);

        await session.Execute($"delete from {LineStore.Table} where (customer_id, order_id) in (select customer_id, id from {OrderStore.Table} where source_id in ({sources}))", ct);
        await session.Execute($"delete from {OrderStore.Table} where source_id in ({sources})", ct);
        await session.Execute($"delete from {HoldingStore.Table} where source_id in ({sources})", ct);
        await session.Release(what.Sources.SelectMany(s => (string[])[ClaimScopes.Order(s.Id), ClaimScopes.Holding(s.Id)]), ct);
        await mover.Delete(session, anonymous, ct);
        await golden.Delete(session, anonymous, ct);
        session.Tell(Topics.Purchases, buyers.Select(c => c.Value));
        session.Tell(Topics.Holdings, holders.Select(c => c.Value));
        await ForgetProducts(session, what.ChangeSets, ct);
    }

    private async Task ForgetProducts(BulkSession session, IReadOnlyCollection<ChangeSetId> changeSets, CancellationToken ct)
    {
        var made = await products.MadeBy(session, changeSets, ct);
        if (made.Count == 0) return;
        var named = new HashSet<ProductId>();
        foreach (var room in naming) named.UnionWith(await room.Named(session, ct));
        await products.Delete(session, [.. made.Where(p => !named.Contains(p))], ct);
    }

    private static async Task<List<CustomerId>> Customers(BulkSession session, string sql, CancellationToken ct)
    {
        var customers = new List<CustomerId>();
        await using var command = session.Command(sql);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) customers.Add(new(reader.GetInt64(0)));
        return customers;
    }
}
