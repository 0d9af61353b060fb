using Patron.Data;
using Patron.Kernel;

namespace Patron.IdentityResolution.TakeRecords;

/// <summary>Who carries a key.</summary>
internal readonly record struct Carrier(IdentityKey Key, long Customer, long Record);

/// <summary>The keys of records in bulk.</summary>
internal static class IdentifierRows
{
    private static readonly string[] Columns = ["customer_id", "id", "source_record_id", "kind", "value"];

    /// <summary>On how many records each of these keys stands; one that stands on none is not among them.</summary>
    public static async Task<Dictionary<IdentityKey, int>> Count(BulkSession session, IReadOnlyCollection<IdentityKey> keys, CancellationToken ct)
    {
        var counts = new Dictionary<IdentityKey, int>();
        foreach (var (kind, some) in ByKind(keys))
        {
            await using var command = session.Command();
            command.CommandText = $"select value, count(*) from {IdentityTables.Identifiers} where kind = @kind and value in {command.In("@values", some)} group by value";
            command.Add("@kind", (int)kind);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) counts[new(kind, reader.GetString(0))] = reader.GetInt32(1);
        }
        return counts;
    }

    public static async Task<List<Carrier>> Carriers(BulkSession session, IReadOnlyCollection<IdentityKey> keys, CancellationToken ct)
    {
        var carriers = new List<Carrier>();
        foreach (var (kind, some) in ByKind(keys))
        {
            await using var command = session.Command();
            command.CommandText = $"select value, customer_id, source_record_id from {IdentityTables.Identifiers} where kind = @kind and value in {command.In("@values", some)}";
            command.Add("@kind", (int)kind);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) carriers.Add(new(new(kind, reader.GetString(0)), reader.GetInt64(1), reader.GetInt64(2)));
        }
        return carriers;
    }

    /// <summary>All keys of these customers' records.</summary>
    public static async Task<Dictionary<long, List<IdentityKey>>> OfCustomers(BulkSession session, IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        var keys = new Dictionary<long, List<IdentityKey>>();
        foreach (var some in customers.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select source_record_id, kind, value from {IdentityTables.Identifiers} where customer_id in {command.In("@customers", some)}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                if (!keys.TryGetValue(reader.GetInt64(0), out var own)) keys[reader.GetInt64(0)] = own = [];
                own.Add(new((IdentifierKind)reader.GetInt32(1), reader.GetString(2)));
            }
        }
        return keys;
    }

    public static async Task Delete(BulkSession session, IReadOnlyCollection<SourceRecord> records, CancellationToken ct)
    {
        foreach (var some in records.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText =
                $"delete from {IdentityTables.Identifiers} where customer_id in {delete.In("@customers", some.Select(r => r.CustomerId.Value))} and source_record_id in {delete.In("@records", some.Select(r => r.Id.Value))}";
            await delete.ExecuteNonQueryAsync(ct);
        }
    }

    public static void Insert(BulkSession session, IEnumerable<Party> parties, IdRanges ids)
    {
        using var sink = session.Sink(IdentityTables.Identifiers, Columns);
        foreach (var party in parties)
        {
            foreach (var key in party.Keys)
            {
                sink.Begin();
                sink.Long(party.Record.CustomerId.Value);
                sink.Long(ids.Next());
                sink.Long(party.Id);
                sink.Int((int)key.Kind);
                sink.Text(key.Value);
                sink.End();
            }
        }
        sink.Complete();
    }

    private static IEnumerable<(IdentifierKind Kind, string[] Values)> ByKind(IReadOnlyCollection<IdentityKey> keys) =>
        keys.GroupBy(k => k.Kind).SelectMany(g => g.Select(k => k.Value).Chunk(5_000).Select(some => (g.Key, some)));
}
