using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>East Asian family names and their Latin spellings, whatever the script.</summary>
internal static class Romanisation
{
    private static readonly FrozenSet<string> KoreanSpellings =
        ("kim gim lee yi rhee park bak pak choi choe jung jeong chung cheong kang gang cho jo yoon yun jang lim im yim han oh seo suh shin sin kwon gwon hwang ahn song yoo ryu " +
         "jeon jun chun hong ko koh moon mun yang son sohn bae baek paik heo hur huh nam shim noh roh ha kwak sung seong cha joo ju woo koo ku na min jin ji chi um eom")
            .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Spellings = HanReadings.FamilySpellings.Concat(KoreanSpellings).ToFrozenSet(StringComparer.Ordinal);

    public static bool IsFamilyName(string foldedLatin) => Spellings.Contains(foldedLatin);

    public static bool IsFamilyName(char own) =>
        HangulReadings.FamilyNames.Contains(own) || HanReadings.IsFamily(HanVariants.Simplified(own).ToString());

    /// <param name="family">In Hangul or Han as written.</param>
    public static bool FamilyReads(string family, string foldedLatin)
    {
        var folded = NameFolding.Own(family);
        return NameFolding.ScriptOf(folded) switch
        {
            NameScript.Hangul => HangulReadings.FamilyReads(folded, foldedLatin),
            NameScript.Han => HanReadings.FamilyReads(folded, foldedLatin),
            _ => false,
        };
    }
}
