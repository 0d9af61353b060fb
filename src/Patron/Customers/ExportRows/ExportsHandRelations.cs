using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Customers.ExportRows;

/// <summary>What people and files of relations said of them, that one does not hold included. Of the same two the latest; who is known by no record is left out.</summary>
internal sealed class ExportsHandRelations(IUserNames users, ICustomerMerges merges) : IExportPart
{
    private readonly record struct Said(CustomerId From, RelationKind Kind, CustomerId To, string? Role, HandState State, long At, UserId? By, BuyingRole? Buying, SourceRecordId? Record);

    public string Kind => "hand-relations";
    public int Order => 72;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var (said, names) = (new List<(string Id, Said Said)>(), await users.Said(session, ct));
        using (var row = FastReader.Open(session.Connection, $"select r.external_id, t.customer_id, t.kind, t.other_customer_id, t.role, t.state, t.at, t.\"by\", t.buying, t.source_record_id {FirstRecord.Join(HandRelationTable.Name, source.Id)} order by r.id, t.at desc, t.id desc"))
            while (row.Read()) said.Add((row.Text(0)!, new(new(row.Long(1)), (RelationKind)row.Int(2), new(row.Long(3)), row.Text(4), (HandState)row.Int(5), row.Instant(6), row.IsNull(7) ? null : new(row.Long(7)), row.IsNull(8) ? null : (BuyingRole)row.Int(8), row.IsNull(9) ? null : new(row.Long(9)))));
        var homes = await merges.Homes(session, [.. said.Select(s => s.Said.To).Distinct()], ct);
        var others = await FirstRecord.Names(session, homes.Values, ct);
        rows.Columns("id", "kind", "other_source", "other", "role", "state", "at", "by", "buying", "from_file");
        var latest = said.DistinctBy(s => (s.Said.From, s.Said.Kind, homes.GetValueOrDefault(s.Said.To)))
            .Where(s => homes.TryGetValue(s.Said.To, out var home) && others.ContainsKey(home)).Select(s => (s.Id, s.Said, Other: others[homes[s.Said.To]]));
        // A file says many at one moment: their order hangs on nothing that an archive does not keep.
        foreach (var (id, one, other) in latest.GroupBy(s => s.Id).SelectMany(of => of.OrderByDescending(s => s.Said.At).ThenBy(s => s.Said.Kind).ThenBy(s => s.Other.Source, StringComparer.Ordinal).ThenBy(s => s.Other.Id, StringComparer.Ordinal)))
        {
            rows.Text(id).Text(one.Kind.ToString().ToLowerInvariant()).Text(other.Source).Text(other.Id).Text(one.Role).Text(one.State.ToString().ToLowerInvariant())
                .Instant(one.At).Text(one.By is { } by ? names.GetValueOrDefault(by) : null).Text(one.Buying?.ToString().ToLowerInvariant()).Flag(one.Record is not null);
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var others = await FirstRecord.Named(session, rows.Select(Other), ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var known = await Known(session, [.. owners.Values.Select(o => o.Customer)], ct);
        var (came, fates) = (new List<Said>(), new RowFate[rows.Count]);
        foreach (var (at, row) in rows.Index())
        {
            if (!owners.TryGetValue(row.Need("id"), out var owner) || !others.TryGetValue(Other(row), out var other))
            {
                fates[at] = FirstRecord.Missing(row);
                continue;
            }
            var kind = row.Word<RelationKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind");
            // What a person said here of the two stays.
            var isNews = known.Add((owner.Customer, kind, other));
            fates[at] = new(row.Line, isNews ? Fate.Created : Fate.Unchanged);
            if (!isNews) continue;
            came.Add(new(
                owner.Customer, kind, other, row.Text("role"), row.Word<HandState>("state") ?? throw new ExportDamagedException(row.Line, "state"),
                row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"), row.Text("by") is { } by && byUser.TryGetValue(by, out var user) ? user : null,
                row.Word<BuyingRole>("buying"), row.Flag("from_file") == true ? owner.Record : null));
        }
        Insert(session, intake, came);
        session.Tell(Topics.Customers, came.SelectMany(c => (long[])[c.From.Value, c.To.Value]));
        return fates;
    }

    private async Task<HashSet<(CustomerId, RelationKind, CustomerId)>> Known(BulkSession session, CustomerId[] customers, CancellationToken ct)
    {
        var said = new List<(CustomerId From, RelationKind Kind, CustomerId To)>();
        await using (var command = session.Command())
        {
            command.CommandText = $"select customer_id, kind, other_customer_id from {HandRelationTable.Name} where customer_id in {command.In("@customers", customers.Select(c => c.Value))}";
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) said.Add((new(reader.GetInt64(0)), (RelationKind)reader.GetInt32(1), new(reader.GetInt64(2))));
        }
        var homes = await merges.Homes(session, [.. said.Select(s => s.To).Distinct()], ct);
        return [.. said.Select(s => (s.From, s.Kind, homes.GetValueOrDefault(s.To, s.To)))];
    }

    private static void Insert(BulkSession session, Intake intake, List<Said> came)
    {
        if (came.Count == 0) return;
        using var sink = session.Sink(HandRelationTable.Name, [.. HandRelationTable.Hand.Columns, "source_record_id"]);
        foreach (var one in came)
        {
            sink.Begin();
            sink.Long(one.From.Value);
            sink.Long(intake.Ids(HandRelationTable.Name).Next());
            sink.Int((int)one.Kind);
            sink.Long(one.To.Value);
            sink.Text(one.Role);
            sink.Int((int)one.State);
            sink.Int((int?)one.Buying);
            sink.Instant(one.At);
            sink.Long(one.By?.Value);
            sink.Long(one.Record?.Value);
            sink.End();
        }
        sink.Complete();
    }

    private static (string Source, string Id) Other(ExportedRow row) => (row.Need("other_source"), row.Need("other"));
}
