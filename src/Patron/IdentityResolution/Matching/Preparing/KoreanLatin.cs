using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>
/// Korean names in Latin letters brought to a coarse form in which the spellings in use agree: Hyun-joo, Hyeon Ju and 현주 are "hyuncu". It is compared
/// only where one of two names is not in Hangul: some names that differ in Hangul fall together.
/// </summary>
internal static class KoreanLatin
{
    // Longest first; what is not listed stays. Vowels: eo, u, oo, eu are one to those who read them aloud in English.
    private static readonly (string Written, string Coarse)[] Sounds = [.. (
        "yeoh yu,yeou yu,yaeh ye,yai ye,yae ye,yeo yu,you yu,yoo yu,yuh yu,eui i,weo wo,wae we,woo u," +
        "ae e,ai e,ay e,eo u,eu u,oo u,ou u,ee i,ea i,ui i,yi i,oe we,oi we,oy we,wu u,uh u,oh o,ah a,eh e,ie i," +
        "tch c,ch c,jj c,kk k,gg k,ck k,tt t,dd t,th t,pp p,bb p,ph p,ss s,sh s,ll l," +
        "g k,q k,d t,b p,v p,f p,j c,z c,r l,x k").Split(',').Select(p => p.Split(' ')).Select(p => (p[0], p[1]))];

    private static readonly FrozenDictionary<string, string> Families = HangulReadings.CustomarySpellings
        .ToFrozenDictionary(c => c.Spelling, c => Coarse(HangulReadings.FamilyRomanised(c.Family)!), StringComparer.Ordinal);

    private static readonly FrozenSet<string> Listed = HangulReadings.FamilyNames.Select(f => HangulReadings.Romanised([f])!).Select(Coarse).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>For a word that is spelled like a Korean family name; null for others.</summary>
    public static string? Family(string latin) => Families.GetValueOrDefault(latin) ?? (Coarse(latin) is var coarse && Listed.Contains(coarse) ? coarse : null);

    /// <summary>Spelled as families of the name mostly spell it (Rhee, Park).</summary>
    public static bool IsCustomary(string latin) => Families.ContainsKey(latin);

    public static string? FamilyOf(string hangul) => HangulReadings.FamilyRomanised(hangul) is { } latin ? Coarse(latin) : null;

    public static string? GivenOf(string hangul) => HangulReadings.Romanised(hangul) is { } latin ? Coarse(latin) : null;

    /// <param name="latin">Folded letters without blanks.</param>
    public static string Coarse(string latin)
    {
        var coarse = "";
        for (var i = 0; i < latin.Length;)
        {
            var rest = latin.AsSpan(i);
            var (written, sound) = (latin[i].ToString(), latin[i].ToString());
            foreach (var (w, s) in Sounds)
            {
                // "h" is mute only behind a vowel that no other follows: Noh, but Su-ho.
                if (!rest.StartsWith(w) || (w.Length > 1 && w[^1] == 'h' && "aeou".Contains(w[^2]) && rest.Length > w.Length && "aeiouyw".Contains(rest[w.Length]))) continue;
                (written, sound) = (w, s);
                break;
            }
            coarse += sound;
            i += written.Length;
        }
        return coarse;
    }
}
