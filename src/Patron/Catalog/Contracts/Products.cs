using Patron.Data;
using Patron.Kernel;

namespace Patron.Catalog.Contracts;

/// <summary>A row of a products file. Prices are micros.</summary>
public sealed record IncomingProduct(long Line, string Code, string? Name, string? Category, long? Price, long? Cost);

/// <summary>A product as an order line names it.</summary>
public readonly record struct NamedProduct(string Code, string? Name, string? Category);

public sealed record ProductInfo(ProductId Id, string Code, string? Name, string? Category, long? Price, long? Cost);

/// <summary>A room whose rows name products: one that is named stays when the import that made it is undone.</summary>
public interface INamesProducts
{
    /// <summary>Every product that some row names.</summary>
    Task<IReadOnlySet<ProductId>> Named(BulkSession session, CancellationToken ct);

    /// <summary>Of the products made at this time or later, those that some row names; perhaps with some from before. A room of many rows need not look at all of them.</summary>
    Task<IReadOnlySet<ProductId>> NamedSince(BulkSession session, DateTimeOffset made, CancellationToken ct) => Named(session, ct);
}

public interface IProducts
{
    /// <summary>Every code gets a product, made where it is not there; a first name or category is taken, a known one stays. Where nothing new may be made (<see cref="IntakeRules"/>), unknown codes have none.</summary>
    Task<IReadOnlyDictionary<string, ProductId>> FindOrMake(BulkSession session, Intake intake, IReadOnlyCollection<NamedProduct> products, CancellationToken ct);

    /// <summary>The products that these change sets made.</summary>
    Task<IReadOnlyList<ProductId>> MadeBy(BulkSession session, IReadOnlyCollection<ChangeSetId> changeSets, CancellationToken ct);

    /// <summary>No line may name them any more.</summary>
    Task Delete(BulkSession session, IReadOnlyCollection<ProductId> products, CancellationToken ct);
    Task<IReadOnlyDictionary<ProductId, ProductInfo>> Find(IReadOnlyCollection<ProductId> ids, CancellationToken ct);
}
