using Patron.Customers.Contracts;
using Patron.Customers.Relations;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Customers.ExportRows;

/// <summary>Owners, mother companies and employers in the words in which each record named them.</summary>
internal sealed class ExportsRelations(IRelations relations) : IExportPart
{
    public string Kind => "relations";
    public int Order => 30;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "kind", "said", "at");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.kind, t.said, t.at from identity_source_records r cross join {RelationTable.Name} t
            where r.source_id = {source.Id.Value} and t.customer_id = r.customer_id and t.source_record_id = r.id order by r.id, t.kind
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(((RelationKind)row.Int(1)).ToString().ToLowerInvariant()).Text(row, 2).Instant(row, 3);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var changed = await relations.Take(session, intake,
        [
            .. rows.Where(r => owners.ContainsKey(r.Need("id"))).GroupBy(r => r.Need("id"), StringComparer.Ordinal)
                .Select(g => new SaidRelations(owners[g.Key].Customer, owners[g.Key].Record, g.Key, [], [.. g.Select(Of)])),
        ], ct);
        return [.. rows.Select(r => !owners.TryGetValue(r.Need("id"), out var owner) ? FirstRecord.Missing(r) : new(r.Line, changed.Contains(owner.Record) ? Fate.Created : Fate.Unchanged))];
    }

    private static IncomingRelation Of(ExportedRow row) => new(
        row.Word<RelationKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind"), row.Need("said"), row.Instant("at") is { } at ? Instants.FromMicroseconds(at) : null);
}
