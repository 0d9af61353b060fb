using Patron.Kernel;

namespace Patron.Consents.Contracts;

/// <summary>What the policy asks of a message to a country; see docs/contact-policy.md for the laws behind it.</summary>
/// <param name="Mark">Stands at the beginning of a subject or text of advertising, with the space behind it; empty: none.</param>
/// <param name="AddressLine">The sender's postal address has to stand in it.</param>
/// <param name="OneClick">Withdrawal by one click, without a question.</param>
public readonly record struct MessageDuties(string Mark, bool AddressLine, bool OneClick);

/// <summary>What holds for messages as a whole, read once for many of them.</summary>
/// <param name="HouseholdOnce">Of those who live in one household only one is contacted by a campaign.</param>
public sealed record ContactRulesNow(bool HouseholdOnce, Func<string?, MessageDuties> Duties);

/// <summary>What the contact policy says beside who may be contacted.</summary>
public interface IContactRules
{
    /// <summary>As set at this moment; <see cref="ContactRulesNow.Duties"/> takes an ISO 3166 code, null where the country is not known.</summary>
    Task<ContactRulesNow> Now(CancellationToken ct);
}

/// <summary>A contact that waits to be made.</summary>
/// <param name="Worth">See <see cref="ContactWish"/>.</param>
public readonly record struct WaitingContact(CustomerId Customer, string Channel, DateTimeOffset Due, double Worth);

/// <summary>
/// A room that has contacts waiting tells of them, so that the last slot of a person is kept for the dearest. Registered as a singleton;
/// none need be there.
/// </summary>
public interface ITellsWaiting
{
    /// <summary>Those of these customers that are due until then and not made yet; one of them may be the one that is judged.</summary>
    Task<IReadOnlyList<WaitingContact>> Waiting(Data.BulkSession session, IReadOnlyCollection<CustomerId> customers, DateTimeOffset until, CancellationToken ct);
}
