namespace Patron.Purchases.Contracts;

/// <summary>A row of an order-lines file. Quantity, price and discount are micros, <paramref name="At"/> microseconds since 1970 UTC.</summary>
/// <param name="LineKey">The source's own line number; null where it has none.</param>
/// <param name="At">Null takes the order's time, which another file has told; rejected where none has.</param>
/// <param name="Customer">External id within the source; null makes an anonymous buyer for the order.</param>
public sealed record IncomingLine(
    long Line, string Order, string? LineKey, string Product, string? ProductName, string? Category,
    long Quantity, long Price, long Discount, long? At, string? Customer, string? Currency, string? Country, string? Channel);

/// <summary>A row of an orders file.</summary>
/// <param name="Total">Micros, as the source states it; the lines' sum is reckoned.</param>
public sealed record IncomingOrder(long Line, string Order, string? Customer, long At, long? Total, string? Currency, string? Country, string? Channel)
{
    /// <summary>Whether it is a return, where an export tells; null asks the source's prefix.</summary>
    public bool? Return { get; init; }
}

/// <summary>A row of a holdings file.</summary>
public sealed record IncomingHolding(
    long Line, string Number, string Customer, string Kind, DateOnly? Opened, DateOnly? Closed, long? Balance, long? Fees, long? Interest, string? Currency);
