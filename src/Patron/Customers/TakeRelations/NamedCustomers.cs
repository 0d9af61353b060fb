using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.TakeRelations;

/// <summary>Whom the rows of a file mean: a number of its source goes before our own id, as our lists write it. Who lies in the bin is nobody.</summary>
/// <param name="Record">Null where our own id was written.</param>
internal readonly record struct NamedCustomer(CustomerId Id, SourceRecordId? Record, CustomerKind Kind)
{
    public static async Task<Dictionary<string, NamedCustomer>> Find(BulkSession session, Intake intake, ICustomerMerges merges, IReadOnlyCollection<string> said, CancellationToken ct)
    {
        var numbered = await session.Find(ClaimScopes.Record(intake.Source.Id), said.ToHashSet(StringComparer.Ordinal), ct);
        var ours = new Dictionary<string, CustomerId>(StringComparer.Ordinal);
        foreach (var word in said)
            if (!numbered.ContainsKey(word) && IdText.TryRead<CustomerId>(word, out var id)) ours[word] = id;
        var homes = ours.Count == 0 ? new Dictionary<CustomerId, CustomerId>() : await merges.Homes(session, [.. ours.Values.Distinct()], ct);
        var kinds = await Kinds(session, [.. numbered.Values.Select(c => c.Customer).Concat(homes.Values.Select(h => h.Value)).Distinct()], ct);

        var found = new Dictionary<string, NamedCustomer>(StringComparer.Ordinal);
        foreach (var (word, claim) in numbered)
            if (kinds.TryGetValue(claim.Customer, out var kind)) found[word] = new(new(claim.Customer), new(claim.Id), kind);
        foreach (var (word, id) in ours)
            if (homes.TryGetValue(id, out var home) && kinds.TryGetValue(home.Value, out var kind)) found[word] = new(home, null, kind);
        return found;
    }

    /// <summary>Of those who are there and are no mere buyers of one order.</summary>
    public static async Task<Dictionary<long, CustomerKind>> Kinds(BulkSession session, long[] customers, CancellationToken ct)
    {
        var kinds = new Dictionary<long, CustomerKind>(customers.Length);
        foreach (var some in customers.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select id, kind from customers where id in {command.In("@ids", some)} and deleted_at is null and merged_into is null and not anonymous";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) kinds[reader.GetInt64(0)] = (CustomerKind)reader.GetInt32(1);
        }
        return kinds;
    }
}
