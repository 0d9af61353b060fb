using System.Data.Common;

namespace Patron.Catalog.Contracts;

/// <summary>The whole catalogue, for whoever reckons over it.</summary>
public interface IProductStream
{
    /// <summary>Every product once, by id.</summary>
    IEnumerable<ProductInfo> Read(DbConnection connection);
}
