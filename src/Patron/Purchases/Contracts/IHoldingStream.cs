using System.Data.Common;
using Patron.Kernel;

namespace Patron.Purchases.Contracts;

/// <summary>An open holding.</summary>
/// <param name="Customer">The customer's id.</param>
/// <param name="Balance">Micros; null: not stated.</param>
/// <param name="Earned">Fees and interest as the source states them; micros.</param>
/// <param name="Currency">ISO 4217.</param>
public readonly record struct StreamedHolding(long Customer, string Kind, long? Balance, long Earned, string Currency);

/// <summary>All open holdings, for whoever reckons what they bring.</summary>
public interface IHoldingStream
{
    /// <summary>In the order of their customers.</summary>
    /// <param name="customers">Null is all.</param>
    IEnumerable<StreamedHolding> Read(DbConnection connection, IReadOnlyCollection<long>? customers);
}
