using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.SendMessages;

namespace Patron.Messaging.ExportRows;

/// <summary>What campaigns have put in the queue. What runs is paused in an archive: a copy sends nothing by itself.</summary>
internal sealed class ExportsSendings() : ExportsTable("sendings", 108, SendingTable.Name,
    [
        new("id", KeptAs.Long), new("source_kind", KeptAs.Text), new("source_id", KeptAs.Long),
        new("state", KeptAs.Word)
        {
            Sql = $"case when t.state = {(int)SendingState.Runs} then {(int)SendingState.Paused} else t.state end",
            Words = new Dictionary<int, string> { [(int)SendingState.Paused] = "paused", [(int)SendingState.Stopped] = "stopped" },
        },
    ]);

/// <summary>
/// Messages under their numbers, with what is left of those that wait. What a worker holds waits again in an archive, unless it was being given to the channel at that moment: nobody
/// knows of such a message whether it was sent, and a person decides.
/// </summary>
internal sealed class ExportsMessages() : ExportsCustomerTable("messages", 110, MessageTable.Name, Topics.Messages,
    [
        new("id", KeptAs.Long), new("sending_id", KeptAs.Long), new("step", KeptAs.Text), new("occurrence", KeptAs.Int), new("channel", KeptAs.Text), new("template_id", KeptAs.Long), new("template_version", KeptAs.Int),
        new("arm", KeptAs.Text), new("purpose", KeptAs.Text), new("topic", KeptAs.Text, Null: true), new("worth", KeptAs.Long), State, Reason, new("planned_at", KeptAs.Instant), new("at", KeptAs.Instant),
        new("run_id", KeptAs.Long, Null: true),
    ], same: ["id", "planned_at"])
{
    private const string Waits = "t.state in (0, 1)", Stops = $"exists (select 1 from {SendingTable.Name} s where s.id = t.sending_id and s.state = 2)", InHand = "t.state = 2";

    private static KeptColumn State => KeptColumn.Of<MessageState>("state") with
    {
        Sql = $"case when {Waits} and {Stops} then {(int)MessageState.Suppressed} when {Waits} then {(int)MessageState.Queued} when {InHand} then {(int)MessageState.Unknown} else t.state end",
    };

    private static KeptColumn Reason => new("reason", KeptAs.Text, Null: true) { Sql = $"case when {Waits} and {Stops} then '{MessageBook.Stopped}' when {InHand} then '{Why.Crash}' else t.reason end" };

    /// <summary>An intent is claimed as its planner does: nobody plans it once more.</summary>
    protected override async Task Taken(BulkSession session, Intake intake, IReadOnlyList<KeptRow> fresh, CancellationToken ct)
    {
        var sources = await session.Db.Sendings.AsNoTracking().ToDictionaryAsync(s => s.Id, s => new SendingSource(s.SourceKind, s.SourceId), ct);
        var intents = new Dictionary<string, KeptRow>(StringComparer.Ordinal);
        foreach (var one in fresh)
            if (sources.TryGetValue(long.Parse(one.Row.Need("sending_id"), System.Globalization.CultureInfo.InvariantCulture), out var source))
                intents.TryAdd(MessageBook.KeyOf(source, one.Customer, one.Row.Need("step"), int.Parse(one.Row.Need("occurrence"), System.Globalization.CultureInfo.InvariantCulture), one.Row.Need("channel")), one);
        var claimed = await session.Find(MessageBook.ClaimScope, intents.Keys, ct);
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var (key, one) in intents)
            if (!claimed.ContainsKey(key)) ClaimedKeys.Write(claims, MessageBook.ClaimScope, key, one.Id, one.Customer.Value);
        claims.Complete();
    }
}

/// <summary>What waits, by the numbers of its messages: when it is due, and how often it was tried.</summary>
internal sealed class ExportsQueue() : ExportsCustomerTable("messages-waiting", 111, QueueTable.Name, Topics.Messages,
    [
        new("id", KeptAs.Long), new("sending_id", KeptAs.Long), new("channel", KeptAs.Text), new("due", KeptAs.Instant), new("claim", KeptAs.Long) { Sql = "0" }, new("handed_off", KeptAs.Flag),
        new("counted", KeptAs.Flag), new("attempts", KeptAs.Int),
    ], same: ["id"], which: $"not t.handed_off and not exists (select 1 from {SendingTable.Name} s where s.id = t.sending_id and s.state = 2)");
