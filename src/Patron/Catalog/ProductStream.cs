using System.Data.Common;
using Patron.Catalog.Contracts;
using Patron.Data;

namespace Patron.Catalog;

internal sealed class ProductStream : IProductStream
{
    public IEnumerable<ProductInfo> Read(DbConnection connection)
    {
        using var row = FastReader.Open(connection, "select id, code, name, category, price, cost from catalog_products order by id");
        while (row.Read()) yield return new(new(row.Long(0)), row.Text(1)!, row.Text(2), row.Text(3), row.IsNull(4) ? null : row.Long(4), row.IsNull(5) ? null : row.Long(5));
    }
}
