using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>By what a customer can be reached and where, as the golden record says.</summary>
/// <param name="HasLetter">A street is known.</param>
/// <param name="Country">ISO 3166 alpha-2.</param>
/// <param name="TimeZone">IANA name.</param>
/// <param name="Language">BCP 47.</param>
public sealed record CustomerReach(string? Name, string? Email, string? Phone, bool HasLetter, string? Country, string? TimeZone, string? Language);

public interface ICustomerReach
{
    /// <summary>In the session's transaction, in one query for every five thousand; customers merged away, deleted or gone are left out.</summary>
    Task<IReadOnlyDictionary<CustomerId, CustomerReach>> Of(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct);

    /// <summary>All customers who have one of these as their e-mail address (letter case aside) or phone number, exactly. Looks through the whole table: for lists and rare deeds.</summary>
    Task<IReadOnlyList<CustomerId>> WithAddress(BulkSession session, IReadOnlyCollection<string> addresses, CancellationToken ct);
}
