using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.Contracts;

/// <summary>Why somebody, or an address, is on the suppression list.</summary>
public enum SuppressionReason
{
    /// <summary>Asked not to be contacted at all.</summary>
    Asked = 1,

    /// <summary>The address does not exist.</summary>
    Bounced = 2,

    /// <summary>Told the provider that our message was unwanted.</summary>
    Complained = 3,

    /// <summary>An authority or a court, or a register such as a Robinson list.</summary>
    Ordered = 4,

    /// <summary>Came with a list from elsewhere that told no reason.</summary>
    Listed = 5,
}

/// <summary>What other rooms, and customers themselves, say about being contacted, in the caller's transaction; who calls commits.</summary>
public interface IConsentDeeds
{
    /// <summary>Adds entries to the ledger; each is a statement of its own, even in the words of an earlier one.</summary>
    Task Say(BulkSession session, IReadOnlyList<ConsentSaid> said, CancellationToken ct);

    /// <summary>
    /// Takes consent back for a purpose by one channel, or by all where <paramref name="channel"/> is null. Saying it twice changes nothing more: what is refused already stays as it is.
    /// </summary>
    /// <param name="evidence">Where it was said: a sentence's key of the calling room or plain words, at most 200 letters.</param>
    Task Withdraw(BulkSession session, CustomerId customer, string? channel, string purpose, string evidence, DateTimeOffset at, CancellationToken ct);

    /// <summary>
    /// Puts a customer on the suppression list, and the digest of the address that the channel uses now, so that a new record of the same address stays suppressed.
    /// Whoever is on it already stays as it is.
    /// </summary>
    /// <param name="channel">Null: every channel.</param>
    /// <param name="source">Where it came from, at most 100 letters; never an address.</param>
    Task Suppress(BulkSession session, CustomerId customer, string? channel, SuppressionReason reason, string source, UserId? by, CancellationToken ct);

    /// <summary>The same for an address of which no customer is known.</summary>
    /// <param name="channel">email, phone or sms; letters go to no address that could be compared.</param>
    Task SuppressAddress(BulkSession session, string address, string channel, SuppressionReason reason, string source, UserId? by, CancellationToken ct);
}
