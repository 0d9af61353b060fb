using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;
using NpgsqlTypes;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>
/// A room that keeps rows of customers registers its tables once; merge, split, undo, erasure and the removal of demo data run over the registrations.
/// Every such table has the key (customer_id, id) and a source_record_id that tells where the row came from (null: made here).
/// </summary>
/// <param name="Room">The room's name.</param>
/// <param name="Tables">Its tables of customers' rows.</param>
/// <param name="Topic">What the change feed is told when they move.</param>
/// <param name="Reckoned">Made from other rows and made anew when those change: nothing is kept for their sake.</param>
/// <param name="OfItself">
/// Written by the program of whoever is there, as that somebody came into a segment: unlike what is reckoned it is not made anew, but nobody is kept for its sake,
/// and it goes with the last of a customer's records.
/// </param>
public sealed record OwnsCustomerRows(string Room, IReadOnlyList<string> Tables, string Topic, bool Reckoned = false, bool OfItself = false)
{
    /// <summary>A customer who has such rows stays, even if the import that made him or her is taken back.</summary>
    public bool Binds => !Reckoned && !OfItself;
}

/// <summary>Rows that go to another customer: those that came from one source record, or all.</summary>
public readonly record struct RowMove(CustomerId From, CustomerId Into, SourceRecordId? Record);

/// <summary>
/// The only function that moves customers' rows: insert under the new customer and delete under the old, in the session's transaction;
/// keys claimed for them follow, and what change sets tell of them.
/// </summary>
public sealed class CustomerRowMover(IEnumerable<OwnsCustomerRows> owners)
{
    private readonly OwnsCustomerRows[] owners = [.. owners];

    public IReadOnlyList<OwnsCustomerRows> Owners => owners;

    /// <summary>All rows of <paramref name="from"/>, or only those that came from <paramref name="records"/>; returns how many moved.</summary>
    public Task<long> Move(BulkSession session, CustomerId from, CustomerId into, IReadOnlyCollection<SourceRecordId>? records, CancellationToken ct) =>
        Move(session, records is null ? [new(from, into, null)] : [.. records.Select(r => new RowMove(from, into, r))], ct);

    /// <summary>Many at once: first the rows of single records, then what is left of whole customers. Returns how many rows moved.</summary>
    public async Task<long> Move(BulkSession session, IReadOnlyList<RowMove> moves, CancellationToken ct)
    {
        var moved = 0L;
        foreach (var some in moves.Where(m => m.From != m.Into).GroupBy(m => m.Record is null).OrderBy(g => g.Key).SelectMany(g => g.Chunk(5_000)))
        {
            if (some[0].Record is null)
            {
                await session.Update(ClaimedKeys.Table, ["customer_id"], ["customer_id"], [.. some.Select(m => (object?[])[m.Into.Value, m.From.Value])], ct);
                await MoveChanges(session, some, $"{ChangePayloadTable.Name} t", "t.customer_id = m.from_id", ct);
            }
            foreach (var table in owners.SelectMany(o => o.Tables)) moved += await Move(session, table, some, ct);
            foreach (var owner in owners) session.Tell(owner.Topic, some.SelectMany(m => (long[])[m.From.Value, m.Into.Value]));
        }
        return moved;
    }

