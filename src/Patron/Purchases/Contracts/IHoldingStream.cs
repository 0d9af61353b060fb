using System.Data.Common;
using Patron.Kernel;

namespace Patron.Purchases.Contracts;

/// <summary>A holding that is, or was, open.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="Balance">Micros; null: not stated.</param>
/// <param name="Earned">Fees and interest as the source states them; micros.</param>
/// <param name="Currency">ISO 4217.</param>
public readonly record struct StreamedHolding(long Customer, string Kind, long? Balance, long Earned, string Currency);

/// <summary>All holdings that are open, or were on a day, for whoever reckons what they bring.</summary>
public interface IHoldingStream
{
    /// <summary>In the order of their customers.</summary>
    /// <param name="customers">Null is all.</param>
    /// <param name="day">Those opened by that day and not closed yet; whose opening nobody stated was open always. Balances have no history. Null: those open now.</param>
    IEnumerable<StreamedHolding> Read(DbConnection connection, IReadOnlyCollection<long>? customers, DateOnly? day = null);
}
