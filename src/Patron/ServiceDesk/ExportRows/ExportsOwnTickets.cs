using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ExportRows;

/// <summary>Tickets that people opened here. One is known by its number within its customer.</summary>
internal sealed class ExportsOwnTickets(IUserNames users, ITeams teams, IReasons reasons) : IExportPart
{
    private static readonly string[] Columns =
        ["customer_id", "id", "number", "kind", "title", "details", "owner_id", "opened_at", "answered_at", "solved_at", "closed_at", "solution", .. TicketColumns.Stored, "version"];

    public string Kind => "own-tickets";
    public int Order => 66;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var names = await TicketNames.Of(session, users, teams, reasons, ct);
        rows.Columns(["id", "number", "kind", "subject", "text", "owner", "at", "answered", "solved", "closed", "solution", .. TicketColumns.Names]);
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.number, t.kind, t.title, t.details, t.owner_id, t.opened_at, t.answered_at, t.solved_at, t.closed_at, t.solution, {TicketColumns.Sql}
            {FirstRecord.Join(TicketTable.Name, source.Id)} and t.source_record_id is null order by r.id, t.opened_at, t.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(TicketAddress.WordOf((TicketKind)row.Int(2))).Text(row, 3).Text(row, 4).Text(names.User(row, 5)).Instant(row, 6).Instant(row, 7).Instant(row, 8).Instant(row, 9).Text(row, 10);
            TicketColumns.Write(rows, row, 11, names);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var there = await OwnTickets.Of(session, [.. owners.Values.Select(o => o.Customer.Value).Distinct()], ct);
        var fates = new RowFate[rows.Count];
        var fresh = new List<(ExportedRow Row, long Customer)>();
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            var known = there.ContainsKey((owner.Customer.Value, row.Need("number")));
            if (!known) fresh.Add((row, owner.Customer.Value));
            fates[at] = new(row.Line, known ? Fate.Unchanged : Fate.Created);
        }
        await Insert(session, intake, fresh, ct);
        return fates;
    }

    private async Task Insert(BulkSession session, Intake intake, List<(ExportedRow Row, long Customer)> tickets, CancellationToken ct)
    {
        if (tickets.Count == 0) return;
        var (names, bought) = (await TicketNames.Of(session, users, teams, reasons, ct), await Bought.Of(session, [.. tickets.Select(t => t.Row)], ct));
        var byUser = await users.BySaid(session, [.. tickets.Select(t => t.Row.Text("owner")).OfType<string>().Distinct()], ct);
        using var sink = session.Sink(TicketTable.Name, Columns);
        foreach (var (row, customer) in tickets)
        {
            sink.Begin();
            sink.Long(customer);
            sink.Long(intake.Ids(TicketTable.Name).Next());
            sink.Text(row.Need("number"));
            sink.Int((int)(row.Word<TicketKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind")));
            sink.Text(row.Need("subject"));
            sink.Text(row.Text("text"));
            sink.Long(row.Text("owner") is { } owner && byUser.TryGetValue(owner, out var user) ? user.Value : null);
            sink.Instant(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"));
            foreach (var moment in (string[])["answered", "solved", "closed"]) sink.Instant(row.Instant(moment));
            sink.Text(row.Text("solution"));
            foreach (var (at, value) in (TicketColumns.Values(row, names, bought) ?? throw new ExportDamagedException(row.Line, "patron_state")).Index()) Put(sink, TicketColumns.Stored[at], value);
            sink.Int(1);
            sink.End();
        }
        sink.Complete();
        session.Tell(Topics.Service, tickets.Select(t => t.Customer));
    }

    private static void Put(IRowSink sink, string column, object? value)
    {
        if (value is DateTimeOffset at) sink.Instant(Instants.ToMicroseconds(at));
        else if (column == "custom") sink.Text((string?)value);
        else if (column.EndsWith("_due", StringComparison.Ordinal)) sink.Instant(null);
        else if (value is int number) sink.Int(number);
        else sink.Long((long?)value);
    }
}

/// <summary>Tickets that people opened, by customer and number.</summary>
internal static class OwnTickets
{
    public static async Task<Dictionary<(long Customer, string Number), long>> Of(BulkSession session, IReadOnlyCollection<long> customers, CancellationToken ct)
    {
        var there = new Dictionary<(long, string), long>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, number, id from {TicketTable.Name} where customer_id in {command.In("@customers", customers)} and source_record_id is null";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there[(reader.GetInt64(0), reader.GetString(1))] = reader.GetInt64(2);
        return there;
    }
}
