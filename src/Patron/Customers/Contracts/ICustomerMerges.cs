using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>Merges in bulk, within a transaction, for identity resolution.</summary>
public interface ICustomerMerges
{
    /// <summary>Whom these ids stand for today, through their merges; those that are gone are not among them.</summary>
    Task<IReadOnlyDictionary<CustomerId, CustomerId>> Homes(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);

    /// <summary>Every id that was merged away, with the customer whom it stands for today.</summary>
    Task<IReadOnlyList<(CustomerId Gone, CustomerId Into)>> All(CancellationToken ct);

    /// <summary>Makes those that were merged away customers of their own again; their rows and golden values are the caller's. Returns those that are there.</summary>
    Task<IReadOnlySet<CustomerId>> Part(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);

    /// <summary>Deletes customers who have no rows. What was merged into one that was merged on leads on; else it goes with it.</summary>
    Task Remove(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);
}
