using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Tasks.ExportRows;

/// <summary>Tasks that people wrote. One is the same where the same was written of the same customer at the same moment. Behind all that a task may be about.</summary>
internal sealed class ExportsTasks(TaskColumns columns) : IExportPart
{
    public string Kind => "tasks";
    public int Order => 89;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct) =>
        columns.Write(session, rows, "id", $"select r.external_id, {columns.Names(session)} {FirstRecord.Join(TaskTable.Name, source.Id)} and t.source_record_id is null order by r.id, t.created_at, t.id", ct);

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var there = await There(session, [.. owners.Values.Select(o => o.Customer.Value).Distinct()], ct);
        var (fates, fresh) = FirstRecord.Sort(rows, owners, (row, customer) => there.Contains((customer.Value, TaskColumns.Need(row, "created_at"), row.Need("title"))));
        await columns.Insert(session, fresh.ConvertAll(f => (f.Row, f.Customer.Value, intake.Ids(TaskTable.Name).Next(), default(long?))), ct);
        return fates;
    }

    private static async Task<HashSet<(long Customer, long At, string Title)>> There(BulkSession session, long[] customers, CancellationToken ct)
    {
        var there = new HashSet<(long, long, string)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, created_at, title from {TaskTable.Name} where customer_id in {command.In("@customers", customers)} and source_record_id is null";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add((reader.GetInt64(0), reader.GetInstant(1), reader.GetString(2)));
        return there;
    }
}

/// <summary>Tasks that a source's files brought, as they stand now, under their numbers there.</summary>
internal sealed class ExportsSentTasks(TaskColumns columns) : IExportPart
{
    public string Kind => "sent-tasks";
    public int Order => 89;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct) =>
        columns.Write(session, rows, "number", $"""
            select k.key, {columns.Names(session)}, r.external_id from {ClaimedKeys.Table} k cross join {TaskTable.Name} t
            left join identity_source_records r on r.customer_id = t.customer_id and r.id = t.source_record_id
            where k.scope = '{ClaimScopes.Task(source.Id)}' and t.customer_id = k.customer_id and t.id = k.id order by {session.InOrder("k.key")}
            """, ct, customer: true);

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var (scope, fates) = (ClaimScopes.Task(intake.Source.Id), new RowFate[rows.Count]);
        var records = await session.Find(ClaimScopes.Record(intake.Source.Id), [.. rows.Select(r => r.Need("customer")).Distinct(StringComparer.Ordinal)], ct);
        var known = await session.Find(scope, [.. rows.Select(r => r.Need("number"))], ct);
        var fresh = new List<(ExportedRow Row, long Customer, long Id, long? Record)>();
        foreach (var (at, row) in rows.Index())
        {
            if (!records.TryGetValue(row.Need("customer"), out var record))
            {
                fates[at] = new(row.Line, Fate.Rejected, new("identity.row.notKnown", "customer", row.Need("customer")));
                continue;
            }
            var there = known.ContainsKey(row.Need("number"));
            if (!there) fresh.Add((row, record.Customer, intake.Ids(TaskTable.Name).Next(), record.Id));
            fates[at] = new(row.Line, there ? Fate.Unchanged : Fate.Created);
        }
        await columns.Insert(session, fresh, ct);
        if (fresh.Count == 0) return fates;
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        foreach (var (row, customer, id, _) in fresh) ClaimedKeys.Write(claims, scope, row.Need("number"), id, customer);
        claims.Complete();
        return fates;
    }
}
