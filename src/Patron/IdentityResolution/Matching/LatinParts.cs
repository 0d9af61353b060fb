using System.Collections.Frozen;

namespace Patron.IdentityResolution.Matching;

/// <summary>The words of a Latin name as given and family name, without titles.</summary>
internal sealed record LatinParts(List<string> Given, List<string> Family)
{
    private static readonly FrozenSet<string> Particles =
        "van von de da del della der den des di do dos du la le ten ter zu zum zur af av bin ibn al el st san santa y e".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    public static readonly LatinParts Nothing = new([], []);

    public bool IsEmpty => Given.Count + Family.Count == 0;
    public string Full => string.Join(' ', Given.Concat(Family));

    /// <summary>
    /// Which words are the family name where no comma says so: those in capitals among others that are not; the first one in
    /// "KIM MIN-SU MRS", in "Kim Min-su", or where the own-script family name reads so; else the last one with the particles before it.
    /// </summary>
    public static LatinParts Order(List<string> words, bool courtesyBehind, OwnNameOrder own)
    {
        if (words.Count == 1) return new([], words);

        var (first, last) = (words.FindIndex(IsInCapitals), words.FindLastIndex(IsInCapitals));
        var allInCapitals = !words.Exists(w => w.Any(char.IsLower));
        if (first >= 0 && !allInCapitals && last - first + 1 < words.Count && (first == 0 || last == words.Count - 1))
            return first == 0 ? FamilyFirst(words, last + 1) : new(words[..first], words[first..]);

        if ((courtesyBehind && allInCapitals) || IsFamilyFirst(words, own)) return FamilyFirst(words, 1);

        var family = words.Count - 1;
        while (family > 1 && Particles.Contains(NameFolding.Latin(words[family - 1]))) family--;
        return new(words[..family], words[family..]);
    }

    private static LatinParts FamilyFirst(List<string> words, int length) => new(words[length..], words[..length]);

    private static bool IsFamilyFirst(List<string> words, OwnNameOrder own)
    {
        var (first, last) = (NameFolding.Latin(words[0]), NameFolding.Latin(words[^1]));
        if (own.Family.Length > 0)
            return Romanisation.FamilyReads(own.Family, first) && !Romanisation.FamilyReads(own.Family, last);
        return words.Count == 2 && words[1].Contains('-') && !words[0].Contains('-') && Romanisation.IsFamilyName(first);
    }

    private static bool IsInCapitals(string word) => word.Count(char.IsLetter) > 1 && !word.Contains('.') && !word.Any(char.IsLower);
}
