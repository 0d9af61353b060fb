using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data.Erasing;

/// <summary>Who is erased: customers whole, and source records wherever they lie.</summary>
/// <param name="Customers">With everybody who was ever merged into them.</param>
/// <param name="Restored">The database is older than the list: records may lie with customers who are not on it.</param>
public sealed record Erased(IReadOnlyList<CustomerId> Customers, IReadOnlyList<SourceRecordId> Records, bool Restored);

/// <summary>A room that keeps something of customers beside the registered tables, and takes it away with them. Rooms are asked in <see cref="Order"/>.</summary>
public interface IErasesCustomers
{
    /// <summary>IdentityResolution 10, Customers 20: records leave other customers first, and may leave one empty.</summary>
    int Order { get; }

    /// <summary>Others that these customers were before; none where the room knows of none.</summary>
    Task<IReadOnlyCollection<CustomerId>> AlsoKnownAs(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);

    /// <summary>In the session's transaction. Finding nothing is no error: the list is applied again and again.</summary>
    Task Erase(BulkSession session, Erased who, CancellationToken ct);
}

/// <summary>
/// Erases customers for good: their rows in every registered table, the values of their changes with the salts, the keys claimed for them; and puts them
/// on the erasure list. What remains (change rows, the audit) names ids and fields and nobody.
/// Files of imports that have ended, and archives that wait to be downloaded, are removed whole by their rooms: nobody looks through them.
/// </summary>
internal sealed class Erasure(
    IDbContextFactory<PatronDb> contexts, CustomerRowMover mover, IEnumerable<IErasesCustomers> rooms, ErasureList list, TimeProvider clock)
{
    private const string Kind = "erase", AppliedKind = "erase-after-restore", Table = "customers";
    private const int AtOnce = 1_000;

    /// <summary>Returns the customers that are gone, those among them who were merged into others before included.</summary>
    public async Task<IReadOnlyList<CustomerId>> Erase(IReadOnlyCollection<CustomerId> customers, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var all = new HashSet<CustomerId>(customers);
        for (IReadOnlyCollection<CustomerId> some = customers; some.Count > 0;)
        {
            var before = new List<CustomerId>();
            foreach (var room in rooms) before.AddRange(await room.AlsoKnownAs(session, some, ct));
            some = before.FindAll(all.Add);
        }
        var who = new Erased([.. all], await RecordsOf(session, all, ct), Restored: false);
        await Delete(session, who, ct);
        var now = clock.GetUtcNow();
        ErasureRow[] rows =
        [
            .. who.Customers.Select(c => new ErasureRow { Id = c.Value, What = ErasedThing.Customer, At = now }),
            .. who.Records.Select(r => new ErasureRow { Id = r.Value, What = ErasedThing.Record, At = now }),
        ];
        await Insert(session, rows, ct);
        session.Db.Audit.Event(Kind, by, Table, all.Select(c => c.Value));
        await session.Commit(ct);
        list.Append(rows);
        return who.Customers;
    }

    /// <summary>
    /// Before anything is served: a database that lacks what the file lists is older than the list (a backup was restored), so those are erased again.
    /// What only the table has is added to the file. Returns how many ids of the list were new to the database.
    /// </summary>
    public async Task<int> ApplyList(CancellationToken ct)
    {
        var missing = await OnlyInFile(ct);
        if (missing.Length == 0) return 0;

        await using var session = await BulkSession.Begin(contexts, clock, ct);
        CustomerId[] customers = [.. missing.Where(r => r.What == ErasedThing.Customer).Select(r => new CustomerId(r.Id))];
        await Delete(session, new(customers, [.. missing.Where(r => r.What == ErasedThing.Record).Select(r => new SourceRecordId(r.Id))], Restored: true), ct);
        await Insert(session, missing, ct);
        session.Db.Audit.Event(AppliedKind, null, Table, customers.Select(c => c.Value));
        session.Tell(Topics.Everything);
        await session.Commit(ct);
        return missing.Length;
    }

    private async Task<ErasureRow[]> OnlyInFile(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var table = await ErasureList.ReadTable(db, ct);
        list.Append(table);
        var known = table.Select(r => r.Id).ToHashSet();
        return [.. list.ReadFile().Where(r => known.Add(r.Id))];
    }

    private async Task Delete(BulkSession session, Erased who, CancellationToken ct)
    {
        await mover.Delete(session, who.Customers, ct);
        foreach (var room in rooms.OrderBy(r => r.Order)) await room.Erase(session, who, ct);
    }

    private static async Task Insert(BulkSession session, IReadOnlyList<ErasureRow> rows, CancellationToken ct)
    {
        foreach (var some in rows.Chunk(AtOnce))
        {
            await using var forget = session.Command();
            forget.CommandText = $"delete from {ErasureTable.Name} where id in {forget.In("@ids", some.Select(r => r.Id))}";
            await forget.ExecuteNonQueryAsync(ct);
        }
        using var sink = session.Sink(ErasureTable.Name, "id", "what", "at");
        foreach (var row in rows)
        {
            sink.Begin();
            sink.Long(row.Id);
            sink.Int((int)row.What);
            sink.Instant(Instants.ToMicroseconds(row.At));
            sink.End();
        }
        sink.Complete();
    }

    /// <summary>Every source record that any of their rows came from.</summary>
    private async Task<IReadOnlyList<SourceRecordId>> RecordsOf(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var records = new HashSet<long>();
        foreach (var table in mover.Owners.SelectMany(o => o.Tables))
        {
            foreach (var some in customers.Chunk(AtOnce))
            {
                await using var command = session.Command();
                command.CommandText = $"select distinct source_record_id from {table} where source_record_id is not null and customer_id in {command.In("@customers", some.Select(c => c.Value))}";
                await using var reader = await command.ExecuteReaderAsync(ct);
                while (await reader.ReadAsync(ct)) records.Add(reader.GetInt64(0));
            }
        }
        return [.. records.Select(r => new SourceRecordId(r))];
    }
}
