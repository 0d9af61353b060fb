namespace Patron.IdentityResolution.Matching;

/// <summary>Two names in one script that writes names without blanks: Hangul, Han, Kana.</summary>
internal static class OwnNames
{
    /// <summary>For names whose folded forms differ.</summary>
    public static NameVerdict Compare(PersonName a, PersonName b)
    {
        if (IsPartOf(a, b) || IsPartOf(b, a)) return new(NameAgreement.Compatible, NameReasons.Missing);
        if (a.Kind == PartyKind.Person && SameCharacters(a, b)) return new(NameAgreement.Same, NameReasons.Same);
        var sameFamily = a.OwnFamilyLength > 0 && a.OwnFamilyLength == b.OwnFamilyLength
            && a.OwnFolded.AsSpan(0, a.OwnFamilyLength).SequenceEqual(b.OwnFolded.AsSpan(0, b.OwnFamilyLength));
        return new(NameAgreement.Different, sameFamily ? NameReasons.PartlyDifferent : NameReasons.Different);
    }

    /// <summary>The family name alone, or a given name of two characters or more alone; any part where the family name is not known.</summary>
    private static bool IsPartOf(PersonName part, PersonName whole)
    {
        if (part.OwnFolded.Length >= whole.OwnFolded.Length) return false;
        if (whole.OwnFamilyLength == 0) return part.OwnFolded.Length > 1 && whole.OwnFolded.Contains(part.OwnFolded, StringComparison.Ordinal);
        return part.OwnFolded == whole.OwnFolded[..whole.OwnFamilyLength]
            || (part.OwnFolded.Length > 1 && part.OwnFolded == whole.OwnFolded[whole.OwnFamilyLength..]);
    }

    /// <summary>A foreign name whose parts stand in another order, where no family name tells.</summary>
    private static bool SameCharacters(PersonName a, PersonName b) =>
        a.OwnFamilyLength == 0 && b.OwnFamilyLength == 0 && a.OwnFolded.Order().SequenceEqual(b.OwnFolded.Order());
}
