using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;

namespace Patron.Messaging.Decide;

/// <summary>Somebody else has decided, or the mail server's late answer has.</summary>
internal sealed record DecidedAlready() : Refusal("messaging.sending.decided");

/// <summary>A message of a list.</summary>
internal sealed record ListedMessage(CustomerId Customer, MessageId Id, string Channel, string Step, string Arm, string SourceKind, long SourceId, string? Reason, DateTimeOffset At);

/// <param name="Next">When the next one of those that wait is due; null: none waits.</param>
internal sealed record WaitingSource(string Kind, long Id, SendingState State, long Waiting, long Held, DateTimeOffset? Next);

/// <summary>What people see of the queue, and what they decide about messages of which nobody knows whether they were sent.</summary>
internal sealed class Decisions(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    public const int Most = 200;

    public async Task<IReadOnlyList<WaitingSource>> Waiting(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var rows = await (from q in db.MessageQueue.AsNoTracking()
                          join s in db.Sendings.AsNoTracking() on q.SendingId equals s.Id
                          group q by new { s.SourceKind, s.SourceId, s.State } into g
                          select new { g.Key.SourceKind, g.Key.SourceId, g.Key.State, All = g.LongCount(), Held = g.LongCount(q => q.Claim != 0), Next = g.Min(q => q.Due) }).ToListAsync(ct);
        return [.. rows.Select(r => new WaitingSource(r.SourceKind, r.SourceId, r.State, r.All - r.Held, r.Held, r.Next))];
    }

    /// <summary>The latest first, <see cref="Most"/> at most.</summary>
    public async Task<IReadOnlyList<ListedMessage>> In(MessageState state, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await (from m in db.Messages.AsNoTracking()
                      join s in db.Sendings.AsNoTracking() on m.SendingId equals s.Id
                      where m.State == state
                      orderby m.At descending, m.Id descending
                      select new ListedMessage(m.CustomerId, m.Id, m.Channel, m.Step, m.Arm, s.SourceKind, s.SourceId, m.Reason, m.At)).Take(Most).ToListAsync(ct);
    }

    public async Task<long> Count(MessageState state, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Messages.LongCountAsync(m => m.State == state, ct);
    }

    /// <param name="again">True: it goes back to the queue, as often as nobody knows what became of it; false: it was sent, somebody has found out.</param>
    public async Task<Result<Done>> Decide(MessageId id, bool again, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var now = clock.GetUtcNow();
        var message = await session.Db.Messages.AsNoTracking().FirstOrDefaultAsync(m => m.Id == id, ct);
        if (message is null) return new DecidedAlready();
        var changed = await session.Execute($"update {MessageTable.Name} set state = @state, reason = null, at = @at where customer_id = @customer and id = @id and state = @unknown", ct,
            ("@state", (int)(again ? MessageState.Queued : MessageState.Sent)), ("@at", now), ("@customer", message.CustomerId.Value), ("@id", id.Value), ("@unknown", (int)MessageState.Unknown));
        if (changed == 0) return new DecidedAlready();
        if (again)
        {
            MessageBook.Enqueue(session, message.SendingId, [(message.CustomerId.Value, id.Value, message.Channel, Instants.ToMicroseconds(now))]);
            // The first attempt was counted by the contact policy.
            await session.Execute($"update {QueueTable.Name} set counted = @yes where customer_id = @customer and id = @id", ct, ("@yes", true), ("@customer", message.CustomerId.Value), ("@id", id.Value));
        }
        session.Db.Audit.Event(again ? "message-again" : "message-sent", by);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return default(Done);
    }
}
