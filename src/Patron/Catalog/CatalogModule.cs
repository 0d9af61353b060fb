using Patron.Catalog.Contracts;
using Patron.Catalog.EditProduct;
using Patron.Catalog.ExportRows;
using Patron.Catalog.MeasureRows;
using Patron.Catalog.UndoImports;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;

namespace Patron.Catalog;

internal static class CatalogModule
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton<IProducts, Products>()
        .AddSingleton<IProductStream, ProductStream>()
        .AddSingleton<ProductDeeds>()
        .AddSingleton(new DeedKind(ProductDeeds.Kinds))
        .AddSingleton<IUndoesChanges, UndoesProducts>()
        .AddSingleton<IKnowsNames, ProductNames>()
        .AddSingleton<IMeasuresRows, MeasuresProducts>()
        .AddSingleton<ITakesRows<IncomingProduct>, TakesProducts>()
        .AddSingleton<IExportPart, ExportsProducts>();
}
