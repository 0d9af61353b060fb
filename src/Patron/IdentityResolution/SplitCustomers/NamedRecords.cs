using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.SplitCustomers;

/// <summary>Finds customers and records as people name them: by an id of ours, or as "source:its own id".</summary>
internal sealed class NamedRecords(IDbContextFactory<PatronDb> contexts, ISources sources, ICustomers customers)
{
    /// <summary>Through merges; null where nobody is meant.</summary>
    public async Task<CustomerId?> Customer(string name, CancellationToken ct) =>
        IdText.TryRead<CustomerId>(name, out var id) ? await customers.Resolve(id, ct) : (await Claimed(name, ct))?.Customer;

    public async Task<SourceRecordId?> Record(string name, CancellationToken ct) =>
        IdText.TryRead<SourceRecordId>(name, out var id) ? id : (await Claimed(name, ct))?.Record;

    private async Task<RecordOwner?> Claimed(string name, CancellationToken ct)
    {
        // A source's name may have a colon of its own: the longest that fits is meant.
        foreach (var source in (await sources.All(ct)).OrderByDescending(s => s.Name.Length))
        {
            if (!name.StartsWith(source.Name + ":", StringComparison.OrdinalIgnoreCase)) continue;
            await using var db = await contexts.CreateDbContextAsync(ct);
            var (scope, key) = (ClaimScopes.Record(source.Id), name[(source.Name.Length + 1)..]);
            var claim = await db.Set<ClaimedKey>().AsNoTracking().Where(c => c.Scope == scope && c.Key == key).Select(c => new { c.Id, c.CustomerId }).FirstOrDefaultAsync(ct);
            if (claim is not null) return new(new(claim.CustomerId), new(claim.Id));
        }
        return null;
    }
}
