using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Consents.ExportRows;

/// <summary>The words of consents, version by version; before the ledger, whose entries name them.</summary>
internal sealed class ExportsTexts : IExportPart
{
    private const string Table = "consents_texts";
    private static readonly string[] Columns = ["id", "purpose", "language", "version", "words", "at"];

    /// <summary>SQL of the name of the text t.text_id; null where there is none.</summary>
    public const string Named = $"(select x.purpose || '|' || x.language || '|' || x.version from {Table} x where x.id = t.text_id)";

    public string Kind => "consent-texts";
    public int Order => 34;
    public bool OfSource => false;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("purpose", "language", "version", "words", "at");
        using var row = FastReader.Open(session.Connection, $"select purpose, language, version, words, at from {Table} order by {session.InOrder("purpose")}, {session.InOrder("language")}, version");
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(row.Long(2).ToString(System.Globalization.CultureInfo.InvariantCulture)).Text(row, 3).Instant(row, 4);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    /// <summary>The texts that are there, by <see cref="Named"/>.</summary>
    public static async Task<Dictionary<string, long>> Known(BulkSession session, CancellationToken ct)
    {
        var known = new Dictionary<string, long>(StringComparer.Ordinal);
        await using var command = session.Command($"select purpose || '|' || language || '|' || version, id from {Table}");
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct)) known[row.GetString(0)] = row.GetInt64(1);
        return known;
    }

    private static async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var known = await Known(session, ct);
        var fates = new List<RowFate>();
        using var sink = session.Sink(Table, Columns);
        foreach (var row in rows)
        {
            var version = int.TryParse(row.Need("version"), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, "version");
            var fresh = known.TryAdd($"{row.Need("purpose")}|{row.Need("language")}|{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}", 0);
            fates.Add(new(row.Line, fresh ? Fate.Created : Fate.Unchanged));
            if (!fresh || intake.PlanOnly) continue;
            sink.Begin();
            sink.Long(intake.Ids(Table).Next());
            sink.Text(row.Need("purpose"));
            sink.Text(row.Need("language"));
            sink.Int(version);
            sink.Text(row.Need("words"));
            sink.Instant(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"));
            sink.End();
        }
        sink.Complete();
        return fates;
    }
}
