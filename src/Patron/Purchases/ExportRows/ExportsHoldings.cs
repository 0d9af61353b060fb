using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Purchases.Contracts;

namespace Patron.Purchases.ExportRows;

/// <summary>What customers have, in the columns of a holdings file.</summary>
internal sealed class ExportsHoldings(ITakesRows<IncomingHolding> taker) : IExportPart
{
    public string Kind => "holdings";
    public int Order => 55;
    public bool OfSource => true;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("id", "customer", "kind", "opened", "closed", "balance", "fees", "interest", "currency");
        using var row = FastReader.Open(session.Connection, $"""
            select k.key, r.external_id, h.kind, h.opened, h.closed, h.balance, h.fees, h.interest, h.currency from {ClaimedKeys.Table} k cross join {HoldingStore.Table} h
            left join identity_source_records r on r.customer_id = h.customer_id and r.id = h.source_record_id
            where k.scope = '{ClaimScopes.Holding(source.Id)}' and h.customer_id = k.customer_id and h.id = k.id order by {session.InOrder("k.key")}
            """);
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(row, 2).Day(row, 3).Day(row, 4).Micros(row, 5).Micros(row, 6).Micros(row, 7).Text(row, 8);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingHolding>(taker.Begin(intake), row =>
        new(row.Line, row.Need("id"), row.Need("customer"), row.Need("kind"), row.Day("opened"), row.Day("closed"), row.Micros("balance"), row.Micros("fees"), row.Micros("interest"), row.Text("currency")));
}
