using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk.ExportRows;

/// <summary>The tickets that sources sent, as they stand now, in the columns of a tickets file and some of the program's own.</summary>
internal sealed class ExportsTickets(ITakesRows<IncomingTicket> taker, IUserNames users, ITeams teams, IReasons reasons) : IExportPart
{
    public string Kind => "tickets";
    public int Order => 65;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var names = await TicketNames.Of(session, users, teams, reasons, ct);
        rows.Columns(["id", "customer", "kind", "subject", "text", "reason", "owner", "at", "answered", "solved", "closed", "solution", .. TicketColumns.Names]);
        using var row = FastReader.Open(session.Connection, $"""
            select k.key, r.external_id, t.kind, t.title, t.details, t.reason_id, t.owner_id, t.opened_at, t.answered_at, t.solved_at, t.closed_at, t.solution, {TicketColumns.Sql}
            from {ClaimedKeys.Table} k cross join {TicketTable.Name} t
            left join identity_source_records r on r.customer_id = t.customer_id and r.id = t.source_record_id
            where k.scope = '{ClaimScopes.Ticket(source.Id)}' and t.customer_id = k.customer_id and t.id = k.id order by {session.InOrder("k.key")}
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(TicketAddress.WordOf((TicketKind)row.Int(2))).Text(row, 3).Text(row, 4).Text(names.ReasonName(row, 5)).Text(names.User(row, 6)).Instant(row, 7).Instant(row, 8).Instant(row, 9).Instant(row, 10).Text(row, 11);
            TicketColumns.Write(rows, row, 12, names);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingTicket>(taker.Begin(intake), row =>
        new(row.Line, row.Need("id"), row.Need("customer"), row.Text("kind"), row.Text("subject"), row.Text("text"), row.Text("reason"), row.Text("owner"),
            row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"), row.Instant("answered"), row.Instant("solved"), row.Instant("closed"), row.Text("solution")) { Custom = RowValues.Read(RowValues.Read(row, "patron_custom")) },
        intake.Restores ? (session, rows, ct) => Restore(session, intake, rows, ct) : null);

    /// <summary>Where everything comes back, the rows say more than a file's times do; their histories follow in a part of their own.</summary>
    private async Task Restore(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var (names, bought) = (await TicketNames.Of(session, users, teams, reasons, ct), await Bought.Of(session, rows, ct));
        var claims = await session.Find(ClaimScopes.Ticket(intake.Source.Id), [.. rows.Select(r => r.Need("id"))], ct);
        var told = rows.Where(r => claims.ContainsKey(r.Need("id"))).Select(r => (Claim: claims[r.Need("id")], Values: TicketColumns.Values(r, names, bought))).Where(t => t.Values is not null).ToArray();
        await session.Update(TicketTable.Name, TicketColumns.Stored, ["customer_id", "id"], [.. told.Select(t => (object?[])[.. t.Values!, t.Claim.Customer, t.Claim.Id])], ct);
        await using var delete = session.Command();
        delete.CommandText = $"delete from {TicketEventTable.Name} where customer_id in {delete.In("@customers", told.Select(t => t.Claim.Customer).Distinct())} and ticket_id in {delete.In("@tickets", told.Select(t => t.Claim.Id))}";
        await delete.ExecuteNonQueryAsync(ct);
    }
}
