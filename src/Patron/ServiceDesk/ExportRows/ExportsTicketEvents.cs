using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.MailTickets;

namespace Patron.ServiceDesk.ExportRows;

/// <summary>What happened to tickets: of those that a source sent under their number there, of our own under their customer's first record.</summary>
internal sealed class ExportsTicketEvents(IUserNames users) : IExportPart
{
    private const string Told = "e.at, e.kind, e.by, e.text, e.amount, e.worth, e.source_record_id, e.mail_id, e.mail, e.mail_why";

    public string Kind => "ticket-events";
    public int Order => 67;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var people = await users.Said(session, ct);
        rows.Columns("customer", "number", "at", "kind", "by", "text", "amount", "worth", "sent", "mail", "mail-state", "mail-why");
        Rows($"""
            select null, k.key, {Told} from {ClaimedKeys.Table} k cross join {TicketEventTable.Name} e
            where k.scope = '{ClaimScopes.Ticket(source.Id)}' and e.customer_id = k.customer_id and e.ticket_id = k.id order by {session.InOrder("k.key")}, e.at, e.id
            """);
        Rows($"""
            select r.external_id, t.number, {Told} {FirstRecord.Join(TicketTable.Name, source.Id).Replace("where", $"cross join {TicketEventTable.Name} e where e.customer_id = t.customer_id and e.ticket_id = t.id and", StringComparison.Ordinal)}
            and t.source_record_id is null order by r.id, t.opened_at, t.id, e.at, e.id
            """);

        void Rows(string sql)
        {
            using var row = FastReader.Open(session.Connection, sql);
            while (row.Read())
            {
                rows.Text(row, 0).Text(row, 1).Instant(row, 2).Text(TicketColumns.Word((TicketEventKind)row.Int(3))).Text(row.IsNull(4) ? null : people.GetValueOrDefault(new(row.Long(4)))).Text(row, 5)
                    .Micros(row, 6).Micros(row, 7).Flag(row.IsNull(8) ? null : true)
                    .Text(row.IsNull(9) ? null : new MessageId(row.Long(9)).ToString()).Text(row.IsNull(10) ? null : TicketColumns.Word((TicketMailState)row.Int(10))).Text(row, 11);
                rows.End();
            }
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var scope = ClaimScopes.Ticket(intake.Source.Id);
        var sent = await session.Find(scope, [.. rows.Where(r => r.Text("customer") is null).Select(r => r.Need("number")).Distinct(StringComparer.Ordinal)], ct);
        var records = await session.Find(ClaimScopes.Record(intake.Source.Id), [.. rows.Select(r => r.Text("customer")).OfType<string>().Distinct(StringComparer.Ordinal)], ct);
        var own = await OwnTickets.Of(session, [.. records.Values.Select(r => r.Customer).Distinct()], ct);
        var placed = rows.Select(r => Place(r, sent, records, own)).ToArray();
        var tickets = placed.OfType<(long Customer, long Ticket)>().Distinct().ToArray();
        var (known, recordOf) = (await Known(session, tickets, ct), await Records(session, tickets, ct));
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var fates = new RowFate[rows.Count];
        using var sink = session.Sink(TicketEventTable.Name, "customer_id", "id", "source_record_id", "ticket_id", "at", "kind", "by", "text", "amount", "worth", "mail_id", "mail", "mail_why", "mail_tries");
        foreach (var (at, row) in rows.Index())
        {
            if (placed[at] is not var (customer, ticket))
            {
                fates[at] = new(row.Line, Fate.Rejected, new("servicedesk.row.ticket", "number", row.Need("number")));
                continue;
            }
            var (when, kind) = (row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"), (int)(row.Word<TicketEventKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind")));
            // As often as it is there already it is not written again.
            if (known.TryGetValue((ticket, when, kind), out var times) && times > 0)
            {
                known[(ticket, when, kind)] = times - 1;
                fates[at] = new(row.Line, Fate.Unchanged);
                continue;
            }
            sink.Begin();
            sink.Long(customer);
            sink.Long(intake.Ids(TicketEventTable.Name).Next());
            sink.Long(row.Flag("sent") == true ? recordOf.GetValueOrDefault(ticket) : null);
            sink.Long(ticket);
            sink.Instant(when);
            sink.Int(kind);
            sink.Long(row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user.Value : null);
            sink.Text(row.Text("text"));
            sink.Long(row.Micros("amount"));
            sink.Long(row.Micros("worth"));
            var mail = row.Word<TicketMailState>("mail-state");
            sink.Long(IdText.TryRead<MessageId>(row.Text("mail"), out var id) ? id.Value : null);
            // What was on its way when the archive was made may have left since: nothing here sends it.
            var onItsWay = mail is TicketMailState.Queued or TicketMailState.Sending;
            sink.Int((int?)(onItsWay ? TicketMailState.Unknown : mail));
            sink.Text(onItsWay ? MailWhy.Crash : row.Text("mail-why"));
            sink.Int((int?)null);
            sink.End();
            fates[at] = new(row.Line, Fate.Created);
        }
        sink.Complete();
        return fates;
    }

    /// <summary>How often what happened at a moment is told of a ticket here.</summary>
    private static async Task<Dictionary<(long Ticket, long At, int Kind), int>> Known(BulkSession session, (long Customer, long Ticket)[] tickets, CancellationToken ct)
    {
        var known = new Dictionary<(long, long, int), int>();
        if (tickets.Length == 0) return known;
        await using var command = session.Command();
        command.CommandText = $"select t.ticket_id, t.at, t.kind from {command.InPairs(tickets)} cross join {TicketEventTable.Name} t where t.customer_id = w.c and t.ticket_id = w.i";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            var key = (reader.GetInt64(0), reader.GetInstant(1), reader.GetInt32(2));
            known[key] = known.GetValueOrDefault(key) + 1;
        }
        return known;
    }

    /// <summary>The records that the tickets came with.</summary>
    private static async Task<Dictionary<long, long?>> Records(BulkSession session, (long Customer, long Ticket)[] tickets, CancellationToken ct)
    {
        var records = new Dictionary<long, long?>();
        if (tickets.Length == 0) return records;
        await using var command = session.Command();
        command.CommandText = $"select t.id, t.source_record_id from {command.InPairs(tickets)} cross join {TicketTable.Name} t where t.customer_id = w.c and t.id = w.i";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) records[reader.GetInt64(0)] = reader.IsDBNull(1) ? null : reader.GetInt64(1);
        return records;
    }

    private static (long Customer, long Ticket)? Place(ExportedRow row, Dictionary<string, Claim> sent, Dictionary<string, Claim> records, Dictionary<(long, string), long> own)
    {
        if (row.Text("customer") is not { } customer) return sent.TryGetValue(row.Need("number"), out var claim) ? (claim.Customer, claim.Id) : null;
        return records.TryGetValue(customer, out var record) && own.TryGetValue((record.Customer, row.Need("number")), out var ticket) ? (record.Customer, ticket) : null;
    }
}
