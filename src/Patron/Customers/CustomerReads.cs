using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

internal sealed class CustomerReads(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : ICustomerReads
{
    public async Task<IReadOnlyDictionary<CustomerId, CustomerCard>> Find(IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var rows = await CustomerRows.Load(session, [.. customers.Select(c => c.Value).Distinct()], ct);
        return rows.Values.ToDictionary(r => r.Golden.Id, r => new CustomerCard(
            r.Golden, r.Golden.Custom is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : new Dictionary<string, string>(),
            r.Anonymous, r.MergedInto is { } into ? new CustomerId(into) : null,
            r.DeletedAt is { } at ? Instants.FromMicroseconds(at) : null, Instants.FromMicroseconds(r.CreatedAt), r.Version));
    }
}
