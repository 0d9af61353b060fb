using Patron.Kernel;

namespace Patron.Consents.Contracts;

/// <summary>Something that messages are about, which a customer may refuse.</summary>
public sealed record WishTopic(string Key, string Name, bool Wanted);

/// <summary>What a customer wishes beside the consents.</summary>
/// <param name="PausedUntil">No messages until then.</param>
/// <param name="Most">At most so many messages in thirty days; null: as the policy says.</param>
/// <param name="Refused">Keys of topics.</param>
/// <param name="LinksFrom">Links made before are good for nothing.</param>
public sealed record CustomerWishes(DateTimeOffset? PausedUntil, int? Most, IReadOnlyList<string> Refused, DateTimeOffset? LinksFrom)
{
    public static CustomerWishes None { get; } = new(null, null, [], null);
}

/// <summary>Wishes of customers, for the pages on which they are told.</summary>
public interface IPreferences
{
    Task<CustomerWishes> Of(CustomerId customer, CancellationToken ct);

    /// <summary>The topics of the policy, in its order, and whether the customer wants each.</summary>
    Task<IReadOnlyList<WishTopic>> Topics(CustomerId customer, CancellationToken ct);

    /// <summary>In the caller's transaction. Unknown topics are passed over; <see cref="CustomerWishes.LinksFrom"/> stays as it is.</summary>
    Task Set(Data.BulkSession session, CustomerId customer, CustomerWishes wishes, CancellationToken ct);
}
