using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Microsoft.EntityFrameworkCore;

namespace Patron.Purchases;

/// <summary>Finds the customer of an order by the order's number in any source.</summary>
internal sealed class OrderKeys(IDbContextFactory<PatronDb> contexts, ISources sources) : IFindsByKey
{
    public async Task<CustomerId?> Find(string key, CancellationToken ct)
    {
        var scopes = (await sources.All(ct)).Select(s => ClaimScopes.Order(s.Id)).ToArray();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await ClaimedKeys.CustomerOf(db, scopes, key, ct);
    }

    public async Task<IReadOnlyDictionary<string, CustomerId>> FindAll(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var scopes = (await sources.All(ct)).Select(s => ClaimScopes.Order(s.Id)).ToArray();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await ClaimedKeys.CustomersOf(db, scopes, keys, ct);
    }
}
