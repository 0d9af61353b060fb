using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.EnterValues;
using Patron.Kernel;

namespace Patron.IdentityResolution.ExportRows;

/// <summary>Values that people set, with who and when; an empty value is known to be none.</summary>
internal sealed class ExportsHandValues(IUserNames users, HandWriting writing, IdMaker ids) : IExportPart
{
    public string Kind => "hand-values";
    public int Order => 70;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("id", "field", "custom", "value", "at", "by");
        using var row = FastReader.Open(session.Connection, $"select r.external_id, t.field, t.custom, t.value, t.at, t.\"by\" {FirstRecord.Join(IdentityTables.Hands, source.Id)} order by r.id, t.at, t.id");
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Flag(row.Flag(2)).Text(row, 3).Instant(row, 4).Text(row.IsNull(5) ? null : said.GetValueOrDefault(new(row.Long(5))));
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await IdentityLock.Take(session, ct);
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var there = await HandRows.OfCustomers(session, [.. owners.Values.Select(o => o.Customer.Value).Distinct()], ct);
        var came = new List<HandRow>();
        var fates = new RowFate[rows.Count];
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            var said = new HandRow
            {
                CustomerId = owner.Customer, Id = ids.Next<SourceRecordId>().Value, Field = row.Need("field"), Custom = row.Flag("custom") == true, Value = row.Need("value"),
                At = Instants.FromMicroseconds(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at")), By = row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user : null,
            };
            // What a person set here since is newer, and stays.
            var known = there[owner.Customer.Value].Any(h => h.Field == said.Field && h.Custom == said.Custom && (h.At > said.At || (h.At == said.At && h.Value == said.Value)));
            if (!known) came.Add(said);
            fates[at] = new(row.Line, known ? Fate.Unchanged : Fate.Created);
        }
        intake.Changes(session)?.Came(session, came);
        HandRows.Insert(session, came);
        await writing.Rewrite(session, [.. came.Select(r => r.CustomerId.Value).Distinct()], ct);
        return fates;
    }
}
