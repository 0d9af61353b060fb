using Patron.Data;
using Patron.Kernel;

namespace Patron.Customers.Contracts;

/// <summary>A value of a customer that a person sets: it wins over what the sources say.</summary>
/// <param name="Field">The name that imports use too: name, given, family, email, birth ... or the key of a custom field.</param>
/// <param name="Value">As imports write it (days as 2026-12-31); empty is "known to be none"; null takes the hand's value away, and the sources' wins again.</param>
public readonly record struct HandValue(CustomerId Customer, string Field, bool Custom, string? Value);

/// <summary>
/// Values set by hand, and customers made by hand; identity resolution keeps them beside what the sources say.
/// Every change is a change set that can be undone.
/// </summary>
public interface IHandValues
{
    /// <summary>Sets values of one customer, found through its merges; refusals name the field.</summary>
    Task<Result<ChangeSetId>> Set(IReadOnlyList<HandValue> values, UserId by, CancellationToken ct);

    /// <summary>For jobs, over many customers in the session's transaction; customers that are gone or would not change are left out. Returns how many changed.</summary>
    Task<int> Set(BulkSession session, ChangeRecorder changes, IReadOnlyList<HandValue> values, UserId? by, CancellationToken ct);

    /// <summary>Why a value cannot be set for many at once; null when it can. Not asked again by the job. A field of special categories is always set for one person, whose consent is looked up.</summary>
    Task<Refusal?> Refuse(string field, bool custom, string? value, CancellationToken ct);

    /// <summary>Those of <paramref name="customers"/> of whom a person has set this field, be it to none.</summary>
    Task<IReadOnlySet<CustomerId>> SetAmong(IReadOnlyCollection<CustomerId> customers, string field, bool custom, CancellationToken ct);

    /// <summary>Of one customer, newest first.</summary>
    Task<IReadOnlyList<SetByHand>> Of(CustomerId customer, CancellationToken ct);

    /// <summary>A customer entered here, as a record of the source "by hand", matched like any other: the id may be of a customer who was known already.</summary>
    /// <param name="values">What is known; the customer named in them is not looked at.</param>
    /// <param name="by">Null: nobody's doing; a mail of somebody unknown, say.</param>
    Task<Result<CustomerId>> Add(IReadOnlyList<HandValue> values, UserId? by, CancellationToken ct);

    /// <summary>Takes back one change set of <see cref="Set(IReadOnlyList{HandValue}, UserId, CancellationToken)"/>; refused where the value was changed since.</summary>
    Task<Result<ChangeSetId>> Undo(ChangeSetId set, UserId by, CancellationToken ct);
}

/// <param name="Value">Empty where it is known to be none.</param>
public sealed record SetByHand(string Field, bool Custom, string Value, DateTimeOffset At, UserId? By);
