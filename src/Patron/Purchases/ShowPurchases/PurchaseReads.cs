using Microsoft.EntityFrameworkCore;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Purchases;

internal sealed class PurchaseReads(IDbContextFactory<PatronDb> contexts, IProducts products) : IPurchaseReads
{
    public async Task<OrderPage> Orders(CustomerId customer, int skip, int take, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var own = db.Orders.AsNoTracking().Where(o => o.CustomerId == customer);
        var count = await own.CountAsync(ct);
        var page = await own.OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Skip(skip).Take(take).ToListAsync(ct);
        var sums = await OrderSums.Of(db, customer, page, ct);
        return new([.. page.Select(o => Summary(o, sums))], count, await Totals(db, customer, ct));
    }

    public async Task<OrderDetail?> Order(CustomerId customer, OrderId order, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Orders.AsNoTracking().FirstOrDefaultAsync(o => o.CustomerId == customer && o.Id == order, ct) is not { } found) return null;
        var lines = await db.OrderLines.AsNoTracking().Where(l => l.CustomerId == customer && l.OrderId == order).OrderBy(l => l.At).ThenBy(l => l.Id).ToListAsync(ct);
        var named = await products.Find([.. lines.Select(l => l.ProductId).Distinct()], ct);
        var sums = await OrderSums.Of(db, customer, [found], ct);
        return new(Summary(found, sums), found.StatedTotal, found.Country,
            [.. lines.Select(l => new OrderLineInfo(l.ProductId, Code(named, l.ProductId), named.GetValueOrDefault(l.ProductId)?.Name, l.Quantity, l.Price, l.Discount, l.Amount, l.At))]);
    }

    public async Task<IReadOnlyList<BoughtProduct>> MostBought(CustomerId customer, int count, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var lines = await (from l in db.OrderLines
                           where l.CustomerId == customer
                           join o in db.Orders on new { l.CustomerId, Id = l.OrderId } equals new { o.CustomerId, o.Id }
                           select new { l.ProductId, l.OrderId, l.Quantity, l.Amount, o.Currency, o.IsReturn }).ToListAsync(ct);
        var best = lines.GroupBy(l => (l.ProductId, l.Currency))
            .Select(g => (
                Key: g.Key, Spent: g.Sum(l => l.Amount), Quantity: g.Sum(l => l.Quantity),
                Times: g.Where(l => l is { IsReturn: false, Quantity: > 0 }).Select(l => l.OrderId).Distinct().Count()))
            .Where(p => p.Times > 0)
            .OrderByDescending(p => p.Times).ThenByDescending(p => p.Spent).ThenBy(p => p.Key.ProductId.Value).Take(count).ToList();
        var named = await products.Find([.. best.Select(p => p.Key.ProductId).Distinct()], ct);
        return [.. best.Select(p => new BoughtProduct(p.Key.ProductId, Code(named, p.Key.ProductId), named.GetValueOrDefault(p.Key.ProductId)?.Name,
            p.Times, p.Quantity, new(p.Spent, p.Key.Currency)))];
    }

    public async Task<IReadOnlyList<HoldingInfo>> Holdings(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var holdings = await db.Holdings.AsNoTracking().Where(h => h.CustomerId == customer).ToListAsync(ct);
        return [.. holdings.OrderBy(h => h.Closed is not null).ThenByDescending(h => h.Opened).ThenBy(h => h.Id.Value)
            .Select(h => new HoldingInfo(h.Id, h.Number, h.Kind, h.Opened, h.Closed, h.Balance, h.Fees, h.Interest, h.Currency, h.SourceId))];
    }

    private static async Task<IReadOnlyList<Money>> Totals(PatronDb db, CustomerId customer, CancellationToken ct)
    {
        var lines = await (from l in db.OrderLines
                           where l.CustomerId == customer
                           join o in db.Orders on new { l.CustomerId, Id = l.OrderId } equals new { o.CustomerId, o.Id }
                           group l.Amount by o.Currency into g
                           select new { Currency = g.Key, Total = g.Sum() }).ToListAsync(ct);
        var all = db.OrderLines;
        var stated = await db.Orders.Where(o => o.CustomerId == customer && o.StatedTotal != null && !all.Any(l => l.CustomerId == customer && l.OrderId == o.Id))
            .GroupBy(o => o.Currency).Select(g => new { Currency = g.Key, Total = g.Sum(o => o.StatedTotal!.Value) }).ToListAsync(ct);
        return [.. lines.Concat(stated).GroupBy(t => t.Currency).Select(g => new Money(g.Sum(t => t.Total), g.Key)).OrderByDescending(m => m.Micros).ThenBy(m => m.Currency, StringComparer.Ordinal)];
    }

    private static OrderSummary Summary(Order order, IReadOnlyDictionary<OrderId, OrderSum> sums)
    {
        var sum = sums.GetValueOrDefault(order.Id);
        return new(order.Id, order.Number, order.At, order.Currency, sum.Lines == 0 ? order.StatedTotal ?? 0 : sum.Total, sum.Lines,
            order.IsReturn || sum.OnlyBack, order.SourceId, order.Channel);
    }

    private static string Code(IReadOnlyDictionary<ProductId, ProductInfo> products, ProductId product) =>
        products.TryGetValue(product, out var info) ? info.Code : product.ToString();
}
