using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;

namespace Patron.Messaging.Decide;

/// <summary>Somebody else has decided, or the mail server's late answer has.</summary>
internal sealed record DecidedAlready() : Refusal("messaging.sending.decided");

/// <summary>What people decide about messages of which nobody knows whether they were sent: one, or all of a source at once.</summary>
internal sealed class Decisions(IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    /// <param name="again">
    /// True: it was not sent and goes back to the queue, as often as nobody knows what became of it; where its source was stopped it is suppressed like what waited then. False: it was
    /// sent, somebody has found out.
    /// </param>
    public async Task<Result<Done>> Decide(MessageId id, bool again, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (await session.Db.Messages.AsNoTracking().Where(m => m.Id == id).Select(m => new { m.CustomerId, m.SendingId }).FirstOrDefaultAsync(ct) is not { } message) return new DecidedAlready();
        // Its customer as well, so that the table's own key finds it.
        return await Settle(session, message.SendingId, again, "customer_id = @customer and id = @id", [("@customer", message.CustomerId.Value), ("@id", id.Value)], by, ct) == 0 ? new DecidedAlready() : default(Done);
    }

    /// <summary>All of a source that were in doubt when somebody looked at them; what came into doubt later stays.</summary>
    /// <param name="until">When the last of those came into doubt.</param>
    /// <returns>How many were decided.</returns>
    public async Task<Result<long>> DecideAll(SendingSource source, DateTimeOffset until, bool again, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var sending = await session.Db.Sendings.AsNoTracking().Where(s => s.SourceKind == source.Kind && s.SourceId == source.Id).Select(s => s.Id).FirstOrDefaultAsync(ct);
        var decided = await Settle(session, sending, again, "sending_id = @sending and at <= @until", [("@until", until)], by, ct);
        return decided == 0 ? new DecidedAlready() : decided;
    }

    /// <summary>One transaction: they leave their doubt, and what is to be sent again is in the queue.</summary>
    private async Task<long> Settle(BulkSession session, long sending, bool again, string which, (string, object?)[] named, UserId? by, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var queued = again && await State(session, sending, ct) != SendingState.Stopped;
        var state = queued ? MessageState.Queued : again ? MessageState.Suppressed : MessageState.Sent;
        var changed = await session.Execute($"update {MessageTable.Name} set state = @state, reason = @reason, at = @now where {which} and state = @unknown", ct,
            [("@state", (int)state), ("@reason", state == MessageState.Suppressed ? MessageBook.Stopped : null), ("@now", now), ("@unknown", (int)MessageState.Unknown), ("@sending", sending), .. named]);
        if (changed == 0) return 0;
        // The first attempt was counted by the contact policy.
        if (queued)
            await session.Execute($"""
                insert into {QueueTable.Name} (customer_id, id, sending_id, channel, due, claim, handed_off, counted, attempts)
                select m.customer_id, m.id, m.sending_id, m.channel, m.at, 0, @no, @yes, 0 from {MessageTable.Name} m where m.sending_id = @sending and m.state = @queued and m.at = @now
                and not exists (select 1 from {QueueTable.Name} q where q.customer_id = m.customer_id and q.id = m.id)
                """, ct, ("@no", false), ("@yes", true), ("@sending", sending), ("@queued", (int)MessageState.Queued), ("@now", now));
        session.Db.Audit.Event(again ? "message-again" : "message-sent", by);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return changed;
    }

    /// <summary>Held while this transaction lasts: nobody stops the source in between.</summary>
    private static async Task<SendingState> State(BulkSession session, long sending, CancellationToken ct)
    {
        await using var find = session.Command($"select state from {SendingTable.Name} where id = @sending{(session.IsPostgres ? " for share" : "")}");
        find.Add("@sending", sending);
        return (SendingState)Convert.ToInt32(await find.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
    }
}
