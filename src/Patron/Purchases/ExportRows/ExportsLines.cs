using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Purchases.ExportRows;

/// <summary>Order lines by their order's number, in the columns of an order-lines file; lines of one order in the order in which they came.</summary>
internal sealed class ExportsLines(ITakesRows<IncomingLine> taker) : IExportPart
{
    public string Kind => "order-lines";
    public int Order => 50;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("order", "line", "product", "quantity", "price", "discount", "at", "customer", "currency", "country", "channel");
        using var row = FastReader.Open(session.Connection, $"""
            select k.key, l.line, p.code, l.quantity, l.price, l.discount, l.at, r.external_id, o.currency, o.country, o.channel
            from {ClaimedKeys.Table} k cross join {OrderStore.Table} o cross join {LineStore.Table} l cross join catalog_products p
            left join identity_source_records r on r.customer_id = o.customer_id and r.id = o.source_record_id
            where k.scope = '{ClaimScopes.Order(source.Id)}' and o.customer_id = k.customer_id and o.id = k.id and l.customer_id = o.customer_id and l.order_id = o.id and p.id = l.product_id
            order by {session.InOrder("k.key")}, l.id
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(row, 2).Micros(row, 3).Micros(row, 4).Micros(row, 5).Instant(row, 6).Text(row, 7).Text(row, 8).Text(row, 9).Text(row, 10);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingLine>(taker.Begin(intake), row =>
        new(row.Line, row.Need("order"), row.Text("line"), row.Need("product"), null, null, Amount(row, "quantity"), Amount(row, "price"), row.Micros("discount") ?? 0, row.Instant("at"),
            row.Text("customer"), row.Text("currency"), row.Text("country"), row.Text("channel")));

    private static long Amount(ExportedRow row, string column) => row.Micros(column) ?? throw new ExportDamagedException(row.Line, column);
}
