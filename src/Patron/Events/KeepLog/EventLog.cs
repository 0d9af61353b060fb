using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Kernel;

namespace Patron.Events.KeepLog;

internal sealed class EventLog(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IEventLog
{
    private const int AtOnce = 5_000;
    private const long Lock = 0x7061_7472_6f6e_0054;

    public async Task<int> Append(BulkSession session, IReadOnlyList<EventHappened> events, CancellationToken ct)
    {
        if (events.Count == 0) return 0;
        // Two who tell the same at once do so one after the other; SQLite has one writer anyway.
        if (session.IsPostgres) await session.Execute("select pg_advisory_xact_lock(@number)", ct, ("@number", Lock));
        var added = 0;
        foreach (var some in events.Chunk(AtOnce))
        {
            var known = await Known(session, some, ct);
            EventHappened[] fresh = [.. some.Where(e => known.Add((e.Customer.Value, e.Kind, e.Key)))];
            Write(session, fresh);
            session.Tell(Topics.Events, fresh.Select(e => e.Customer.Value));
            added += fresh.Length;
        }
        return added;
    }

    public Task Forget(BulkSession session, string sourceKind, long sourceId, CancellationToken ct) =>
        session.Execute($"delete from {EventTable.Name} where source_kind = @kind and source_id = @source", ct, ("@kind", sourceKind), ("@source", sourceId));

    public async Task<IReadOnlyList<EventCount>> Counts(string sourceKind, long sourceId, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        const string Which = $"from {EventTable.Name} where source_kind = @kind and source_id = @source and not machine";
        await using var command = session.Command();
        command.CommandText = $"""
            select kind, arm, null, count(distinct customer_id) {Which} group by kind, arm
            union all select kind, arm, detail, count(distinct customer_id) {Which} and detail is not null group by kind, arm, detail
            union all select '{EventKinds.Responded}', arm, null, count(distinct customer_id) {Which} and kind in {command.In("@responses", EventKinds.Responses)} group by arm
            union all select '{EventKinds.Enquired}', arm, null, count(distinct customer_id) {Which} and kind in {command.In("@enquiries", EventKinds.Enquiries)} group by arm
            """;
        command.Add("@kind", sourceKind);
        command.Add("@source", sourceId);
        var counts = new List<EventCount>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) counts.Add(new(reader.GetString(0), reader.Text(1), reader.Text(2), reader.GetInt64(3)));
        return counts;
    }

    public async Task Doubt(BulkSession session, MessageId message, string kind, DateTimeOffset from, DateTimeOffset to, CancellationToken ct) =>
        await session.Execute($"update {EventTable.Name} set machine = @machine where message_id = @message and kind = @kind and at >= @from and at <= @to", ct,
            ("@machine", true), ("@message", message.Value), ("@kind", kind), ("@from", from), ("@to", to));

    public async Task TakeBack(BulkSession session, CustomerId customer, string kind, string key, CancellationToken ct)
    {
        await session.Execute($"delete from {EventTable.Name} where customer_id = @customer and kind = @kind and key = @key", ct, ("@customer", customer.Value), ("@kind", kind), ("@key", key));
        session.Tell(Topics.Events, customer.Value);
    }

    public async Task<IReadOnlyList<EventHappened>> Of(BulkSession session, MessageId message, CancellationToken ct)
    {
        var rows = await session.Db.Set<LoggedEvent>().AsNoTracking().Where(e => e.MessageId == message).OrderBy(e => e.Id).ToListAsync(ct);
        return [.. rows.Select(e => new EventHappened(e.CustomerId, e.Kind, e.At, e.Key, e.MessageId, e.SourceKind, e.SourceId, e.Arm, e.Machine, e.Detail))];
    }

    private static async Task<HashSet<(long Customer, string Kind, string Key)>> Known(BulkSession session, EventHappened[] events, CancellationToken ct)
    {
        var known = new HashSet<(long, string, string)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, kind, key from {EventTable.Name} where customer_id in {command.In("@customers", events.Select(e => e.Customer.Value).Distinct())} and key in {command.In("@keys", events.Select(e => e.Key).Distinct())}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) known.Add((reader.GetInt64(0), reader.GetString(1), reader.GetString(2)));
        return known;
    }

    private void Write(BulkSession session, EventHappened[] events)
    {
        if (events.Length == 0) return;
        var fresh = new IdRanges(ids);
        using var sink = session.Sink(EventTable.Name, "customer_id", "id", "kind", "at", "key", "message_id", "source_kind", "source_id", "arm", "machine", "detail");
        foreach (var happened in events)
        {
            sink.Begin();
            sink.Long(happened.Customer.Value);
            // A block for many, the shared one for a single click.
            sink.Long(events.Length > 1 ? fresh.Next() : ids.Next<MessageId>().Value);
            sink.Text(happened.Kind);
            sink.Instant(Instants.ToMicroseconds(happened.At));
            sink.Text(happened.Key);
            sink.Long(happened.Message?.Value);
            sink.Text(happened.SourceKind);
            sink.Long(happened.SourceId);
            sink.Text(happened.Arm);
            sink.Flag(happened.Machine);
            sink.Text(happened.Detail);
            sink.End();
        }
        sink.Complete();
    }
}
