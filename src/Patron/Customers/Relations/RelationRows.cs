using System.Data.Common;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Relations;

/// <summary>The table of relations in bulk, within a session.</summary>
internal static class RelationRows
{
    public static readonly string[] Columns = ["customer_id", "id", "source_record_id", "source_id", "kind", "said", "said_key", "other_customer_id", "user_id", "at"];
    private static readonly string List = string.Join(", ", Columns);

    public static async Task<List<Relation>> OfCustomers(BulkSession session, IEnumerable<long> customers, CancellationToken ct)
    {
        var found = new List<Relation>();
        foreach (var some in customers.Distinct().Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"select {List} from {RelationTable.Name} where customer_id in {command.In("@customers", some)}";
            await Read(command, found, ct);
        }
        return found;
    }

    /// <summary>Those that wait for one of these names or numbers: nobody was known by it, or who was is gone.</summary>
    public static async Task<List<Relation>> Waiting(BulkSession session, IEnumerable<string> keys, CancellationToken ct)
    {
        var found = new List<Relation>();
        foreach (var some in keys.Distinct(StringComparer.Ordinal).Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"""
                select {List} from {RelationTable.Name} r where said_key in {command.In("@keys", some)} and user_id is null
                and (other_customer_id is null or not exists (select 1 from customers c where c.id = r.other_customer_id and c.deleted_at is null))
                """;
            await Read(command, found, ct);
        }
        return found;
    }

    /// <summary>Does any relation wait? Then whoever comes is looked at.</summary>
    public static async Task<bool> AnyWaits(BulkSession session, CancellationToken ct)
    {
        await using var command = session.Command($"select 1 from {RelationTable.Name} where kind between 2 and 11 limit 1");
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    public static void Insert(BulkSession session, IReadOnlyCollection<Relation> rows)
    {
        if (rows.Count == 0) return;
        using var sink = session.Sink(RelationTable.Name, Columns);
        foreach (var row in rows)
        {
            sink.Begin();
            sink.Long(row.CustomerId.Value);
            sink.Long(row.Id);
            sink.Long(row.SourceRecordId.Value);
            sink.Long(row.SourceId.Value);
            sink.Int((int)row.Kind);
            sink.Text(row.Said);
            sink.Text(row.SaidKey);
            sink.Long(row.OtherCustomerId?.Value);
            sink.Long(row.UserId?.Value);
            sink.Instant(Instants.ToMicroseconds(row.At));
            sink.End();
        }
        sink.Complete();
        session.Tell(Topics.Customers, rows.Select(r => r.CustomerId.Value));
    }

    public static async Task Delete(BulkSession session, IReadOnlyCollection<Relation> rows, CancellationToken ct)
    {
        foreach (var some in rows.Chunk(5_000))
        {
            await using var delete = session.Command();
            delete.CommandText = $"delete from {RelationTable.Name} where customer_id in {delete.In("@customers", some.Select(r => r.CustomerId.Value))} and +id in {delete.In("@ids", some.Select(r => r.Id))}";
            await delete.ExecuteNonQueryAsync(ct);
        }
        session.Tell(Topics.Customers, rows.Select(r => r.CustomerId.Value));
    }

    /// <summary>Whom the words mean is known now.</summary>
    public static async Task Resolve(BulkSession session, IReadOnlyList<(Relation Row, CustomerId? Other, UserId? User)> found, CancellationToken ct)
    {
        foreach (var (column, rows) in new (string, object?[][])[]
        {
            ("other_customer_id", [.. found.Where(f => f.Other is not null).Select(f => new object?[] { f.Other!.Value.Value, f.Row.CustomerId.Value, f.Row.Id })]),
            ("user_id", [.. found.Where(f => f.User is not null).Select(f => new object?[] { f.User!.Value.Value, f.Row.CustomerId.Value, f.Row.Id })]),
        })
            await session.Update(RelationTable.Name, [column], ["customer_id", "id"], rows, ct);
        session.Tell(Topics.Customers, found.Select(f => f.Row.CustomerId.Value));
    }

    private static async Task Read(DbCommand command, List<Relation> into, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            into.Add(new()
            {
                CustomerId = new(row.GetInt64(0)), Id = row.GetInt64(1), SourceRecordId = new(row.GetInt64(2)), SourceId = new(row.GetInt64(3)),
                Kind = (RelationKind)row.GetInt32(4), Said = row.GetString(5), SaidKey = row.GetString(6),
                OtherCustomerId = row.IsDBNull(7) ? null : new(row.GetInt64(7)), UserId = row.IsDBNull(8) ? null : new(row.GetInt64(8)),
                At = Instants.FromMicroseconds(row.GetInstant(9)),
            });
        }
    }
}
