using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;

namespace Patron.Messaging.SendMessages;

/// <summary>How long claims last and how many messages a worker takes at once.</summary>
/// <param name="FirstPause">After the first failure; then three times as long each time.</param>
internal sealed record SendPace(int Batch, TimeSpan ClaimLease, TimeSpan HandOffLease, int MostAttempts, TimeSpan FirstPause)
{
    private const double Growth = 3;

    /// <summary>The last of eight attempts is a day after the first.</summary>
    public static SendPace Usual { get; } = new(200, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), 8, TimeSpan.FromSeconds(30));

    /// <summary>How long to wait after so many attempts.</summary>
    public TimeSpan Pause(int attempts) => FirstPause * Math.Pow(Growth, attempts - 1);

    /// <summary>
    /// No other message is begun so long after the hand-off: the last one begun has the rest of the lease to end in. A message of which a lapsed lease says that nobody knows
    /// is never begun afterwards.
    /// </summary>
    public TimeSpan Begin => HandOffLease * 0.3;
}

/// <summary>The states of messages in the database; every step is one short transaction, so that the sum of the states is what was planned at every moment.</summary>
internal sealed class SendQueue(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock, SendPace pace)
{
    private const long HandOffLock = 0x7061_7472_6f6e_0056;
    private const string Columns = "m.customer_id, m.id, m.step, m.occurrence, m.channel, m.template_id, m.arm, m.purpose, m.topic, m.worth, q.attempts, q.counted";

