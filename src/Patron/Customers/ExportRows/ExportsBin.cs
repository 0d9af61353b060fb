using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.DeleteCustomers;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Customers.ExportRows;

/// <summary>Who lies in the bin, since when, and by whom.</summary>
internal sealed class ExportsBin(IUserNames users, IdMaker ids) : IExportPart
{
    public string Kind => "bin";
    public int Order => 90;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("id", "at", "by");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.deleted_at, c."by" from identity_source_records r cross join customers t left join kernel_change_sets c on c.id = t.deleted_in
            where r.source_id = {source.Id.Value} and t.id = r.customer_id and t.deleted_at is not null and {FirstRecord.Is} order by r.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Instant(row, 1).Text(row.IsNull(2) ? null : said.GetValueOrDefault(new(row.Long(2))));
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        await CustomersLock.Take(session, ct);
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var byUser = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var binned = new HashSet<CustomerId>();
        foreach (var deed in rows.Where(r => owners.ContainsKey(r.Need("id"))).GroupBy(r => (At: r.Instant("at") ?? throw new ExportDamagedException(r.Line, "at"), By: r.Text("by"))))
        {
            var by = deed.Key.By is { } words && byUser.TryGetValue(words, out var user) ? user : (UserId?)null;
            var set = new ChangeSet { Id = ids.Next<ChangeSetId>(), At = Instants.FromMicroseconds(deed.Key.At), By = by, Kind = DeletesMany.DeedKind };
            binned.UnionWith(await Bin.Delete(session, new(session.Db, set), [.. deed.Select(r => owners[r.Need("id")].Customer)], set.At, ct));
            await session.Db.SaveChangesAsync(ct);
        }
        return [.. rows.Select(r => !owners.TryGetValue(r.Need("id"), out var owner) ? FirstRecord.Missing(r) : new(r.Line, binned.Contains(owner.Customer) ? Fate.Created : Fate.Unchanged))];
    }
}