    private static async Task<long> Move(BulkSession session, string table, RowMove[] moves, CancellationToken ct)
    {
        var columns = ColumnsOf(session.Db, table).Where(c => c != "customer_id").ToArray();
        var ofRecords = moves[0].Record is not null;
        // Cross joins keep SQLite to the order written: the moves are few, the table is found by its key.
        var which = "m.from_id = t.customer_id" + (ofRecords ? " and m.record_id = t.source_record_id" : "");

        if (ofRecords)
        {
            await MoveClaims(session, table, moves, which, ct);
            await MoveChanges(session, moves,
                $"{table} r cross join kernel_changes h cross join {ChangePayloadTable.Name} t",
                $"{which.Replace("t.", "r.", StringComparison.Ordinal)} and h.entity = '{table}' and h.entity_id = r.id and t.customer_id = m.from_id and t.change_set_id = h.change_set_id and t.seq = h.seq", ct);
        }
        await using var insert = session.Command();
        insert.CommandText = $"insert into {table} (customer_id, {string.Join(", ", columns)}) select m.into_id, {string.Join(", ", columns.Select(c => "t." + c))} from {Given(insert, moves)} m cross join {table} t where {which}";
        var moved = await insert.ExecuteNonQueryAsync(ct);
        if (moved == 0) return 0;

        await using var delete = session.Command();
        delete.CommandText = $"delete from {table} where customer_id in {delete.In("@customers", moves.Select(m => m.From.Value))}"
            + (ofRecords ? $" and (customer_id, source_record_id) in (select from_id, record_id from {Given(delete, moves)} m)" : "");
        await delete.ExecuteNonQueryAsync(ct);
        return moved;
    }

    /// <summary>Single rows of a table, with the keys claimed for them and what change sets tell of them; those of <paramref name="ids"/> that are not <paramref name="from"/>'s stay. Returns how many moved.</summary>
    public async Task<long> MoveRows(BulkSession session, string table, CustomerId from, CustomerId into, IReadOnlyCollection<long> ids, CancellationToken ct)
    {
        var owner = owners.Single(o => o.Tables.Contains(table));
        var columns = ColumnsOf(session.Db, table).Where(c => c != "customer_id").ToArray();
        var moved = 0L;
        foreach (var some in ids.Chunk(5_000))
        {
            foreach (var sql in (string[])
                     [
                         $"insert into {table} (customer_id, {string.Join(", ", columns)}) select @into, {string.Join(", ", columns)} from {table} where customer_id = @from and id in ",
                         $"delete from {table} where customer_id = @from and id in ",
                         $"update {ClaimedKeys.Table} set customer_id = @into where customer_id = @from and id in ",
                     ])
            {
                await using var command = session.Command();
                command.CommandText = sql + command.In("@ids", some);
                if (sql.Contains("@into", StringComparison.Ordinal)) command.Add("@into", into.Value);
                command.Add("@from", from.Value);
                var rows = await command.ExecuteNonQueryAsync(ct);
                if (sql.StartsWith("insert", StringComparison.Ordinal)) moved += rows;
            }
            await MoveChanges(session, [new(from, into, null)], $"kernel_changes h cross join {ChangePayloadTable.Name} t",
                $"h.entity = '{table}' and h.entity_id in ({string.Join(',', some)}) and t.customer_id = m.from_id and t.change_set_id = h.change_set_id and t.seq = h.seq", ct);
        }
        if (moved > 0) session.Tell(owner.Topic, from.Value, into.Value);
        return moved;
    }

    private static async Task MoveClaims(BulkSession session, string table, RowMove[] moves, string which, CancellationToken ct)
    {
        var claims = new List<object?[]>();
        await using (var command = session.Command())
        {
            command.CommandText = $"select m.into_id, m.from_id, t.id from {Given(command, moves)} m cross join {table} t where {which}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) claims.Add([reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)]);
        }
        await session.Update(ClaimedKeys.Table, ["customer_id"], ["customer_id", "id"], claims, ct);
    }

    /// <summary>What change sets keep of the rows: their values are the new customer's now, and an undo finds the rows there.</summary>
    /// <param name="payloads">Where the payloads t are found, and how.</param>
    private static async Task MoveChanges(BulkSession session, RowMove[] moves, string payloads, string which, CancellationToken ct)
    {
        var found = new List<(long Into, long From, long Set, int Seq)>();
        await using (var command = session.Command())
        {
            command.CommandText = $"select m.into_id, m.from_id, t.change_set_id, t.seq from {Given(command, moves)} m cross join {payloads} where {which}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) found.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), reader.GetInt32(3)));
        }
        await session.Update("kernel_changes", ["customer_id"], ["change_set_id", "seq"], [.. found.Select(f => (object?[])[f.Into, f.Set, f.Seq])], ct);
        await session.Update(ChangePayloadTable.Name, ["customer_id"], ["customer_id", "change_set_id", "seq"], [.. found.Select(f => (object?[])[f.Into, f.From, f.Set, f.Seq])], ct);
    }

