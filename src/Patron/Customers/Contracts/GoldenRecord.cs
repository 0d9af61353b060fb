using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>The values that survivorship picked for a customer.</summary>
public sealed record GoldenRecord(
    CustomerId Id, bool IsNew, CustomerKind Kind, string? Title, string? Name, string? GivenName, string? FamilyName, string? LatinName, string? Company,
    string? Email, string? Phone, string? Street, string? City, string? Region, string? Postal, string? Country, DateOnly? Birth, Sex? Sex,
    string? Language, string? TimeZone, string? Acquired, DateOnly? Since, string? Custom, long SourceMask);

/// <summary>Writes customers on behalf of identity resolution.</summary>
public interface IGoldenRecords
{
    /// <summary>Inserts the new ones in bulk and updates the others; tells the change feed.</summary>
    Task Write(BulkSession session, IReadOnlyList<GoldenRecord> records, DateTimeOffset now, CancellationToken ct);

    /// <summary>Customers made for one order each, who are not counted among customers.</summary>
    Task WriteAnonymous(BulkSession session, IReadOnlyList<CustomerId> customers, DateTimeOffset now, CancellationToken ct);

    /// <summary>Marks customers as part of others, to whom their rows have moved already; each is named once.</summary>
    Task MarkMerged(BulkSession session, IReadOnlyCollection<(CustomerId From, CustomerId Into)> merges, CancellationToken ct);

    /// <summary>Deletes customers whose rows are gone already, and what was merged into them.</summary>
    Task Delete(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);
}

/// <summary>Follows merges: the customer that an id stands for today.</summary>
public interface ICustomers
{
    Task<CustomerId?> Resolve(CustomerId id, CancellationToken ct);
}
