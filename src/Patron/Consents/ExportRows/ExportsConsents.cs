using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Consents.ExportRows;

/// <summary>Every statement of the consent ledger under the record that made it; one that came from no record under its customer's first.</summary>
internal sealed class ExportsConsents(IConsentLedger ledger) : IExportPart
{
    public string Kind => "consents";
    public int Order => 35;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "of_record", "purpose", "channel", "given", "at", "evidence", "recorded", "text");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.source_record_id is not null, t.purpose, t.channel, t.given, t.at, t.evidence, t.recorded_at, {ExportsTexts.Named} from identity_source_records r cross join {ConsentLedger.Table} t
            where r.source_id = {source.Id.Value} and t.customer_id = r.customer_id and (t.source_record_id = r.id or (t.source_record_id is null and {FirstRecord.Is})) order by r.id, t.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Flag(row.Flag(1)).Text(row, 2).Text(row, 3).Flag(row.Flag(4)).Instant(row, 5).Text(row, 6).Instant(row, 7).Text(row, 8);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var texts = rows.Any(r => r.Text("text") is not null) ? await ExportsTexts.Known(session, ct) : [];
        var said = rows.Where(r => owners.ContainsKey(r.Need("id"))).Select(r => (Row: r, Said: Of(r, owners[r.Need("id")]) with { Text = r.Text("text") is { } name && texts.TryGetValue(name, out var text) ? text : null })).ToList();
        var fresh = await ledger.Append(session, intake, [.. said.Select(s => s.Said)], ct);
        var created = said.Where(s => fresh.Contains(s.Said)).Select(s => s.Row.Line).ToHashSet();
        return [.. rows.Select(r => !owners.ContainsKey(r.Need("id")) ? FirstRecord.Missing(r) : new(r.Line, created.Contains(r.Line) ? Fate.Created : Fate.Unchanged))];
    }

    private static ConsentSaid Of(ExportedRow row, (CustomerId Customer, SourceRecordId Record) owner) => new(
        owner.Customer, row.Flag("of_record") == false ? null : owner.Record, row.Need("purpose"), row.Need("channel"), row.Flag("given") ?? throw new ExportDamagedException(row.Line, "given"),
        At(row, "at"), row.Text("evidence")) { Recorded = At(row, "recorded") };

    private static DateTimeOffset At(ExportedRow row, string column) => Instants.FromMicroseconds(row.Instant(column) ?? throw new ExportDamagedException(row.Line, column));
}
