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

/// <summary>What an erasure took away, and by what it is looked for afterwards.</summary>
/// <param name="Words">Texts of the persons; they are kept nowhere.</param>
/// <param name="Sets">Change sets, imports mostly, that brought anything of them.</param>
/// <param name="Sources">Names of the systems that had sent their records.</param>
/// <param name="Rows">Rows by table.</param>
internal sealed record ErasedPersons(
    IReadOnlyList<CustomerId> Customers, int Records, IReadOnlyList<string> Words, IReadOnlyList<ChangeSetId> Sets, IReadOnlyList<string> Sources, IReadOnlyList<ErasedTable> Rows);

/// <summary>
/// Erases customers for good: their rows in every registered table, the values of their changes with the salts, the keys claimed for them; and puts them
/// on the erasure list. What remains (change rows, the audit) names ids and fields and nobody. Files of imports that have ended, and archives that wait to be
/// downloaded, are removed whole by their rooms; other files, and texts elsewhere, are looked through by <see cref="ErasureJob"/>.
/// </summary>
internal sealed class Erasure(
    IDbContextFactory<PatronDb> contexts, CustomerRowMover mover, IEnumerable<IErasesCustomers> rooms, IEnumerable<ITracesErased> tracers, ErasureList list, TimeProvider clock)
{
    private const string Kind = "erase", AppliedKind = "erase-after-restore", Table = "customers";
    private const int AtOnce = 1_000;

    /// <summary>Returns the customers that are gone, those among them who were merged into others before included.</summary>
    public async Task<IReadOnlyList<CustomerId>> Erase(IReadOnlyCollection<CustomerId> customers, UserId? by, CancellationToken ct) =>
        (await Erase(customers, by, (_, _) => Task.CompletedTask, ct)).Customers;

    /// <param name="within">What belongs to the same transaction.</param>
    public async Task<ErasedPersons> Erase(IReadOnlyCollection<CustomerId> customers, UserId? by, Func<BulkSession, ErasedPersons, Task> within, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        // What is deleted is overwritten, not only given free.
        if (!session.IsPostgres) await session.Execute("pragma secure_delete = on", ct);
        var persons = await Look(session, customers, ct);
        var who = new Erased(persons.Customers, await RecordsOf(session, persons.Customers, ct), Restored: false);
        await Delete(session, who, ct);
        var now = clock.GetUtcNow();
        ErasureRow[] rows =
        [
            .. who.Customers.Select(c => new ErasureRow { Id = c.Value, What = ErasedThing.Customer, At = now }),
            .. who.Records.Select(r => new ErasureRow { Id = r.Value, What = ErasedThing.Record, At = now }),
        ];
        await Insert(session, rows, ct);
        session.Db.Audit.Event(Kind, by, Table, who.Customers.Select(c => c.Value));
        await within(session, persons);
        await session.Commit(ct);
        list.Append(rows);
        return persons;
    }

    /// <summary>What an erasure would take away; nothing is written.</summary>
    public async Task<ErasedPersons> Preview(CustomerId customer, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        return await Look(session, [customer], ct);
    }

    private async Task<ErasedPersons> Look(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var all = new HashSet<CustomerId>(customers);
        for (IReadOnlyCollection<CustomerId> some = customers; some.Count > 0;)
        {
            var before = new List<CustomerId>();
            foreach (var room in rooms) before.AddRange(await room.AlsoKnownAs(session, some, ct));
            some = before.FindAll(all.Add);
        }
        var traces = new List<ErasureTraces>();
        foreach (var room in tracers) traces.Add(await room.Trace(session, all, ct));
        var records = await RecordsOf(session, all, ct);
        return new(
            [.. all], records.Count, ErasureWords.Of(traces.SelectMany(t => t.Words)), await SetsOf(session, all, ct),
            [.. traces.SelectMany(t => t.Sources).Distinct().Order(StringComparer.Ordinal)], await ErasureScan.Count(session, Held(mover), all, ct));
    }

    /// <summary>The change sets that made any of their rows.</summary>
    private async Task<IReadOnlyList<ChangeSetId>> SetsOf(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var sets = new HashSet<long>();
        foreach (var table in mover.Owners.SelectMany(o => o.Tables))
        {
            await using var made = session.Command();
            made.CommandText = $"select distinct r.change_set_id from {table} t join kernel_change_ranges r on r.entity = '{table}' and t.id between r.first_id and r.last_id where t.customer_id in {made.In("@customers", customers.Select(c => c.Value))}";
            await using var reader = await made.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) sets.Add(reader.GetInt64(0));
        }
        await using var changed = session.Command();
        changed.CommandText = $"select distinct change_set_id from {ChangePayloadTable.Name} where customer_id in {changed.In("@customers", customers.Select(c => c.Value))}";
        await using var row = await changed.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) sets.Add(row.GetInt64(0));
        return [.. sets.Order().Select(s => new ChangeSetId(s))];
    }

    /// <summary>The tables of which nothing of a customer may be left.</summary>
    public static IReadOnlyList<string> Held(CustomerRowMover mover) => [.. mover.Owners.SelectMany(o => o.Tables), ClaimedKeys.Table, ChangePayloadTable.Name, Table];

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
