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

    // Golden values that a text can name.
    private static readonly string[] Told = ["name", "given_name", "family_name", "title", "company", "email", "phone", "street", "city", "region", "postal", "country"];

    private static readonly string Has = string.Join(" + ", Told.Select((column, bit) => $"case when {column} is null or trim({column}) = '' then 0 else {1L << bit} end"));

    public async Task<ValuePattern?[]> Patterns(IReadOnlyList<CustomerId> customers, IReadOnlyList<string> custom, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(custom.Count, 40);
        var patterns = new ValuePattern?[customers.Count];
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        for (var from = 0; from < customers.Count; from += AtOnce)
        {
            var places = Enumerable.Range(from, Math.Min(AtOnce, customers.Count - from)).ToLookup(at => customers[at].Value);
            await using var command = session.Command();
            command.CommandText = $"select id, language, {Has}, {(custom.Count > 0 ? "custom" : "null")} from customers where id in {command.In("@ids", places.Select(p => p.Key))}";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
            {
                var pattern = new ValuePattern(row.Text(1), row.GetInt64(2) | CustomBits(row.Text(3), custom));
                foreach (var at in places[row.GetInt64(0)]) patterns[at] = pattern;
            }
        }
        return patterns;
    }

    private const int AtOnce = 5_000;

    private static long CustomBits(string? json, IReadOnlyList<string> custom)
    {
        if (json is null) return 0;
        var (values, bits) = (JsonSerializer.Deserialize<Dictionary<string, string>>(json)!, 0L);
        for (var at = 0; at < custom.Count; at++)
            if (values.GetValueOrDefault(custom[at]) is { Length: > 0 }) bits |= 1L << (Told.Length + at);
        return bits;
    }
}