    /// <summary>Sendings that run and have something due, with its channel.</summary>
    public async Task<IReadOnlyList<(long Sending, SendingSource Source, string Channel)>> Ready(IReadOnlyList<string> channels, CancellationToken ct)
    {
        if (channels.Count == 0) return [];
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        await using var command = session.Command($"""
            select s.id, s.source_kind, s.source_id, c.name from {SendingTable.Name} s cross join ({string.Join(" union all ", channels.Select((_, at) => $"select cast(@c{at} as text) as name"))}) c
            where s.state = @runs and exists (select 1 from {QueueTable.Name} q where q.sending_id = s.id and q.channel = c.name and q.claim = 0 and q.due <= @now)
            order by s.id, c.name
            """);
        foreach (var (at, channel) in channels.Index()) command.Add("@c" + at, channel);
        command.Add("@runs", (int)SendingState.Runs);
        command.AddInstant("@now", clock.GetUtcNow());
        var ready = new List<(long, SendingSource, string)>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) ready.Add((reader.GetInt64(0), new(reader.GetString(1), reader.GetInt64(2)), reader.GetString(3)));
        return ready;
    }

    /// <summary>Takes messages that are due, the earliest first; nobody else gets them until the lease lapses.</summary>
    public async Task<(long Claim, IReadOnlyList<ClaimedMessage> Messages)> Claim(long sending, SendingSource source, string channel, CancellationToken ct)
    {
        var claim = ids.Next<JobId>().Value;
        await using var session = await BulkSession.BeginNext(contexts, clock, ct);
        var now = clock.GetUtcNow();
        var taken = await session.Execute($"""
            update {QueueTable.Name} set claim = @claim, leased_until = @until where (customer_id, id) in (
                select customer_id, id from {QueueTable.Name} where sending_id = @sending and channel = @channel and claim = 0 and due <= @now order by due limit {pace.Batch}{(session.IsPostgres ? " for update skip locked" : "")})
            """, ct, ("@claim", claim), ("@until", now + pace.ClaimLease), ("@sending", sending), ("@channel", channel), ("@now", now));
        if (taken == 0) return (claim, []);
        var messages = new List<ClaimedMessage>(taken);
        await using (var command = session.Command($"select {Columns} from {QueueTable.Name} q join {MessageTable.Name} m on m.customer_id = q.customer_id and m.id = q.id where q.sending_id = @sending and q.channel = @channel and q.claim = @claim"))
        {
            command.Add("@sending", sending);
            command.Add("@channel", channel);
            command.Add("@claim", claim);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) messages.Add(Read(reader, source));
        }
        await SetState(session, messages.Select(m => m.Id.Value), MessageState.Claimed, null, now, ct);
        await session.Commit(ct);
        return (claim, messages);
    }

    /// <summary>Of messages to the same customer for the same step there may be two after a merge: the one planned first stays.</summary>
    public static async Task<IReadOnlySet<MessageId>> SecondOnes(BulkSession session, long sending, IReadOnlyList<ClaimedMessage> messages, CancellationToken ct)
    {
        var seconds = new HashSet<MessageId>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, id, step, occurrence, channel from {MessageTable.Name} where customer_id in {command.In("@customers", messages.Select(m => m.Customer.Value).Distinct())} and sending_id + 0 = @sending and state <> @suppressed";
        command.Add("@sending", sending);
        command.Add("@suppressed", (int)MessageState.Suppressed);
        var first = new Dictionary<(long, string, int, string), long>();
        await using (var reader = await command.ExecuteReaderAsync(ct))
        {
            while (await reader.ReadAsync(ct))
            {
                var intent = (reader.GetInt64(0), reader.GetString(2), reader.GetInt32(3), reader.GetString(4));
                var id = reader.GetInt64(1);
                if (!first.TryGetValue(intent, out var earlier) || id < earlier) first[intent] = id;
            }
        }
        foreach (var message in messages)
            if (first.TryGetValue((message.Customer.Value, message.Step, message.Occurrence, message.Channel), out var id) && id != message.Id.Value) seconds.Add(message.Id);
        return seconds;
    }

    /// <summary>The transaction in which messages are handed off; hand-offs come one after the other, so that two cannot take the same last slot of a person.</summary>
    public async Task<BulkSession> BeginHandOff(CancellationToken ct)
    {
        var session = await BulkSession.BeginNext(contexts, clock, ct);
        if (!session.IsPostgres) return session;
        // What was handed off must be known after a crash of the database, also where it is set to forget its last commits: else it would be sent again.
        await session.Execute("set local synchronous_commit = on", ct);
        await session.Execute("select pg_advisory_xact_lock(@number)", ct, ("@number", HandOffLock));
        return session;
    }

    /// <summary>Those that the claim still holds, and what became of their sending meanwhile.</summary>
    public async Task<(SendingState State, IReadOnlySet<MessageId> Held)> Held(BulkSession session, long sending, string channel, long claim, CancellationToken ct)
    {
        var state = SendingState.Runs;
        await using (var find = session.Command($"select state from {SendingTable.Name} where id = @sending{(session.IsPostgres ? " for share" : "")}"))
        {
            find.Add("@sending", sending);
            state = (SendingState)Convert.ToInt32(await find.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture);
        }
        var held = new HashSet<MessageId>();
        await using var command = session.Command($"select id from {QueueTable.Name} where sending_id = @sending and channel = @channel and claim = @claim and leased_until > @now{(session.IsPostgres ? " for update" : "")}");
        command.Add("@sending", sending);
        command.Add("@channel", channel);
        command.Add("@claim", claim);
        command.AddInstant("@now", clock.GetUtcNow());
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) held.Add(new(reader.GetInt64(0)));
        return (state, held);
    }

    /// <summary>From here on nothing of these is tried again by itself, unless it is certain that nothing was sent.</summary>
    public async Task HandOff(BulkSession session, IReadOnlyCollection<Outgoing> messages, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using (var queue = session.Command())
        {
            queue.CommandText = $"update {QueueTable.Name} set handed_off = @yes, counted = @yes, leased_until = @until where id in {queue.In("@ids", messages.Select(m => m.Message.Id.Value))}";
            queue.Add("@yes", true);
            queue.AddInstant("@until", now + pace.HandOffLease);
            await queue.ExecuteNonQueryAsync(ct);
        }
        foreach (var some in messages.GroupBy(m => m.TemplateVersion))
            await SetState(session, some.Select(m => m.Message.Id.Value), MessageState.HandedOff, null, now, ct, some.Key);
    }

    /// <summary>
    /// Back to the queue as if they had not been claimed; not before <paramref name="due"/> where it is given. What the claim does not hold any more is left alone.
    /// </summary>
    /// <param name="tried">They were begun, and certainly nothing was sent.</param>
    public async Task Release(BulkSession session, long claim, IEnumerable<MessageId> messages, DateTimeOffset? due, CancellationToken ct, bool tried = false)
    {
        long[] numbers = await OfClaim(session, claim, messages, ct);
        if (numbers.Length == 0) return;
        await using var queue = session.Command();
        queue.CommandText = $"update {QueueTable.Name} set claim = 0, leased_until = null, handed_off = @no{(due is null ? "" : ", due = @due")}{(tried ? ", attempts = attempts + 1" : "")} where id in {queue.In("@ids", numbers)}";
        queue.Add("@no", false);
        if (due is { } later) queue.AddInstant("@due", later);
        await queue.ExecuteNonQueryAsync(ct);
        await SetState(session, numbers, MessageState.Queued, null, clock.GetUtcNow(), ct);
    }

    /// <summary>The last word on them: they leave the queue. That one was sent is true whoever holds it now; other words are heard from the holder alone.</summary>
    public async Task End(BulkSession session, long claim, IEnumerable<MessageId> messages, MessageState state, string? reason, CancellationToken ct)
    {
        long[] numbers = state == MessageState.Sent ? [.. messages.Select(m => m.Value)] : await OfClaim(session, claim, messages, ct);
        if (numbers.Length == 0) return;
        await SetState(session, numbers, state, reason, clock.GetUtcNow(), ct);
        await using var queue = session.Command();
        queue.CommandText = $"delete from {QueueTable.Name} where id in {queue.In("@ids", numbers)}";
        await queue.ExecuteNonQueryAsync(ct);
    }

    private static async Task<long[]> OfClaim(BulkSession session, long claim, IEnumerable<MessageId> messages, CancellationToken ct)
    {
        long[] numbers = [.. messages.Select(m => m.Value)];
        if (numbers.Length == 0) return numbers;
        await using var command = session.Command();
        command.CommandText = $"select id from {QueueTable.Name} where id in {command.In("@ids", numbers)} and claim + 0 = @claim{(session.IsPostgres ? " for update" : "")}";
        command.Add("@claim", claim);
        var held = new List<long>(numbers.Length);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) held.Add(reader.GetInt64(0));
        return [.. held];
    }

    /// <summary>What became of messages that were handed off.</summary>
    public async Task Record(long claim, IReadOnlyList<Outgoing> messages, IReadOnlyList<Delivery> fates, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginNext(contexts, clock, ct);
        await Record(session, claim, messages, fates, ct);
        await session.Commit(ct);
    }

    public async Task Record(BulkSession session, long claim, IReadOnlyList<Outgoing> messages, IReadOnlyList<Delivery> fates, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        foreach (var group in messages.Zip(fates).GroupBy(m => Settled(m.Second, m.First.Message.Attempts)))
        {
            var (fate, reason, after) = group.Key;
            var which = group.Select(m => m.First.Message.Id);
            switch (fate)
            {
                case Fate.Sent:
                    await End(session, claim, which, MessageState.Sent, null, ct);
                    session.Tell(Topics.Messages, group.Select(m => m.First.Message.Customer.Value));
                    break;
                case Fate.Placed: await End(session, claim, which, MessageState.HandedOff, null, ct); break;
                case Fate.Failed: await End(session, claim, which, MessageState.Failed, reason, ct); break;
                case Fate.Unknown: await End(session, claim, which, MessageState.Unknown, reason, ct); break;
                case Fate.Again: await Release(session, claim, which, now + after, ct, tried: true); break;
                default: await Release(session, claim, which, null, ct); break;
            }
        }
    }

    /// <summary>
    /// Claims that have lapsed: what was only claimed waits again, what was handed off is unknown. A worker that was merely slow still records what it knows.
    /// </summary>
    public async Task<int> Reap(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        // Nothing has lapsed nearly always: no writer's turn is taken to find that out.
        await using (var look = await BulkSession.BeginReading(contexts, clock, ct))
            if ((await Lapsed(look, now, "", ct)).Count == 0) return 0;
        await using var session = await BulkSession.BeginNext(contexts, clock, ct);
        // A worker that records at this moment goes first.
        var lapsed = await Lapsed(session, now, session.IsPostgres ? " for update of q skip locked" : "", ct);
        foreach (var claim in lapsed.GroupBy(l => l.Claim))
        {
            await End(session, claim.Key, claim.Where(l => l.HandedOff).Select(l => l.Id), MessageState.Unknown, Why.Crash, ct);
            await End(session, claim.Key, claim.Where(l => !l.HandedOff && l.State == SendingState.Stopped).Select(l => l.Id), MessageState.Suppressed, MessageBook.Stopped, ct);
            await Release(session, claim.Key, claim.Where(l => !l.HandedOff && l.State != SendingState.Stopped).Select(l => l.Id), null, ct);
        }
        await session.Commit(ct);
        return lapsed.Count;
    }

    private static async Task<List<(MessageId Id, long Claim, bool HandedOff, SendingState State)>> Lapsed(BulkSession session, DateTimeOffset now, string locked, CancellationToken ct)
    {
        var lapsed = new List<(MessageId, long, bool, SendingState)>();
        await using var command = session.Command($"select q.id, q.claim, q.handed_off, s.state from {QueueTable.Name} q join {SendingTable.Name} s on s.id = q.sending_id where q.leased_until < @now limit 5000{locked}");
        command.AddInstant("@now", now);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) lapsed.Add((new(reader.GetInt64(0)), reader.GetInt64(1), reader.GetBoolean(2), (SendingState)reader.GetInt32(3)));
        return lapsed;
    }

    private (Fate Fate, string? Reason, TimeSpan After) Settled(Delivery delivery, int attempts) => delivery.Fate switch
    {
        Fate.Again when attempts + 1 >= pace.MostAttempts => (Fate.Failed, delivery.Reason, default),
        Fate.Again => (Fate.Again, null, delivery.After ?? pace.Pause(attempts + 1)),
        var fate => (fate, delivery.Reason, default),
    };

    private static async Task SetState(BulkSession session, IEnumerable<long> messages, MessageState state, string? reason, DateTimeOffset at, CancellationToken ct, int? version = null)
    {
        await using var command = session.Command();
        command.CommandText = $"update {MessageTable.Name} set state = @state, reason = @reason, at = @at{(version is null ? "" : ", template_version = @version")} where id in {command.In("@ids", messages)}";
        command.Add("@state", (int)state);
        command.Add("@reason", reason);
        command.AddInstant("@at", at);
        if (version is { } number) command.Add("@version", number);
        await command.ExecuteNonQueryAsync(ct);
    }

    private static ClaimedMessage Read(DbDataReader row, SendingSource source) => new(
        new(row.GetInt64(0)), new(row.GetInt64(1)), source, row.GetString(2), row.GetInt32(3), row.GetString(4), new(row.GetInt64(5)), row.GetString(6), row.GetString(7), row.Text(8),
        row.GetInt64(9) / 1_000_000d, row.GetInt32(10), row.GetBoolean(11));
}
