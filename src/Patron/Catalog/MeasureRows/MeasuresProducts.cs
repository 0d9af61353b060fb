using System.Data.Common;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog.MeasureRows;

/// <summary>How well the catalogue is filled: products belong to no source.</summary>
internal sealed class MeasuresProducts : IMeasuresRows
{
    private static readonly FieldCounts.Field[] Fields =
        [new("name", "name is not null"), new("category", "category is not null"), new("price", "price is not null", "price < 0"), new("cost", "cost is not null", "cost < 0")];

    public string Kind => "products";

    public Task<IReadOnlyList<FieldCount>> Measure(DbConnection connection, DateTimeOffset now, DateTimeOffset freshFrom, CancellationToken ct) =>
        connection.CountFields("(select 0)", "catalog_products", Fields, _ => null, now, freshFrom, ct);
}
