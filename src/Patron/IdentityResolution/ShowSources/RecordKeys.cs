using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.ShowSources;

/// <summary>Finds a customer by the whole id that any source knows the person by.</summary>
internal sealed class RecordKeys(IDbContextFactory<PatronDb> contexts, ISources sources) : IFindsByKey
{
    public async Task<CustomerId?> Find(string key, CancellationToken ct)
    {
        var scopes = (await sources.All(ct)).Select(s => ClaimScopes.Record(s.Id)).ToArray();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await ClaimedKeys.CustomerOf(db, scopes, key, ct);
    }

    public async Task<IReadOnlyDictionary<string, CustomerId>> FindAll(IReadOnlyCollection<string> keys, CancellationToken ct)
    {
        var scopes = (await sources.All(ct)).Select(s => ClaimScopes.Record(s.Id)).ToArray();
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await ClaimedKeys.CustomersOf(db, scopes, keys, ct);
    }
}
