using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Catalog.ExportRows;

/// <summary>The catalogue, in the columns of a products file.</summary>
internal sealed class ExportsProducts(ITakesRows<IncomingProduct> taker) : IExportPart
{
    public string Kind => "products";
    public int Order => 15;
    public bool OfSource => false;

    public Task Write(BulkSession session, SourceInfo source, ExportedRows rows, CancellationToken ct)
    {
        rows.Columns("product", "name", "category", "price", "cost");
        using var row = FastReader.Open(session.Connection, $"select code, name, category, price, cost from {ProductStore.Table} order by {session.InOrder("code")}");
        while (row.Read())
        {
            rows.Text(row, 0).Text(row, 1).Text(row, 2).Micros(row, 3).Micros(row, 4);
            rows.End();
        }
        return Task.CompletedTask;
    }

    public IRowIntake<ExportedRow> Begin(Intake intake) => new RowsInto<IncomingProduct>(taker.Begin(intake), row =>
        new(row.Line, row.Need("product"), row.Text("name"), row.Text("category"), row.Micros("price"), row.Micros("cost")));
}
