namespace Patron.Kernel;

/// <summary>A thing that files name.</summary>
/// <param name="Key">What a row must say for it: a product's code, an organisation's name, a user's e-mail.</param>
/// <param name="Name">What else it is called; null where that is all.</param>
public readonly record struct KnownName(string Key, string? Name);

/// <summary>A room whose things files name: products, organisations, users. So an import can ask whether a name that nobody knows is one that is near to it.</summary>
public interface IKnowsNames
{
    /// <summary>One of <see cref="NamedThings"/>.</summary>
    string What { get; }

    /// <summary>All of them, in the session's transaction.</summary>
    IAsyncEnumerable<KnownName> All(Data.BulkSession session, CancellationToken ct);
}

/// <summary>A room whose things are many, and called differently by each source: the customers that orders name. It is asked only about names that a file holds.</summary>
public interface IKnowsSourceNames
{
    /// <summary>One of <see cref="NamedThings"/>.</summary>
    string What { get; }

    /// <summary>Those of the names by which the source knows something.</summary>
    Task<IReadOnlySet<string>> Known(Data.BulkSession session, SourceId source, IReadOnlyCollection<string> names, CancellationToken ct);

    /// <summary>All that the source knows, streamed.</summary>
    IAsyncEnumerable<KnownName> All(Data.BulkSession session, SourceId source, CancellationToken ct);
}

public static class NamedThings
{
    public const string Product = "product";
    public const string Organisation = "organisation";
    public const string User = "user";

    /// <summary>Whom a source's orders, holdings and interactions are of.</summary>
    public const string Customer = "customer";
}
