using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>
/// Exports name a customer by one of its records: the first of the source with the least number. Whatever came from no record is written beside
/// that record's source, under its external id.
/// </summary>
public static class FirstRecord
{
    /// <summary>
    /// SQL behind "select": the rows t of a table beside the first records r of a source's customers, in the records' order; "where" ends it, a condition on t may follow with "and".
    /// </summary>
    public static string Join(string table, SourceId source) => $"""
        from identity_source_records r cross join {table} t
        where r.source_id = {source.Value} and t.customer_id = r.customer_id and {Is}
        """;

    /// <summary>The record r is its customer's first.</summary>
    public const string Is = "r.id = " + Of;

    /// <summary>The id of the first record of the customer of r.</summary>
    public const string Of = "(select f.id from identity_source_records f join identity_sources s on s.id = f.source_id where f.customer_id = r.customer_id order by s.number, f.id limit 1)";

    /// <summary>Whose the rows of a chunk are by their column "id", today; a row of somebody who is not there is rejected by <see cref="Missing"/>.</summary>
    public static async Task<Dictionary<string, (CustomerId Customer, SourceRecordId Record)>> Owners(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct) =>
        (await session.Find(ClaimScopes.Record(intake.Source.Id), [.. rows.Select(r => r.Need("id")).Distinct(StringComparer.Ordinal)], ct))
            .ToDictionary(c => c.Key, c => (new CustomerId(c.Value.Customer), new SourceRecordId(c.Value.Id)), StringComparer.Ordinal);

    /// <summary>What becomes of a chunk's rows: of somebody who is not there, there already, or fresh, with whose they are.</summary>
    public static (RowFate[] Fates, List<(ExportedRow Row, CustomerId Customer)> Fresh) Sort(
        IReadOnlyList<ExportedRow> rows, IReadOnlyDictionary<string, (CustomerId Customer, SourceRecordId Record)> owners, Func<ExportedRow, CustomerId, bool> known)
    {
        var (fates, fresh) = (new RowFate[rows.Count], new List<(ExportedRow, CustomerId)>());
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner))
            {
                fates[at] = Missing(row);
                continue;
            }
            var there = known(row, owner.Customer);
            if (!there) fresh.Add((row, owner.Customer));
            fates[at] = new(row.Line, there ? Fate.Unchanged : Fate.Created);
        }
        return (fates, fresh);
    }

    /// <summary>By what each customer is named: its first record's source and external id. Who has no record is left out.</summary>
    public static async Task<Dictionary<CustomerId, (string Source, string Id)>> Names(BulkSession session, IEnumerable<CustomerId> customers, CancellationToken ct)
    {
        var names = new Dictionary<CustomerId, (string, string)>();
        foreach (var some in customers.Distinct().Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"""
                select r.customer_id, s.name, r.external_id from identity_source_records r join identity_sources s on s.id = r.source_id
                where r.customer_id in {command.In("@customers", some.Select(c => c.Value))} order by s.number, r.id
                """;
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) names.TryAdd(new(reader.GetInt64(0)), (reader.GetString(1), reader.GetString(2)));
        }
        return names;
    }

    /// <summary>Whose records of these names are today; those that are not there are left out.</summary>
    public static async Task<Dictionary<(string Source, string Id), CustomerId>> Named(BulkSession session, IEnumerable<(string Source, string Id)> names, CancellationToken ct)
    {
        var sources = new Dictionary<string, SourceId>(StringComparer.Ordinal);
        await using (var command = session.Command("select name, id from identity_sources"))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) sources[reader.GetString(0)] = new(reader.GetInt64(1));
        }
        var found = new Dictionary<(string, string), CustomerId>();
        foreach (var group in names.GroupBy(n => n.Source, StringComparer.Ordinal))
        {
            if (!sources.TryGetValue(group.Key, out var source)) continue;
            foreach (var (id, claim) in await session.Find(ClaimScopes.Record(source), [.. group.Select(n => n.Id).Distinct(StringComparer.Ordinal)], ct)) found[(group.Key, id)] = new(claim.Customer);
        }
        return found;
    }

    public static RowFate Missing(ExportedRow row) => new(row.Line, Fate.Rejected, new("identity.row.notKnown", "id", row.Need("id")));
}

/// <summary>Texts in one order on both databases: by their signs' numbers in Unicode.</summary>
public static class ExportOrder
{
    /// <summary>A column of texts behind "order by". SQLite compares so anyhow, and walks an index.</summary>
    public static string InOrder(this BulkSession session, string column) => session.IsPostgres ? column + " collate \"C\"" : column;
}
