using Patron.Kernel;

namespace Patron.IdentityResolution.Contracts;

/// <summary>Who a customer is, and why we think so.</summary>
/// <param name="Records">Oldest first.</param>
/// <param name="Links">Oldest first.</param>
/// <param name="Golden">By field; fields that neither a record nor a person knows are not among them.</param>
public sealed record CustomerIdentity(IReadOnlyList<IdentityRecord> Records, IReadOnlyList<IdentityLink> Links, IReadOnlyList<GoldenChoice> Golden);

/// <summary>What one system says.</summary>
/// <param name="Stub">Only named by an order or another row so far.</param>
/// <param name="Day">Of its last change, where the organisation is.</param>
/// <param name="Values">As the system wrote them.</param>
public sealed record IdentityRecord(
    SourceRecordId Id, SourceInfo Source, string ExternalId, bool Stub, DateTimeOffset FirstSeenAt, DateTimeOffset ChangedAt, DateOnly Day, IReadOnlyList<FieldValue> Values)
{
    /// <summary>What it says of a field of the program's own; null where it says nothing.</summary>
    public string? this[string field] => Values.Where(v => v.Field == field && !v.Custom).Select(v => v.Value).FirstOrDefault();
}

/// <param name="Field">The name that imports use too: name, email, birth ... or the key of a custom field.</param>
/// <param name="Value">Days as 2026-12-31, kind and sex by their English names.</param>
public readonly record struct FieldValue(string Field, bool Custom, string Value);

/// <summary>Two records that hold the customer together.</summary>
/// <param name="Reason">Key of the sentence that says why.</param>
/// <param name="Day">Of <paramref name="At"/>, where the organisation is.</param>
public sealed record IdentityLink(SourceRecordId Record, SourceRecordId Other, string Reason, DateTimeOffset At, DateOnly Day);

/// <summary>One golden value and what else was to choose from.</summary>
/// <param name="Field">As in <see cref="FieldValue"/>, and latin_name.</param>
/// <param name="Reason">Key of the sentence that says why; it takes {day} and {count}.</param>
/// <param name="Candidates">The winner first.</param>
public sealed record GoldenChoice(string Field, bool Custom, string Reason, IReadOnlyList<GoldenCandidate> Candidates)
{
    public GoldenCandidate Winner => Candidates[0];
}

/// <param name="Value">Empty where a person said that there is none.</param>
/// <param name="Record">Whose value it is; null where a person set it.</param>
/// <param name="By">Who set it by hand, where that is known.</param>
public sealed record GoldenCandidate(string Value, IdentityRecord? Record, DateOnly Day, UserId? By)
{
    public bool ByHand => Record is null;
}

/// <summary>The one reader of why a customer is who it is: reckoned anew from the records, by the rules that wrote the golden record.</summary>
public interface IIdentityReads
{
    /// <summary>Empty for a customer that no system has sent: an anonymous one, or an id that does not exist or was merged.</summary>
    Task<CustomerIdentity> Of(CustomerId customer, CancellationToken ct);
}
