using Microsoft.EntityFrameworkCore;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Purchases;

/// <summary>One entry for each order or return.</summary>
internal sealed class PurchaseTimeline(IDbContextFactory<PatronDb> contexts, IProducts products) : ITimelineSource
{
    private const int NamesShown = 3;

    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (at, id) = (before?.At, new OrderId(before?.Id ?? 0));
        var orders = await db.Orders.AsNoTracking().Where(o => o.CustomerId == customer && (at == null || o.At < at || (o.At == at && o.Id.CompareTo(id) < 0)))
            .OrderByDescending(o => o.At).ThenByDescending(o => o.Id).Take(count).ToListAsync(ct);
        var sums = await OrderSums.Of(db, customer, orders, ct);
        var bought = await Products(db, customer, orders, ct);
        var named = await products.Find([.. bought.SelectMany(b => b).Distinct()], ct);
        return [.. orders.Select(o => Entry(o, sums.GetValueOrDefault(o.Id),
            [.. bought[o.Id].Select(p => named.TryGetValue(p, out var info) ? info.Name ?? info.Code : null).OfType<string>().Distinct()], sentences))];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Orders.LongCountAsync(o => o.CustomerId == customer, ct);
    }

    /// <summary>The products of each order, those of the largest amount first.</summary>
    private static async Task<ILookup<OrderId, ProductId>> Products(PatronDb db, CustomerId customer, List<Order> orders, CancellationToken ct)
    {
        var ids = orders.Select(o => o.Id).ToArray();
        var sums = await db.OrderLines.Where(l => l.CustomerId == customer && ids.Contains(l.OrderId))
            .GroupBy(l => new { l.OrderId, l.ProductId }).Select(g => new { g.Key.OrderId, g.Key.ProductId, Amount = g.Sum(l => l.Amount) }).ToListAsync(ct);
        return sums.OrderByDescending(s => Math.Abs((decimal)s.Amount)).ThenBy(s => s.ProductId.Value).ToLookup(s => s.OrderId, s => s.ProductId);
    }

    private static TimelineEntry Entry(Order order, OrderSum sum, IReadOnlyList<string> names, Sentences sentences)
    {
        var isReturn = order.IsReturn || sum.OnlyBack;
        var text = sentences.Html(isReturn ? "purchases.timeline.return" : "purchases.timeline.order", new { number = order.Number, lines = sum.Lines, url = Urls.CustomerPart(order.CustomerId.ToString(), $"orders/{order.Id}") });
        string Name(int at) => at < names.Count ? names[at] : "";
        var detail = names.Count == 0 ? null : sentences.Get("purchases.timeline.products",
            new { shown = Math.Min(names.Count, NamesShown), a = Name(0), b = Name(1), c = Name(2), more = Math.Max(0, names.Count - NamesShown) });
        long? total = sum.Lines > 0 ? sum.Total : order.StatedTotal;
        return new(order.At, order.Id.Value, "buy", isReturn ? "receipt-refund" : "receipt", text, detail, total is { } t ? sentences.Formats.Money(t, order.Currency) : null);
    }
}
