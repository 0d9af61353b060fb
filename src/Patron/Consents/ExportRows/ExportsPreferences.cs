using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Consents.ExportRows;

/// <summary>What customers wish, under the first record of each.</summary>
internal sealed class ExportsPreferences : IExportPart
{
    private static readonly string[] Columns = ["customer_id", "id", "paused_until", "most", "refused", "at"];

    public string Kind => "preferences";
    public int Order => 38;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "paused_until", "most", "refused", "at");
        using var row = FastReader.Open(session.Connection, $"select r.external_id, t.paused_until, t.most, t.refused, t.at {FirstRecord.Join(PreferenceTable.Name, source.Id)} order by r.id, t.id");
        while (row.Read())
        {
            rows.Text(row, 0).Instant(row.IsNull(1) ? null : row.Instant(1)).Text(row.IsNull(2) ? null : row.Long(2).ToString(System.Globalization.CultureInfo.InvariantCulture)).Text(row, 3).Instant(row, 4);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    /// <summary>Whoever has wishes already keeps them.</summary>
    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var known = new HashSet<long>();
        await using (var command = session.Command())
        {
            command.CommandText = $"select customer_id from {PreferenceTable.Name} where customer_id in {command.In("@customers", owners.Values.Select(o => o.Customer.Value).Distinct())}";
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct)) known.Add(row.GetInt64(0));
        }
        var fates = new List<RowFate>();
        using var sink = session.Sink(PreferenceTable.Name, Columns);
        foreach (var row in rows)
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner))
            {
                fates.Add(FirstRecord.Missing(row));
                continue;
            }
            var fresh = known.Add(owner.Customer.Value);
            fates.Add(new(row.Line, fresh ? Fate.Created : Fate.Unchanged));
            if (!fresh || intake.PlanOnly) continue;
            sink.Begin();
            sink.Long(owner.Customer.Value);
            sink.Long(intake.Ids(PreferenceTable.Name).Next());
            sink.Instant(row.Instant("paused_until"));
            sink.Int(row.Text("most") is { } most ? int.TryParse(most, System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, "most") : null);
            sink.Text(row.Text("refused") ?? "");
            sink.Instant(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"));
            sink.End();
        }
        sink.Complete();
        return fates;
    }
}
