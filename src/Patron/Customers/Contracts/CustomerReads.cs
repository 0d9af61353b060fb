using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>A customer as stored.</summary>
/// <param name="Custom">Custom fields by key, as text.</param>
/// <param name="MergedInto">It is part of another one now and has no rows of its own.</param>
public sealed record CustomerCard(
    GoldenRecord Golden, IReadOnlyDictionary<string, string> Custom, bool Anonymous, CustomerId? MergedInto, DateTimeOffset? DeletedAt, DateTimeOffset CreatedAt, int Version);

/// <summary>Which golden values a customer has; two with the same pattern have the same gaps.</summary>
/// <param name="Has">A bit for each value and, above them, for each custom field asked for.</param>
public readonly record struct ValuePattern(string? Language, long Has);

public interface ICustomerReads
{
    /// <summary>The pattern of each, in their order; null where there is no such customer. For a million at once: no values are read.</summary>
    /// <param name="custom">Keys of custom fields that count as well, at most 40; in the same order at each call.</param>
    Task<ValuePattern?[]> Patterns(IReadOnlyList<CustomerId> customers, IReadOnlyList<string> custom, CancellationToken ct);

    /// <summary>Those that exist among <paramref name="customers"/>; merges are not followed, see <see cref="ICustomers"/>.</summary>
    Task<IReadOnlyDictionary<CustomerId, CustomerCard>> Find(IReadOnlyCollection<CustomerId> customers, CancellationToken ct);
}

/// <summary>How a customer is called where there is room for one name.</summary>
public static class CustomerName
{
    /// <summary>The name; of one who has none the company, the e-mail address, the phone number; null where nothing at all is known.</summary>
    public static string? Shown(string? name, string? company, string? email, string? phone) =>
        ((string?[])[name, company, email, phone]).FirstOrDefault(text => !string.IsNullOrWhiteSpace(text));
}
