namespace Patron.IdentityResolution.Matching;

/// <summary>What exact matching needs to know of one source record.</summary>
/// <param name="Id">The source record's id; unique among the records resolved together.</param>
/// <param name="Source">The system it came from.</param>
/// <param name="ExternalId">Its key in that system; empty when the system has none.</param>
/// <param name="Emails">As <see cref="EmailKey.Normalise"/> makes them: no junk, no empty texts.</param>
/// <param name="Phones">As <see cref="PhoneKey.Normalise"/> makes them.</param>
/// <param name="CustomerId">The customer it belongs to today; 0 for a new record. Decides which customer survives, never who is joined.</param>
/// <param name="Created">Order of arrival: the smaller the older; equal ones are ordered by <paramref name="Id"/>.</param>
internal sealed record RecordFacts(
    long Id,
    long Source,
    string ExternalId,
    PersonName Name,
    IReadOnlyList<string> Emails,
    IReadOnlyList<string> Phones,
    long CustomerId,
    long Created)
{
    public PartyKind Kind => Name.Kind;
}

/// <summary>Two source records that a person has declared to be different; the order of the two means nothing.</summary>
internal readonly record struct CannotLink(long A, long B);

/// <summary>Two source records that were declared to be one; the order of the two means nothing.</summary>
/// <param name="Probability">1 where a person said so; what the model reckoned otherwise.</param>
internal readonly record struct MustLink(long A, long B, bool ByHand, double Probability);

/// <summary>What joins two records; the smaller number is the stronger evidence.</summary>
internal enum KeyKind
{
    ExternalId = 0,
    Hand = 1,
    Email = 2,
    Phone = 3,
    Model = 4,
}