    /// <summary>Those of the customers who have no row in any registered table.</summary>
    public async Task<IReadOnlyList<CustomerId>> WithoutRows(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var without = customers.ToHashSet();
        foreach (var some in customers.Chunk(5_000))
        {
            foreach (var table in owners.SelectMany(o => o.Tables))
            {
                await using var command = session.Command();
                command.CommandText = $"select distinct customer_id from {table} where customer_id in {command.In("@customers", some.Select(c => c.Value))}";
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) without.Remove(new(reader.GetInt64(0)));
            }
        }
        return [.. without];
    }

    /// <summary>The moves as a table of from_id, into_id and record_id.</summary>
    private static string Given(DbCommand command, RowMove[] moves)
    {
        if (command is NpgsqlCommand postgres)
        {
            Add("@froms", moves.Select(m => m.From.Value));
            Add("@intos", moves.Select(m => m.Into.Value));
            Add("@records", moves.Select(m => m.Record?.Value ?? 0));
            return "(select * from unnest(@froms, @intos, @records) as given(from_id, into_id, record_id))";

            void Add(string name, IEnumerable<long> values) =>
                postgres.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | NpgsqlDbType.Bigint) { Value = values.ToArray() });
        }
        command.Add("@moves", "[" + string.Join(',', moves.Select(m => $"[{m.From.Value},{m.Into.Value},{m.Record?.Value ?? 0}]")) + "]");
        return "(select json_extract(value, '$[0]') as from_id, json_extract(value, '$[1]') as into_id, json_extract(value, '$[2]') as record_id from json_each(@moves))";
    }

    /// <summary>Deletes all rows of these customers in every registered table, the keys claimed for them, and their values in change sets.</summary>
    public async Task<long> Delete(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var deleted = 0L;
        foreach (var some in customers.Chunk(5_000))
        {
            foreach (var table in owners.SelectMany(o => o.Tables).Append(ClaimedKeys.Table).Append(ChangePayloadTable.Name))
            {
                await using var delete = session.Command();
                delete.CommandText = $"delete from {table} where customer_id in {delete.In("@customers", some.Select(c => c.Value))}";
                deleted += await delete.ExecuteNonQueryAsync(ct);
            }
        }
        foreach (var owner in owners) session.Tell(owner.Topic, customers.Select(c => c.Value));
        return deleted;
    }

    /// <summary>Deletes the rows that came from these source records; rows made by hand, and those of other records of the same customers, stay. Claims are the caller's.</summary>
    public async Task<long> DeleteOf(BulkSession session, IReadOnlyCollection<(CustomerId Customer, SourceRecordId Record)> records, CancellationToken ct)
    {
        var deleted = 0L;
        foreach (var some in records.Chunk(5_000))
        {
            foreach (var table in owners.SelectMany(o => o.Tables))
            {
                // The customers lead to the rows by their key; a record belongs to one of them.
                await using var delete = session.Command();
                delete.CommandText = $"delete from {table} where customer_id in {delete.In("@customers", some.Select(r => r.Customer.Value).Distinct())} and source_record_id in {delete.In("@records", some.Select(r => r.Record.Value))}";
                deleted += await delete.ExecuteNonQueryAsync(ct);
            }
        }
        foreach (var owner in owners) session.Tell(owner.Topic, records.Select(r => r.Customer.Value));
        return deleted;
    }

    internal static IReadOnlyList<string> ColumnsOf(PatronDb db, string table)
    {
        var entity = db.Model.GetEntityTypes().Single(e => e.GetTableName() == table);
        var store = StoreObjectIdentifier.Table(table);
        return [.. entity.GetProperties().Select(p => p.GetColumnName(store)!)];
    }
}
