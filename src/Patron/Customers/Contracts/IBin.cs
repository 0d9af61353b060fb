using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>
/// Customers that were deleted: gone from lists, counts, search and files at once, with everything that hangs on them; nothing is lost, and they can come back.
/// Both deeds are recorded in a change set, whose rows the context's SaveChangesAsync writes, and told to the change feed.
/// </summary>
public interface IBin
{
    /// <summary>Those of <paramref name="customers"/> that lie in the bin.</summary>
    Task<IReadOnlySet<CustomerId>> Among(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);

    /// <summary>Puts those of <paramref name="customers"/> there that are neither in it already, nor merged away, nor anonymous; returns how many.</summary>
    Task<int> Delete(BulkSession session, ChangeRecorder changes, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);

    /// <summary>Brings those of <paramref name="customers"/> back that lie in the bin; returns how many. An import does so for a row of somebody deleted, where its rules allow it.</summary>
    /// <param name="changes">Null where changes are not recorded.</param>
    Task<int> Restore(BulkSession session, ChangeRecorder? changes, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);
}

/// <summary>What a customer bought, in the organisation's own currency.</summary>
/// <param name="Spent">Micros; returns do not count.</param>
public readonly record struct OrderTotals(int Orders, long Spent);

/// <summary>Orders of customers whom the base does not hold; the room that keeps orders tells.</summary>
public interface ITellsOrderTotals
{
    /// <summary>Who never bought is not among them.</summary>
    Task<IReadOnlyDictionary<CustomerId, OrderTotals>> Of(IReadOnlyCollection<CustomerId> customers, CancellationToken ct);
}
