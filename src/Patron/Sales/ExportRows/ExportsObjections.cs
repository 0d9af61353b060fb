using Patron.Access.Contracts;
using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Sales.KeepObjections;

namespace Patron.Sales.ExportRows;

/// <summary>Objections beside the first record of their customer, with the product by its code and the deal by the moment at which it began.</summary>
internal sealed class ExportsObjections(IProducts products, IUserNames users) : IExportPart
{
    private static readonly string[] Columns = ["customer_id", "id", "opportunity_id", "product_id", "kind", "said", "answer", "worked", "at", "\"by\""];

    public string Kind => "objections";
    public int Order => 88;
    public bool OfSource => true;

    public async Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        var said = await users.Said(session, ct);
        rows.Columns("id", "at", "kind", "said", "answer", "worked", "product", "deal", "by");
        using var row = FastReader.Open(session.Connection, $"""
            select r.external_id, t.at, t.kind, t.said, t.answer, t.worked, (select p.code from catalog_products p where p.id = t.product_id), {DealRefs.Began("t")}, t."by"
            {FirstRecord.Join(ObjectionTable.Name, source.Id)} order by r.id, t.at, t.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Instant(row, 1).Text(((ObjectionKind)row.Int(2)).ToString().ToLowerInvariant()).Text(row, 3).Text(row, 4).Flag(row.Int(5) == 1).Text(row, 6).Instant(row, 7).Text(row.IsNull(8) ? null : said.GetValueOrDefault(new(row.Long(8))));
            rows.End();
        }
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsBy((session, rows, ct) => Take(session, intake, rows, ct));

    private async Task<IReadOnlyList<RowFate>> Take(BulkSession session, Intake intake, IReadOnlyList<ExportedRow> rows, CancellationToken ct)
    {
        var owners = await FirstRecord.Owners(session, intake, rows, ct);
        var people = await users.BySaid(session, [.. rows.Select(r => r.Text("by")).OfType<string>().Distinct()], ct);
        var codes = await products.FindOrMake(session, intake, [.. rows.Select(r => r.Text("product")).OfType<string>().Distinct(StringComparer.Ordinal).Select(c => new NamedProduct(c, null, null))], ct);
        long[] customers = [.. owners.Values.Select(o => o.Customer.Value).Distinct()];
        var (there, deals) = (await There(session, customers, ct), await DealRefs.Of(session, customers, ct));
        var (fates, fresh) = FirstRecord.Sort(rows, owners, (row, customer) => there.Contains((customer.Value, At(row), row.Need("said"))));
        if (fresh.Count == 0) return fates;
        using (var sink = session.Sink(ObjectionTable.Name, Columns))
        {
            foreach (var (row, customer) in fresh)
            {
                sink.Begin();
                sink.Long(customer.Value);
                sink.Long(intake.Ids(ObjectionTable.Name).Next());
                sink.Long(row.Instant("deal") is { } began && deals.TryGetValue((customer.Value, began), out var deal) ? deal : null);
                sink.Long(row.Text("product") is { } code && codes.TryGetValue(code, out var product) ? product.Value : null);
                sink.Int((int)(row.Word<ObjectionKind>("kind") ?? throw new ExportDamagedException(row.Line, "kind")));
                sink.Text(row.Need("said"));
                sink.Text(row.Need("answer"));
                sink.Int(row.Flag("worked") == true ? 1 : 0);
                sink.Instant(At(row));
                sink.Long(row.Text("by") is { } by && people.TryGetValue(by, out var user) ? user.Value : null);
                sink.End();
            }
            sink.Complete();
        }
        session.Tell(Topics.Sales, fresh.Select(f => f.Customer.Value));
        return fates;
    }

    /// <summary>An objection is the same where the same customer said the same at the same moment.</summary>
    private static async Task<HashSet<(long Customer, long At, string Said)>> There(BulkSession session, long[] customers, CancellationToken ct)
    {
        var there = new HashSet<(long, long, string)>();
        await using var command = session.Command();
        command.CommandText = $"select customer_id, at, said from {ObjectionTable.Name} where customer_id in {command.In("@customers", customers)}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) there.Add((reader.GetInt64(0), reader.GetInstant(1), reader.GetString(2)));
        return there;
    }

    private static long At(ExportedRow row) => row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at");
}
