using Patron.Catalog.EditProduct;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog.MeasureRows;

/// <summary>How well the catalogue is filled: products belong to no source. Two of one name are likely one product under two codes.</summary>
internal sealed class MeasuresProducts() : MeasuredTable("products", "(select 0)", "catalog_products",
    [new("product", "code is not null", Unique: "code"), new("name", "name is not null", Unique: "name"), new("category", "category is not null"), new("price", "price is not null", "price < 0"), new("cost", "cost is not null", "cost < 0")],
    new("code", "null", "name", "null", "code", "id", (_, id) => ProductUrls.One(new(id))))
{
    protected override SourceId? SourceOf(object value) => null;

    protected override object OwnerOf(SourceId? source) => 0;
}
