using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>
/// Whether Latin letters can be a reading of Hangul syllables: Revised Romanisation, McCune-Reischauer and what people put on business cards.
/// Syllable structure: The Unicode Standard, 3.12 (19 initials, 21 vowels, 28 finals from U+AC00).
/// </summary>
internal static class HangulReadings
{
    private const int First = 0xAC00, Vowels = 21, Finals = 28;

    private static readonly string[][] Initial = Rows(
        "g k;kk gg g k;n l;d t;tt dd t d;r l n;m;b p v;pp bb p b;s sh;ss s sh;_;j ch z;jj tch ch j;ch tch j;k kh;t th;p ph f;h");

    private static readonly string[][] Vowel = Rows(
        "a ah;ae ai ay e a;ya;yae ye;eo u o uh ou;e ae ay;yeo you yu yo yuh ye;ye yae;o oh ou;wa oa;wae wa ue;oe oi we wae oy;yo;u oo ou woo wu;wo weo wa;we wae;wi we ui;yu yoo you;eu u oo e;ui eui yi i ee;i ee y ie yi");

    private static readonly string[][] Final = Rows(
        "_;k g ck c;k g ck;k ks;n;n nj;n nh;t d;l r ll;l k lg;m lm;l b p;l ls;l lt;p lp;l lh;m;p b;p ps;t s;t s ss;ng n;t j;t ch;k;t;p;t h _");

    // Family names that are written in ways no rule makes.
    private static readonly FrozenDictionary<string, string[]> Customary = new Dictionary<string, string[]>
    {
        ["이"] = ["lee", "yi", "i", "rhee", "ri", "rhie", "ree", "li", "yee", "leigh"], ["리"] = ["lee", "ri", "rhee", "li"], ["박"] = ["park", "pak", "bak", "bark", "parke"],
        ["임"] = ["lim", "im", "yim", "rim", "leem"], ["림"] = ["lim", "rim"], ["유"] = ["yoo", "yu", "you", "ryu", "ryoo", "lyu"], ["류"] = ["ryu", "yoo", "yu", "lyu", "ryoo", "you"],
        ["허"] = ["hur", "heo", "huh", "her", "hu"], ["노"] = ["noh", "roh", "no", "rho", "ro"], ["로"] = ["roh", "noh", "rho"], ["나"] = ["na", "ra", "rah", "nah", "la"], ["라"] = ["ra", "na", "rah", "la"],
        ["서"] = ["seo", "suh", "so", "su", "sur"], ["최"] = ["choi", "choe", "choy", "chwe"], ["백"] = ["baek", "paik", "back", "paek", "baik", "beck"], ["조"] = ["cho", "jo", "joe", "joh"],
        ["여"] = ["yeo", "yuh", "ryeo"], ["양"] = ["yang", "ryang"], ["연"] = ["yeon", "yun", "youn"], ["우"] = ["woo", "wu", "u", "ooh"], ["어"] = ["eo", "uh", "eoh"], ["엄"] = ["um", "eom", "uhm", "ohm"],
        ["신"] = ["shin", "sin", "shinn"], ["심"] = ["shim", "sim"], ["변"] = ["byun", "byeon", "pyun", "byon"], ["곽"] = ["kwak", "gwak", "kwag"], ["소"] = ["so", "soh"], ["마"] = ["ma", "mah"],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The family names of nearly all Koreans, most frequent first.</summary>
    public const string FamilyNames = "김이박최정강조윤장임한오서신권황안송류전홍고문양손배백허유남심노하곽성차주우구나민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예경봉사부가복태목형피두감음빈동온호범좌팽승간상시갈단견당리로림라";

    public static bool FamilyReads(string family, string latin) =>
        (Customary.TryGetValue(family, out var customary) && customary.Contains(latin)) || Reads(family, latin);

    /// <summary>Whether the whole word reads the whole text. Text that holds anything but Hangul syllables is never read.</summary>
    public static bool Reads(ReadOnlySpan<char> syllables, ReadOnlySpan<char> latin)
    {
        if (syllables.IsEmpty) return latin.IsEmpty;
        if (Parts(syllables[0]) is not { } parts) return false;
        foreach (var initial in parts.Initial)
        {
            if (!latin.StartsWith(initial)) continue;
            var afterInitial = latin[initial.Length..];
            foreach (var vowel in parts.Vowel)
            {
                if (!afterInitial.StartsWith(vowel)) continue;
                var afterVowel = afterInitial[vowel.Length..];
                foreach (var final in parts.Final)
                    if (afterVowel.StartsWith(final) && Reads(syllables[1..], afterVowel[final.Length..])) return true;
            }
        }
        return false;
    }

    /// <summary>Revised Romanisation, syllable by syllable, without changes at their borders; null where something else than Hangul syllables stands.</summary>
    public static string? Romanised(ReadOnlySpan<char> syllables)
    {
        var text = "";
        foreach (var syllable in syllables)
        {
            if (Parts(syllable) is not { } parts) return null;
            text += parts.Initial[0] + parts.Vowel[0] + parts.Final[0];
        }
        return text;
    }

    /// <summary>How a family name is mostly written in Latin letters.</summary>
    public static string? FamilyRomanised(string family) => Customary.TryGetValue(family, out var customary) ? customary[0] : Romanised(family);

    /// <summary>Each customary spelling with the family that is mostly meant by it.</summary>
    public static IEnumerable<(string Spelling, string Family)> CustomarySpellings =>
        Customary.OrderBy(c => FamilyNames.IndexOf(c.Key, StringComparison.Ordinal)).SelectMany(c => c.Value.Select(spelling => (spelling, c.Key))).DistinctBy(c => c.spelling);

    /// <summary>Whether some reading of at least two letters of the syllable begins or ends the word.</summary>
    public static bool Touches(char syllable, string latin)
    {
        ReadOnlySpan<char> one = [syllable];
        for (var length = 2; length <= Math.Min(latin.Length, 7); length++)
            if (Reads(one, latin.AsSpan(0, length)) || Reads(one, latin.AsSpan(latin.Length - length))) return true;
        return false;
    }

    public static bool BeginsWith(char syllable, char letter) =>
        Parts(syllable) is { } parts && parts.Initial.Any(i => i.Length > 0 ? i[0] == letter : parts.Vowel.Any(v => v[0] == letter));

    private static (string[] Initial, string[] Vowel, string[] Final)? Parts(char syllable)
    {
        if (syllable is < '\uAC00' or > '\uD7A3') return null;
        var index = syllable - First;
        return (Initial[index / (Vowels * Finals)], Vowel[index / Finals % Vowels], Final[index % Finals]);
    }

    private static string[][] Rows(string text) => [.. text.Split(';').Select(row => row.Split(' ').Select(r => r == "_" ? "" : r).ToArray())];
}
