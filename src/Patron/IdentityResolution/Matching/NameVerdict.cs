namespace Patron.IdentityResolution.Matching;

/// <summary>How two names stand to each other, from the best; <see cref="Unknown"/> means that nothing speaks for or against.</summary>
internal enum NameAgreement
{
    Same = 0,
    Compatible = 1,
    Unknown = 2,
    Different = 3,
}

/// <param name="Reason">A key of the room's texts.</param>
internal readonly record struct NameVerdict(NameAgreement Agreement, string Reason);

internal enum PartyKind
{
    Person = 0,
    Organisation = 1,
}

internal static class PartyKinds
{
    /// <summary>
    /// A named person and a named organisation are never one customer, unless the "person" is the organisation's own name; a record without a name may be either.
    /// </summary>
    public static bool Differ(PersonName a, PersonName b) => a.Kind != b.Kind && !a.IsEmpty && !b.IsEmpty && !OrganisationName.AreOne(a, b);
}
