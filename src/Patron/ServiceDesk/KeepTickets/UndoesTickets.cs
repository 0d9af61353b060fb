using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.MailTickets;

namespace Patron.ServiceDesk.KeepTickets;

/// <summary>Takes back what was done to tickets, by a person or an import; what was changed since stays.</summary>
internal sealed class UndoesTickets() : UndoesRows(TicketTable.Name, Topics.Service, TicketTable.Recorded)
{
    public override int Order => 17;

    protected override string ClaimedIn => "ticket:";

    protected override string ChangedSince => "servicedesk.left.changed";

    protected override async Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        var names = new Dictionary<long, string>();
        await using var command = session.Command();
        command.CommandText = $"select t.id, t.number from {command.InPairs([.. rows.Select(r => (r.Customer, r.Id))])} cross join {TicketTable.Name} t where t.customer_id = w.c and t.id = w.i";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) names[reader.GetInt64(0)] = reader.GetString(1);
        return names;
    }

    /// <summary>Its own history went before it: what is left of it others have told.</summary>
    protected override async Task<IReadOnlyDictionary<long, string>> Stay(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        (await TicketHistory.Of(session, rows.Select(r => (r.Customer, r.Id)), ct)).Select(e => e.Ticket).Distinct().ToDictionary(t => t, _ => ChangedSince);

    protected override async Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        // Whoever has a ticket open in a form must not write over what it is now.
        await using var count = session.Command();
        count.CommandText = $"update {TicketTable.Name} as t set version = t.version + 1 from {count.InPairs([.. rows.Select(r => (r.Customer, r.Id))])} where t.customer_id = w.c and t.id = w.i";
        await count.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What happened to tickets goes with the deed that told it; of a ticket to which something happened since, all stays.</summary>
internal sealed class UndoesTicketEvents() : UndoesRows(TicketEventTable.Name, Topics.Service, [])
{
    public override int Order => 16;

    protected override string Extra => "t.ticket_id";

    protected override string ChangedSince => "servicedesk.left.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(new Dictionary<long, string>());

    protected override async Task<IReadOnlyDictionary<long, string>> Stay(BulkSession session, Undoing what, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        if (await TicketHistory.Left(session, rows.Select(r => (r.Customer, r.Id)), ct)) what.Refuse(new MailHasLeft());
        var made = rows.Where(r => what.Made(TicketTable.Name, r.Extra)).ToList();
        var others = (await TicketHistory.Of(session, made.Select(r => (r.Customer, r.Extra)), ct)).Where(e => !what.Made(TicketEventTable.Name, e.Event)).Select(e => e.Ticket).ToHashSet();
        return made.Where(r => others.Contains(r.Extra)).ToDictionary(r => r.Id, _ => ChangedSince);
    }
}

/// <summary>The events of some tickets.</summary>
internal static class TicketHistory
{
    /// <summary>Whether something of these went to the customer by mail. Who would send at this moment waits until the undo is over.</summary>
    public static async Task<bool> Left(BulkSession session, IEnumerable<(long Customer, long Event)> events, CancellationToken ct)
    {
        var some = events.ToArray();
        if (some.Length == 0) return false;
        await using var command = session.Command();
        command.CommandText = $"select t.mail, t.mail_why from {command.InPairs(some)} cross join {TicketEventTable.Name} t where t.customer_id = w.c and t.id = w.i and t.mail is not null{(session.IsPostgres ? " for update of t" : "")}";
        var left = false;
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
            left |= (TicketMailState)reader.GetInt32(0) is var state && state != TicketMailState.Queued && (state != TicketMailState.Failed || reader.Text(1) == MailWhy.Returned);
        return left;
    }

    public static async Task<IReadOnlyList<(long Ticket, long Event)>> Of(BulkSession session, IEnumerable<(long Customer, long Ticket)> tickets, CancellationToken ct)
    {
        var events = new List<(long, long)>();
        var some = tickets.Distinct().ToArray();
        if (some.Length == 0) return events;
        await using var command = session.Command();
        command.CommandText = $"select t.ticket_id, t.id from {command.InPairs(some)} cross join {TicketEventTable.Name} t where t.customer_id = w.c and t.ticket_id = w.i";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) events.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return events;
    }
}
