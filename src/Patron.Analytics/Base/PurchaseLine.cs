namespace Patron.Analytics.Base;

/// <summary>What an order line counts as.</summary>
public enum LineKind : byte
{
    /// <summary>Quantity and price above zero, in the reporting currency: counts as revenue and makes its order an order.</summary>
    Sale = 0,
    /// <summary>Goods that came back or a cancelled order.</summary>
    Return = 1,
    /// <summary>A price or quantity of zero or below that is no return: kept, counted nowhere.</summary>
    Other = 2,
    /// <summary>In another currency: kept, never added.</summary>
    Foreign = 3,
}

/// <summary>One order line.</summary>
/// <param name="Order">Any number that differs between the orders of one customer.</param>
/// <param name="Day">The day of the order (<see cref="DateOnly.DayNumber"/>), the same for all its lines.</param>
/// <param name="Product">Dense product index.</param>
/// <param name="Quantity">Micros: a millionth of a piece.</param>
/// <param name="Amount">Micros of the reporting currency after discount, signed: returns are negative.</param>
/// <param name="Kind">What the line counts as.</param>
/// <param name="Channel">Code in <see cref="BaseWriter.Channels"/>.</param>
/// <param name="Country">Code in <see cref="BaseWriter.Countries"/>.</param>
public readonly record struct PurchaseLine(
    int Order, int Day, int Product, long Quantity, long Amount, LineKind Kind, ushort Channel = 0, ushort Country = 0);
