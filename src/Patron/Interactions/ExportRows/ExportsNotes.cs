using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Interactions.ExportRows;

/// <summary>Notes that people wrote: who, when, and the text.</summary>
internal sealed class ExportsNotes(IUserNames users) : IExportPart
{
    public string Kind => "notes";
    public int Order => 80;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("id", "at", "by", "text", "never");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.at, t.agent, t.payload {FirstRecord.Join(InteractionStore.Table, source.Id)} and t.kind = '{InteractionKinds.Note}' and t.source_record_id is null order by r.id, t.at, t.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Instant(row, 1).Text(row.IsNull(2) ? null : said.GetValueOrDefault(new(row.Long(2)))).Text(Payload.Read(row.Text(3)!).Text).Flag(Payload.IsMarked(row.Text(3)!) ? true : null);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var there = await There(session, [.. owners.Values.Select(o => o.Customer.Value).Distinct()], ct);
        var (fates, fresh) = FirstRecord.Sort(rows, owners, (row, customer) => there.Contains((customer.Value, At(row), row.Text("text"))));
        Insert(session, intake, fresh, byUser);
        return fates;
    }

    /// <summary>A note is the same where the same was written of the same customer at the same moment.</summary>
    private static async Task<HashSet<(long Customer, long At, string? Text)>> There(BulkSession session, long[] customers, CancellationToken ct)
    {
        var there = new HashSet<(long, long, string?)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, at, payload from {InteractionStore.Table} where customer_id in {command.In("@customers", customers)} and kind = '{InteractionKinds.Note}' and source_record_id is null";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add((reader.GetInt64(0), reader.GetInstant(1), Payload.Read(reader.GetString(2)).Text));
        return there;
    }

    private static long At(ExportedRow row) => row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at");

    private static void Insert(BulkSession session, Intake intake, List<(ExportedRow Row, CustomerId Customer)> notes, IReadOnlyDictionary<string, UserId> byUser)
    {
        if (notes.Count == 0) return;
        using var sink = session.Sink(InteractionStore.Table, "customer_id", "id", "at", "kind", "agent", "payload", "version");
        foreach (var (row, customer) in notes)
        {
            sink.Begin();
            sink.Long(customer.Value);
            sink.Long(intake.Ids(InteractionStore.Table).Next());
            sink.Instant(At(row));
            sink.Text(InteractionKinds.Note);
            sink.Long(row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user.Value : null);
            sink.Text(Payload.Marked(new Payload(null, row.Text("text"), null).ToString(), row.Flag("never") ?? false));
            sink.Int(1);
            sink.End();
        }
        sink.Complete();
        session.Tell(Topics.Interactions, notes.Select(n => n.Customer.Value));
    }
}
