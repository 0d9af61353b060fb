using Patron.Kernel;

namespace Patron.Catalog.EditProduct;

internal static class ProductUrls
{
    public static string One(ProductId product) => $"/data/products/{product}";
}
