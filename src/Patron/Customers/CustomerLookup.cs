using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

internal sealed class CustomerLookup(IDbContextFactory<PatronDb> contexts) : ICustomers
{
    public async Task<CustomerId?> Resolve(CustomerId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Resolve(db, id, ct);
    }

    /// <summary>Follows merges to their end; null for an id that never was a customer's, or is no more.</summary>
    public static async Task<CustomerId?> Resolve(PatronDb db, CustomerId id, CancellationToken ct)
    {
        while (true)
        {
            var found = await db.Customers.AsNoTracking().Where(c => c.Id == id).Select(c => new { c.MergedInto }).FirstOrDefaultAsync(ct);
            if (found is null) return null;
            if (found.MergedInto is not { } next) return id;
            id = next;
        }
    }
}
