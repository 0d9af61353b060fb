using Patron.Data;
using Patron.Kernel;

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

    protected override async Task Restored(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        // Whoever has a ticket open in a form must not write over what it is now.
        await using var count = session.Command();
        count.CommandText = $"update {TicketTable.Name} as t set version = t.version + 1 from {count.InPairs([.. rows.Select(r => (r.Customer, r.Id))])} where t.customer_id = w.c and t.id = w.i";
        await count.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>What happened to tickets goes with the deed that told it.</summary>
internal sealed class UndoesTicketEvents() : UndoesRows(TicketEventTable.Name, Topics.Service, [])
{
    public override int Order => 16;

    protected override string ChangedSince => "servicedesk.left.changed";

    protected override Task<IReadOnlyDictionary<long, string>> Names(BulkSession session, IReadOnlyList<UndoneRow> rows, CancellationToken ct) =>
        Task.FromResult<IReadOnlyDictionary<long, string>>(new Dictionary<long, string>());
}
