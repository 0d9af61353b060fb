using System.Globalization;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.ReviewPairs;
using Patron.Kernel;

namespace Patron.IdentityResolution.ExportRows;

/// <summary>
/// The review list: pairs that wait, those that were put off, and those that were answered. It is taken where there were no customers: elsewhere the next matching asks
/// what is to be asked. The decision of an answer stands among the decisions; by an archive it comes without the change set that could take it back alone.
/// </summary>
internal sealed class ExportsReviews(ISources sources, IUserNames users) : IExportPart
{
    private static readonly string[] Columns =
        ["id", "kind", "first_record", "second_record", "first_source", "second_source", "probability", "version", "evidence", "cost", "at", "later_at", "later_by", "answer", "answered_by", "answered_at"];

    private sealed record Row(string?[] Texts, long At, long? LaterAt, long? AnsweredAt)
    {
        public string Order { get; } = string.Join('\n', Texts[..4]);
    }

    public string Kind => "review-pairs";
    public int Order => 87;
    public bool OfSource => false;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var (said, found) = (await users.Said(session, ct), new List<Row>());
        using (var row = FastReader.Open(session.Connection, $"""
            select s.name, r.external_id, t.name, o.external_id, p.kind, p.probability, p.version, p.evidence, p.cost, p.later_by, p.answer, p.answered_by, p.at, p.later_at, p.answered_at
            from {IdentityTables.ReviewPairs} p join {IdentityTables.Records} r on r.id = p.first_record join {IdentityTables.Records} o on o.id = p.second_record
            join identity_sources s on s.id = r.source_id join identity_sources t on t.id = o.source_id
            """))
        {
            while (row.Read())
                found.Add(new(
                    [
                        row.Text(0), row.Text(1), row.Text(2), row.Text(3), ((CustomerKind)row.Int(4)).ToString().ToLowerInvariant(), Number(row.Int(5)), Number(row.Int(6)), row.Text(7), Number(row.Long(8)),
                        Who(row, 9), row.IsNull(10) ? null : ((Verdict)row.Int(10)).ToString(), Who(row, 11),
                    ], row.Instant(12), Instant(row, 13), Instant(row, 14)));
        }
        rows.Columns("source", "id", "other_source", "other", "kind", "probability", "version", "evidence", "cost", "later_by", "answer", "answered_by", "at", "later_at", "answered_at");
        foreach (var row in found.OrderBy(r => r.Order, StringComparer.Ordinal))
        {
            foreach (var text in row.Texts) rows.Text(text);
            rows.Instant(row.At).Instant(row.LaterAt).Instant(row.AnsweredAt);
            rows.End();
        }

        string? Who(FastReader row, int column) => row.IsNull(column) ? null : said.GetValueOrDefault(new(row.Long(column)));

        static long? Instant(FastReader row, int column) => row.IsNull(column) ? null : row.Instant(column);
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        if (!intake.Restores) return [.. rows.Select(r => new RowFate(r.Line, Fate.Unchanged))];
        var all = (await sources.All(ct)).ToDictionary(s => s.Name, s => s.Id, StringComparer.Ordinal);
        var records = await Records(session, all, rows.SelectMany(r => ((string, string)[])[First(r), Second(r)]), ct);
        var byUser = await users.BySaid(session, [.. rows.SelectMany(r => (string?[])[r.Text("later_by"), r.Text("answered_by")]).OfType<string>().Distinct()], ct);
        var fates = new RowFate[rows.Count];
        using var sink = session.Sink(IdentityTables.ReviewPairs, Columns);
        foreach (var (at, row) in rows.Index())
        {
            if (!records.TryGetValue(First(row), out var one) || !records.TryGetValue(Second(row), out var other))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            sink.Begin();
            sink.Long(intake.Ids(IdentityTables.ReviewPairs).Next());
            sink.Int((int)(row.Word<CustomerKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind")));
            sink.Long(one);
            sink.Long(other);
            sink.Long(all[First(row).Source].Value);
            sink.Long(all[Second(row).Source].Value);
            sink.Int(checked((int)Whole(row, "probability")));
            sink.Int(checked((int)Whole(row, "version")));
            sink.Text(row.Json("evidence"));
            sink.Long(Whole(row, "cost"));
            sink.Instant(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"));
            sink.Instant(row.Instant("later_at"));
            sink.Long(Who(row, "later_by"));
            sink.Int(row.Word<Verdict>("answer") is { } answer ? (int)answer : null);
            sink.Long(Who(row, "answered_by"));
            sink.Instant(row.Instant("answered_at"));
            sink.End();
            fates[at] = new(row.Line, Fate.Created);
        }
        sink.Complete();
        return fates;

        long? Who(ExportedRow row, string column) => row.Text(column) is { } said && byUser.TryGetValue(said, out var user) ? user.Value : null;
    }

    private static async Task<Dictionary<(string Source, string Id), long>> Records(BulkSession session, Dictionary<string, SourceId> all, IEnumerable<(string Source, string Id)> names, CancellationToken ct)
    {
        var records = new Dictionary<(string, string), long>();
        foreach (var group in names.GroupBy(n => n.Source, StringComparer.Ordinal))
            if (all.TryGetValue(group.Key, out var source))
                foreach (var (id, claim) in await session.Find(ClaimScopes.Record(source), [.. group.Select(n => n.Id).Distinct(StringComparer.Ordinal)], ct)) records[(group.Key, id)] = claim.Id;
        return records;
    }

    private static (string Source, string Id) First(ExportedRow row) => (row.Need("source"), row.Need("id"));

    private static (string Source, string Id) Second(ExportedRow row) => (row.Need("other_source"), row.Need("other"));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Whole(ExportedRow row, string column) =>
        long.TryParse(row.Need(column), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new ExportDamagedException(row.Line, column);
}
