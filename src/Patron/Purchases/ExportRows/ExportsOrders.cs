using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Purchases.ExportRows;

/// <summary>Heads of orders by number; one without a customer is an anonymous buyer's.</summary>
internal sealed class ExportsOrders(ITakesRows<IncomingOrder> taker) : IExportPart
{
    private const string Return = "patron_return";

    public string Kind => "orders";
    public int Order => 40;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("order", "customer", "at", "total", "currency", "country", "channel", Return);
        using var row = FastReader.Open(session.Connection, $"""
            select k.key, r.external_id, o.at, o.stated_total, o.currency, o.country, o.channel, o.is_return from {ClaimedKeys.Table} k cross join {OrderStore.Table} o
            left join identity_source_records r on r.customer_id = o.customer_id and r.id = o.source_record_id
            where k.scope = '{ClaimScopes.Order(source.Id)}' and o.customer_id = k.customer_id and o.id = k.id order by {session.InOrder("k.key")}
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Instant(row, 2).Micros(row, 3).Text(row, 4).Text(row, 5).Text(row, 6).Flag(row.Flag(7));
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingOrder>(taker.Begin(intake), row =>
        new(row.Line, row.Need("order"), row.Text("customer"), row.Instant("at") ?? throw new ExportDamagedException(row.Line, "at"), row.Micros("total"), row.Text("currency"), row.Text("country"), row.Text("channel"))
        {
            Return = row.Flag(Return),
        });
}
