using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.KeepMessages;

/// <summary>Plans messages, counts them, and pauses, resumes or stops what waits.</summary>
internal sealed class MessageBook(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IMessages
{
    private const int AtOnce = 5_000;
    private const long Lock = 0x7061_7472_6f6e_0055;
    public const string Stopped = "stopped", Merged = "merged";

    public Task<long> Plan(BulkSession session, SendingSource source, IReadOnlyList<MessagePlan> messages, CancellationToken ct) => Add(session, source, messages, sent: false, ct);

    public Task<long> WriteDown(BulkSession session, SendingSource source, IReadOnlyList<MessagePlan> messages, CancellationToken ct) => Add(session, source, messages, sent: true, ct);

    public async Task Forget(BulkSession session, SendingSource source, CancellationToken ct)
    {
        var sending = (await SendingOf(session, source, ct)).Sending.Id;
        foreach (var sql in (string[])
                 [
                     $"delete from {ClaimedKeys.Table} where scope = '{ClaimScope}' and id in (select id from {MessageTable.Name} where sending_id = @sending)",
                     $"delete from {QueueTable.Name} where sending_id = @sending", $"delete from {MessageTable.Name} where sending_id = @sending", $"delete from {SendingTable.Name} where id = @sending",
                 ])
            await session.Execute(sql, ct, ("@sending", sending));
    }

    private async Task<long> Add(BulkSession session, SendingSource source, IReadOnlyList<MessagePlan> messages, bool sent, CancellationToken ct)
    {
        if (messages.Count == 0) return 0;
        // Two planners of the same source must see each other's intents.
        if (session.IsPostgres) await session.Execute("select pg_advisory_xact_lock(@number)", ct, ("@number", Lock));
        var (sending, isNew) = await SendingOf(session, source, ct);
        var planned = 0L;
        foreach (var some in messages.Chunk(AtOnce))
        {
            var known = isNew ? [] : await Known(session, sending.Id, some, ct);
            MessagePlan[] fresh = [.. some.Where(m => known.Add(Intent.Of(m)))];
            var claims = fresh.ToDictionary(m => Intent.Of(m).Key(source));
            var claimed = isNew ? [] : await session.Find(ClaimScope, claims.Keys, ct);
            Write(session, sending, source, [.. fresh.Where(m => !claimed.ContainsKey(Intent.Of(m).Key(source)))], sent);
            planned += fresh.Length - claimed.Count;
        }
        return planned;
    }

    public async Task<SendingCounts> Counts(SendingSource source, CancellationToken ct) => (await Tally(source, ct)).Values.Aggregate(Tallied.None, (sum, arm) => sum.Plus(arm)).Counts;

    public async Task<IReadOnlyDictionary<string, SendingCounts>> CountsByArm(SendingSource source, CancellationToken ct) =>
        (await Tally(source, ct)).ToDictionary(arm => arm.Key, arm => arm.Value.Counts, StringComparer.Ordinal);

    public async Task<IReadOnlyList<WaitingMessage>> WaitingBeside(SendingSource source, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        await using var command = session.Command($"""
            select q.customer_id, q.channel, m.worth, s.source_kind, s.source_id from {QueueTable.Name} q join {MessageTable.Name} m on m.customer_id = q.customer_id and m.id = q.id
            join {SendingTable.Name} s on s.id = q.sending_id where not q.handed_off and s.state = @runs and not (s.source_kind = @kind and s.source_id = @source)
            """);
        command.Add("@runs", (int)SendingState.Runs);
        command.Add("@kind", source.Kind);
        command.Add("@source", source.Id);
        var waiting = new List<WaitingMessage>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) waiting.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2) / Micros, new(reader.GetString(3), reader.GetInt64(4))));
        return waiting;
    }

    public Task Pause(BulkSession session, SendingSource source, CancellationToken ct) => Set(session, source, SendingState.Paused, ct);

    public Task Resume(BulkSession session, SendingSource source, CancellationToken ct) => Set(session, source, SendingState.Runs, ct);

    public async Task Stop(BulkSession session, SendingSource source, CancellationToken ct)
    {
        await Set(session, source, SendingState.Stopped, ct);
        var sending = (await SendingOf(session, source, ct)).Sending.Id;
        // What a worker holds it lets go itself: it looks at the sending's state before it hands anything off.
        await session.Execute($"update {MessageTable.Name} set state = @state, reason = @reason, at = @at where id in (select id from {QueueTable.Name} where sending_id = @sending and claim = 0)", ct,
            ("@state", (int)MessageState.Suppressed), ("@reason", Stopped), ("@at", clock.GetUtcNow()), ("@sending", sending));
        await session.Execute($"delete from {QueueTable.Name} where sending_id = @sending and claim = 0", ct, ("@sending", sending));
    }

    internal const string ClaimScope = "message";

    /// <summary>What an intent is claimed by.</summary>
    internal static string KeyOf(SendingSource source, CustomerId customer, string step, int occurrence, string channel) => new Intent(customer.Value, step, occurrence, channel).Key(source);

    private async Task Set(BulkSession session, SendingSource source, SendingState state, CancellationToken ct)
    {
        if (session.IsPostgres) await session.Execute("select pg_advisory_xact_lock(@number)", ct, ("@number", Lock));
        await SendingOf(session, source, ct);
        await session.Execute($"update {SendingTable.Name} set state = @state where source_kind = @kind and source_id = @source and state <> @stopped", ct,
            ("@state", (int)state), ("@kind", source.Kind), ("@source", source.Id), ("@stopped", (int)SendingState.Stopped));
    }

    private async Task<(Sending Sending, bool IsNew)> SendingOf(BulkSession session, SendingSource source, CancellationToken ct)
    {
        await using (var find = session.Command($"select id, state from {SendingTable.Name} where source_kind = @kind and source_id = @source"))
        {
            find.Add("@kind", source.Kind);
            find.Add("@source", source.Id);
            await using var reader = await find.ExecuteReaderAsync(ct);
            if (await reader.ReadAsync(ct))
                return (new() { Id = reader.GetInt64(0), SourceKind = source.Kind, SourceId = source.Id, State = (SendingState)reader.GetInt32(1) }, false);
        }
        var made = new Sending { Id = ids.Next<JobId>().Value, SourceKind = source.Kind, SourceId = source.Id, State = SendingState.Runs };
        await session.Execute($"insert into {SendingTable.Name} (id, source_kind, source_id, state) values (@id, @kind, @source, 0)", ct, ("@id", made.Id), ("@kind", source.Kind), ("@source", source.Id));
        return (made, true);
    }

    /// <summary>What these customers have of the sending already, under whatever customer it was planned: rows move with a merge.</summary>
    private static async Task<HashSet<Intent>> Known(BulkSession session, long sending, MessagePlan[] messages, CancellationToken ct)
    {
        var known = new HashSet<Intent>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, step, occurrence, channel from {MessageTable.Name} where customer_id in {command.In("@customers", messages.Select(m => m.Customer.Value).Distinct())} and sending_id + 0 = @sending";
        command.Add("@sending", sending);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) known.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3)));
        return known;
    }

    private void Write(BulkSession session, Sending sending, SendingSource source, MessagePlan[] plans, bool sent)
    {
        if (plans.Length == 0) return;
        var (range, now, stopped) = (new IdRanges(ids), Instants.ToMicroseconds(clock.GetUtcNow()), !sent && sending.State == SendingState.Stopped);
        var numbers = Array.ConvertAll(plans, _ => range.Next());
        using (var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns))
        {
            foreach (var (at, plan) in plans.Index()) ClaimedKeys.Write(claims, ClaimScope, Intent.Of(plan).Key(source), numbers[at], plan.Customer.Value);
            claims.Complete();
        }
        using (var rows = session.Sink(MessageTable.Name, "customer_id", "id", "sending_id", "step", "occurrence", "channel", "template_id", "template_version", "arm", "purpose", "topic", "worth", "state", "reason", "planned_at", "at"))
        {
            foreach (var (at, plan) in plans.Index())
            {
                rows.Begin();
                rows.Long(plan.Customer.Value);
                rows.Long(numbers[at]);
                rows.Long(sending.Id);
                rows.Text(plan.Step);
                rows.Int(plan.Occurrence);
                rows.Text(plan.Channel);
                rows.Long(plan.Template.Value);
                rows.Int(0);
                rows.Text(plan.Arm);
                rows.Text(plan.Purpose);
                rows.Text(plan.Topic);
                rows.Long((long)(plan.Worth * Micros));
                var when = sent ? Instants.ToMicroseconds(plan.Due) : now;
                rows.Int((int)(sent ? MessageState.Sent : stopped ? MessageState.Suppressed : MessageState.Queued));
                rows.Text(stopped ? Stopped : null);
                rows.Instant(when);
                rows.Instant(when);
                rows.End();
            }
            rows.Complete();
        }
        if (!stopped && !sent) Enqueue(session, sending.Id, [.. plans.Select((plan, at) => (plan.Customer.Value, numbers[at], plan.Channel, Instants.ToMicroseconds(plan.Due)))]);
    }

    private const double Micros = 1_000_000;

    internal static void Enqueue(BulkSession session, long sending, IReadOnlyList<(long Customer, long Id, string Channel, long Due)> messages)
    {
        using var queue = session.Sink(QueueTable.Name, "customer_id", "id", "sending_id", "channel", "due", "claim", "handed_off", "counted", "attempts");
        foreach (var (customer, id, channel, due) in messages)
        {
            queue.Begin();
            queue.Long(customer);
            queue.Long(id);
            queue.Long(sending);
            queue.Text(channel);
            queue.Instant(due);
            queue.Long(0);
            queue.Flag(false);
            queue.Flag(false);
            queue.Int(0);
            queue.End();
        }
        queue.Complete();
    }

    private async Task<Dictionary<string, Tallied>> Tally(SendingSource source, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        await using var command = session.Command($"""
            select m.arm, m.state, m.reason, count(*) from {MessageTable.Name} m where m.sending_id = (select id from {SendingTable.Name} where source_kind = @kind and source_id = @source)
            group by m.arm, m.state, m.reason
            """);
        command.Add("@kind", source.Kind);
        command.Add("@source", source.Id);
        var arms = new Dictionary<string, Tallied>(StringComparer.Ordinal);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var arm = reader.GetString(0);
            if (!arms.TryGetValue(arm, out var tallied)) arms[arm] = tallied = new();
            tallied.Add((MessageState)reader.GetInt32(1), reader.Text(2), reader.GetInt64(3));
        }
        return arms;
    }

    /// <summary>What makes an intent unique within its source.</summary>
    private readonly record struct Intent(long Customer, string Step, int Occurrence, string Channel)
    {
        public static Intent Of(MessagePlan plan) => new(plan.Customer.Value, plan.Step, plan.Occurrence, plan.Channel);

        public string Key(SendingSource source) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{source.Kind}|{source.Id}|{Step}|{Occurrence}|{Channel}|{Customer}");
    }
}
