using Patron.Analytics.Base;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Consents.Contracts;

/// <summary>Why somebody is not contacted; the first that holds, in this order.</summary>
public enum ContactBarrier
{
    None,
    /// <summary>There is no address, number or account for the channel.</summary>
    NoAddress,
    /// <summary>On the suppression list: asked for a stop, bounced for good, complained.</summary>
    Suppressed,
    /// <summary>Has not agreed to the purpose by this channel, or withdrew it.</summary>
    NoConsent,
    /// <summary>Wishes no messages for a time, or none on this topic.</summary>
    Preference,
    /// <summary>Had as many messages as the policy allows, by this channel or by all together.</summary>
    Cap,
    /// <summary>The last contact is less than the minimum distance ago.</summary>
    TooSoon,
    /// <summary>Quiet hours or a quiet day in the person's time zone: may be contacted later.</summary>
    QuietTime,
}

/// <summary>A contact that a campaign would like to make.</summary>
/// <param name="Channel">One of <see cref="ContactChannels.All"/>.</param>
/// <param name="Purpose">As in the consent ledger: marketing, service...</param>
/// <param name="Topic">Of the preference centre; null: none in particular.</param>
/// <param name="Worth">Expected profit in units of the reporting currency: where two want the last slot of one person, the dearer one gets it.</param>
public readonly record struct ContactWish(CustomerId Customer, string Channel, string Purpose, string? Topic, double Worth);

/// <param name="NotBefore">With <see cref="ContactBarrier.Cap"/>, <see cref="ContactBarrier.TooSoon"/>, <see cref="ContactBarrier.QuietTime"/>: from when on it is allowed, as far as is known now.</param>
public readonly record struct ContactVerdict(ContactBarrier Barrier, DateTimeOffset? NotBefore);

/// <summary>The ways in which a customer is contacted; the first four are those of the consent ledger.</summary>
public static class ContactChannels
{
    public const string Email = "email";
    public const string Phone = "phone";
    public const string Letter = "letter";
    public const string Sms = "sms";

    public static IReadOnlyList<string> All { get; } = [Email, Phone, Letter, Sms];
}

/// <summary>Consent, suppression, wishes, caps, distance and quiet time in one answer: who may be contacted now.</summary>
public interface IContactPolicy
{
    /// <summary>Asked at hand-off, for a few hundred at once, on the sender's own session; one answer for each wish, in their order.</summary>
    Task<IReadOnlyList<ContactVerdict>> Judge(BulkSession session, IReadOnlyList<ContactWish> wishes, DateTimeOffset at, CancellationToken ct);

    /// <summary>The same for everybody of an audience before a launch: one answer for each index, in their order. Quiet time is no barrier here.</summary>
    /// <param name="customers">Dense indexes of the snapshot, ascending.</param>
    Task<ContactBarrier[]> Foresee(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, string? topic, DateTimeOffset at, CancellationToken ct);

    /// <summary>Whose last slot dearer contacts wait for, so that a contact made now would have to wait: one answer for each index, in their order.</summary>
    /// <param name="dearer">Channels of the contacts that wait and are worth more, of the customer at a place in <paramref name="customers"/>.</param>
    Task<bool[]> Yields(CustomerBaseSnapshot snapshot, ReadOnlyMemory<int> customers, string channel, string purpose, Func<int, IReadOnlyList<string>> dearer, DateTimeOffset at, CancellationToken ct);

    /// <summary>Counts contacts against the caps, in the transaction in which they are handed off.</summary>
    Task Made(BulkSession session, IReadOnlyList<ContactWish> made, DateTimeOffset at, CancellationToken ct);
}
