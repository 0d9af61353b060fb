using System.Data.Common;

namespace Patron.Purchases.Contracts;

/// <summary>What was taken off prices in a time that the columns of the base do not hold.</summary>
public interface IDiscountReads
{
    /// <summary>Micros of the reporting currency by customer; who got nothing off is not among them.</summary>
    /// <param name="from">The first day.</param>
    /// <param name="to">The last day.</param>
    /// <param name="only">Of these customers; null of all.</param>
    IReadOnlyDictionary<long, long> Given(DbConnection connection, DateOnly from, DateOnly to, IReadOnlyCollection<long>? only);
}
