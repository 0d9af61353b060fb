namespace Patron.IdentityResolution.Matching;

/// <summary>A name in Hangul or Han against one in Latin letters.</summary>
internal static class AcrossScripts
{
    private static readonly NameVerdict Fits = new(NameAgreement.Compatible, NameReasons.Romanised);
    private static readonly NameVerdict Doubt = new(NameAgreement.Unknown, NameReasons.Scripts);
    private static readonly NameVerdict Contradicts = new(NameAgreement.Different, NameReasons.Different);

    public static NameVerdict Compare(PersonName own, IReadOnlyList<string> latin) => own.Script switch
    {
        NameScript.Hangul => Hangul(own, latin),
        NameScript.Han => Han(own, latin),
        _ => Doubt,
    };

    /// <summary>Different only where no syllable is found in any Latin word: Koreans often use an English given name abroad.</summary>
    private static NameVerdict Hangul(PersonName own, IReadOnlyList<string> latin)
    {
        var (family, given) = (own.OwnFolded[..own.OwnFamilyLength], own.OwnFolded[own.OwnFamilyLength..]);
        if (Arrangements(latin).Any(text => HangulReadings.Reads(own.OwnFolded, text) || (given.Length > 1 && HangulReadings.Reads(given, text)))) return Fits;
        if (family.Length == 0) return Doubt;

        var familyFits = false;
        for (var i = 0; i < latin.Count; i++)
        {
            if (!HangulReadings.FamilyReads(family, latin[i])) continue;
            familyFits = true;
            var rest = Without(latin, i);
            if (rest.Count == 0 || given.Length == 0 || GivenFits(given, rest)) return Fits;
        }
        var spelledOut = latin.Where(w => w.Length > 1).ToArray();
        return familyFits || spelledOut.Length == 0 || own.OwnFolded.Any(s => spelledOut.Any(w => HangulReadings.Touches(s, w))) ? Doubt : Contradicts;
    }

    private static bool GivenFits(string given, List<string> words) =>
        Arrangements(words).Any(text => HangulReadings.Reads(given, text))
        || (words.All(NameFolding.IsInitial) && HangulReadings.BeginsWith(given[0], words[0][0]));

    /// <summary>Different only where the Latin name has another Chinese family name instead.</summary>
    private static NameVerdict Han(PersonName own, IReadOnlyList<string> latin)
    {
        var (family, given) = (own.OwnFolded[..own.OwnFamilyLength], own.OwnFolded[own.OwnFamilyLength..]);
        if (!HanReadings.IsFamily(family)) return Doubt;
        var familyFits = false;
        for (var i = 0; i < latin.Count; i++)
        {
            if (!HanReadings.FamilyReads(family, latin[i])) continue;
            familyFits = true;
            var rest = Without(latin, i);
            if (rest.Count == 0 || given.Length == 0 || Arrangements(rest).Any(text => HanReadings.GivenReads(given, text))) return Fits;
        }
        if (familyFits || Arrangements(latin).Any(text => HanReadings.GivenReads(given, text))) return Doubt;
        return latin.Any(Romanisation.IsFamilyName) ? Contradicts : Doubt;
    }

    /// <summary>Every word, and every two or three of them written together in any order.</summary>
    private static IEnumerable<string> Arrangements(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            yield return words[i];
            for (var j = 0; j < words.Count; j++)
            {
                if (j == i) continue;
                yield return words[i] + words[j];
                for (var k = 0; k < words.Count; k++)
                    if (k != i && k != j) yield return words[i] + words[j] + words[k];
            }
        }
    }

    private static List<string> Without(IReadOnlyList<string> words, int index) => [.. words.Where((_, i) => i != index)];
}
