using Patron.Data;

namespace Patron.Customers.Contracts;

/// <summary>
/// Customers are written by one transaction at a time: two imports that decided side by side would miss each other's records, and a golden record
/// written over a deletion would bring the customer back.
/// </summary>
public static class CustomersLock
{
    private const long Number = 0x7061_7472_6f6e_0001;

    /// <summary>Held until the transaction ends. SQLite has one writer anyway.</summary>
    public static async Task Take(BulkSession session, CancellationToken ct)
    {
        if (session.IsPostgres) await session.Execute("select pg_advisory_xact_lock(@number)", ct, ("@number", Number));
    }
}
