using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.ExportRows;

/// <summary>Pairs of records that hold customers together, why and since when, under the one that comes later in the export.</summary>
internal sealed class ExportsLinks(ISources sources) : IExportPart
{
    public string Kind => "links";
    public int Order => 25;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "other_source", "other", "reason", "at");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, s.name, o.external_id, l.reason, l.at from {IdentityTables.Records} r cross join {IdentityTables.Links} l cross join {IdentityTables.Records} o cross join identity_sources s
            where r.source_id = {source.Id.Value} and l.customer_id = r.customer_id and (l.source_record_id = r.id or l.other_record_id = r.id)
            and o.customer_id = r.customer_id and o.id = case when l.source_record_id = r.id then l.other_record_id else l.source_record_id end
            and s.id = o.source_id and (s.number < {source.Number} or (o.source_id = r.source_id and o.id < r.id))
            order by r.id, s.number, o.id, l.reason
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(row, 2).Text(row, 3).Instant(row, 4);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    /// <summary>Among customers who were there before, matching has said what holds together; its links are the true ones.</summary>
    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        if (!intake.Restores) return [.. rows.Select(r => new RowFate(r.Line, Fate.Unchanged))];
        var all = (await sources.All(ct)).ToDictionary(s => s.Name, s => s.Id, StringComparer.Ordinal);
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var others = new Dictionary<(string, string), SourceRecordId>();
        foreach (var group in rows.GroupBy(r => r.Need("other_source"), StringComparer.Ordinal))
            if (all.TryGetValue(group.Key, out var source))
                foreach (var (id, claim) in await session.Find(ClaimScopes.Record(source), [.. group.Select(r => r.Need("other")).Distinct(StringComparer.Ordinal)], ct)) others[(group.Key, id)] = new(claim.Id);

        var there = await There(session, [.. owners.Values.Select(o => o.Customer.Value).Distinct()], ct);
        var fates = new RowFate[rows.Count];
        using var sink = session.Sink(IdentityTables.Links, "customer_id", "id", "source_record_id", "other_record_id", "reason", "at");
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner) || !others.TryGetValue((row.Need("other_source"), row.Need("other")), out var other))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            var (younger, elder) = (Math.Max(owner.Record.Value, other.Value), Math.Min(owner.Record.Value, other.Value));
            if (!there.Add((younger, elder, row.Need("reason"))))
            {
                fates[at] = new(row.Line, Fate.Unchanged);
                continue;
            }
            sink.Begin();
            sink.Long(owner.Customer.Value);
            sink.Long(intake.Ids(IdentityTables.Links).Next());
            sink.Long(younger);
            sink.Long(elder);
            sink.Text(row.Need("reason"));
            sink.Instant(row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"));
            sink.End();
            fates[at] = new(row.Line, Fate.Created);
        }
        sink.Complete();
        return fates;
    }

    private static async Task<HashSet<(long, long, string)>> There(BulkSession session, long[] customers, CancellationToken ct)
    {
        var there = new HashSet<(long, long, string)>();
        await using var command = session.Command();
        command.CommandText = $"select source_record_id, other_record_id, reason from {IdentityTables.Links} where customer_id in {command.In("@customers", customers)}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add((reader.GetInt64(0), reader.GetInt64(1), reader.GetString(2)));
        return there;
    }
}
