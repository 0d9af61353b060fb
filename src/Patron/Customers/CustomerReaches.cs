using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers;

/// <summary>Reads the few columns that say how a customer is reached.</summary>
internal sealed class CustomerReaches : ICustomerReach
{
    public async Task<IReadOnlyDictionary<CustomerId, CustomerReach>> Of(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var found = new Dictionary<CustomerId, CustomerReach>(customers.Count);
        foreach (var some in customers.Distinct().Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id, coalesce(name, company), email, phone, street is not null, country, time_zone, language from customers where merged_into is null and deleted_at is null and id in {command.In("@ids", some.Select(c => c.Value))}";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) found[new(row.GetInt64(0))] = new(row.Text(1), row.Text(2), row.Text(3), row.GetBoolean(4), row.Text(5), row.Text(6), row.Text(7));
        }
        return found;
    }

    public async Task<IReadOnlyList<CustomerId>> WithAddress(BulkSession session, IReadOnlyCollection<string> addresses, CancellationToken ct)
    {
        var found = new List<CustomerId>();
        foreach (var some in addresses.Distinct(StringComparer.Ordinal).Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id from customers where merged_into is null and (lower(email) in {command.In("@emails", some.Select(a => a.ToLowerInvariant()))} or phone in {command.In("@phones", some)})";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) found.Add(new(row.GetInt64(0)));
        }
        return found;
    }
}
