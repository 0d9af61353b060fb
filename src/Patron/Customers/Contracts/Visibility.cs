using Patron.Analytics.Base;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>
/// What a user may see: a small algebra over the core fields of a customer. One compiler turns it into a condition of the database and into one of the
/// customer base; both hold for the same customers. A missing value is never one of those named, and lies in no range.
/// </summary>
public abstract record Visibility
{
    private Visibility() { }

    public static Visibility Everyone { get; } = new AllOf();
    public static Visibility Nobody { get; } = new AnyOf();

    /// <summary>All parts hold; no parts: everyone.</summary>
    public sealed record AllOf(params IReadOnlyList<Visibility> Parts) : Visibility;

    /// <summary>At least one part holds; no parts: nobody.</summary>
    public sealed record AnyOf(params IReadOnlyList<Visibility> Parts) : Visibility;

    /// <summary>The part does not hold, as where its field has no value.</summary>
    public sealed record Not(Visibility Part) : Visibility;

    public sealed record KindIs(CustomerKind Kind) : Visibility;

    /// <summary>ISO 3166 alpha-2 codes, exactly as stored.</summary>
    public sealed record CountryIn(params IReadOnlyList<string> Countries) : Visibility;

    /// <summary>BCP 47, exactly as stored.</summary>
    public sealed record LanguageIn(params IReadOnlyList<string> Languages) : Visibility;

    public sealed record AcquiredIn(params IReadOnlyList<string> Sources) : Visibility;

    /// <summary>Whose owner is one of these; with <paramref name="OrNobody"/> those without an owner as well.</summary>
    public sealed record OwnedBy(IReadOnlyList<UserId> Users, bool OrNobody) : Visibility;

    /// <summary>Both days included, null: open.</summary>
    public sealed record SinceBetween(DateOnly? From, DateOnly? To) : Visibility;
}

/// <summary>A room that limits whom somebody sees. Registered as a singleton; asked with every list, so the answer must be at hand.</summary>
public interface ILimitsSight
{
    /// <summary>Null: no limit.</summary>
    Visibility? Of(UserId user);
}

/// <summary>Whom a user may see; every list, count, page and export asks.</summary>
public interface IVisibility
{
    /// <param name="user">Null is the program itself, and the command line.</param>
    Visibility For(UserId? user);

    /// <summary>Is this somebody, neither anonymous nor merged away nor deleted, whom the user may see?</summary>
    /// <param name="inBin">Asked of those who were deleted instead.</param>
    Task<bool> Sees(CustomerId customer, UserId? user, CancellationToken ct, bool inBin = false);

    /// <summary>Of these customers those for whom <see cref="Sees"/> is true, by one query.</summary>
    Task<HashSet<CustomerId>> Seen(IReadOnlyCollection<CustomerId> customers, UserId? user, CancellationToken ct);

    /// <summary>As a question to the customer base.</summary>
    CustomerQuery Query(Visibility visibility);

    /// <summary>As a set over the snapshot's rows, anonymous buyers included; null: everyone.</summary>
    Bitmap? Set(CustomerBaseSnapshot snapshot, UserId? user);
}
