using Patron.Kernel;

namespace Patron.Purchases.Contracts;

/// <summary>One order or return as a list shows it.</summary>
/// <param name="Currency">ISO 4217; <paramref name="Total"/> is in its micros.</param>
/// <param name="Total">The sum of the lines; what the source states where it sent no lines.</param>
/// <param name="IsReturn">The number has the source's cancellation prefix, or goods only came back.</param>
public sealed record OrderSummary(OrderId Id, string Number, DateTimeOffset At, string Currency, long Total, int Lines, bool IsReturn, SourceId Source, string? Channel);

/// <param name="Count">Orders in all, on every page.</param>
/// <param name="Totals">The sum of all of them in each currency, the largest first.</param>
public sealed record OrderPage(IReadOnlyList<OrderSummary> Orders, int Count, IReadOnlyList<Money> Totals);

/// <summary>One line of an order; quantity and discount are micros, price and amount micros of the order's currency.</summary>
public sealed record OrderLineInfo(ProductId Product, string Code, string? Name, long Quantity, long Price, long Discount, long Amount, DateTimeOffset At);

public sealed record OrderDetail(OrderSummary Order, long? StatedTotal, string? Country, IReadOnlyList<OrderLineInfo> Lines);

/// <summary>What a customer buys.</summary>
/// <param name="Times">Orders that have it; returns do not count.</param>
/// <param name="Quantity">Micros, less what came back.</param>
/// <param name="Spent">Less what came back.</param>
public sealed record BoughtProduct(ProductId Product, string Code, string? Name, int Times, long Quantity, Money Spent);

public sealed record HoldingInfo(
    HoldingId Id, string Number, string Kind, DateOnly? Opened, DateOnly? Closed, long? Balance, long? Fees, long? Interest, string Currency, SourceId Source);

/// <summary>What a customer bought and holds, for pages.</summary>
public interface IPurchaseReads
{
    /// <summary>Latest first.</summary>
    Task<OrderPage> Orders(CustomerId customer, int skip, int take, CancellationToken ct);

    /// <summary>Null where the customer has no such order.</summary>
    Task<OrderDetail?> Order(CustomerId customer, OrderId order, CancellationToken ct);

    /// <summary>By orders, then by amount; a product bought in two currencies comes once for each.</summary>
    Task<IReadOnlyList<BoughtProduct>> MostBought(CustomerId customer, int count, CancellationToken ct);

    /// <summary>Open ones first, the latest opened first.</summary>
    Task<IReadOnlyList<HoldingInfo>> Holdings(CustomerId customer, CancellationToken ct);
}
