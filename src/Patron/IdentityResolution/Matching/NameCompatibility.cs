namespace Patron.IdentityResolution.Matching;

/// <summary>Whether two names can be one person's or organisation's. Symmetric; indifferent to case, accents, titles and the order of words.</summary>
internal static class NameCompatibility
{
    public static NameVerdict Of(PersonName a, PersonName b)
    {
        if (a.IsEmpty || b.IsEmpty) return new(NameAgreement.Unknown, NameReasons.Empty);
        if (a.Kind != b.Kind) return OrganisationName.AreOne(a, b) ? new(NameAgreement.Same, NameReasons.Same) : new(NameAgreement.Unknown, NameReasons.Kinds);
        if (a.Generation is not null && b.Generation is not null && a.Generation != b.Generation)
            return new(NameAgreement.Different, NameReasons.Generations);

        var areOrganisations = a.Kind == PartyKind.Organisation;
        if (a.OwnFolded.Length > 0 && b.OwnFolded.Length > 0)
        {
            if (a.OwnFolded == b.OwnFolded) return new(NameAgreement.Same, NameReasons.Same);
            if (a.Script == b.Script) return a.Script == NameScript.Other ? Words(a.OwnFolded.Split(' '), b.OwnFolded.Split(' '), areOrganisations) : OwnNames.Compare(a, b);
        }
        if (a.LatinWords.Count > 0 && b.LatinWords.Count > 0) return Words(a.LatinWords, b.LatinWords, areOrganisations);
        if (areOrganisations) return new(NameAgreement.Unknown, NameReasons.Scripts);
        if (a.OwnFolded.Length > 0 && b.LatinWords.Count > 0) return AcrossScripts.Compare(a, b.LatinWords);
        if (b.OwnFolded.Length > 0 && a.LatinWords.Count > 0) return AcrossScripts.Compare(b, a.LatinWords);
        return new(NameAgreement.Unknown, NameReasons.Scripts);
    }

    private static NameVerdict Words(IReadOnlyList<string> a, IReadOnlyList<string> b, bool areOrganisations) =>
        a.SequenceEqual(b, StringComparer.Ordinal) ? new(NameAgreement.Same, NameReasons.Same) : WordMatching.Compare(a, b, areOrganisations);
}
