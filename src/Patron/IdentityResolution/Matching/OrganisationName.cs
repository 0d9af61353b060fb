using System.Collections.Frozen;
using System.Text;

namespace Patron.IdentityResolution.Matching;

/// <summary>Company names: the legal form tells that it is one, and is left out when two are compared.</summary>
internal static class OrganisationName
{
    /// <summary>Forms that no person's name ends in.</summary>
    private static readonly FrozenSet<string> Certain =
        "ltd limited llc llp plc inc incorporated corp corporation gmbh mbh bv nv sarl srl pty pte oyj aps eurl kgaa company".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Forms that are initials or names as well, and words that carry nothing; folded only where an organisation is known to be meant.</summary>
    private static readonly FrozenSet<string> Uncertain =
        "co ag kg ohg ug se sa sas spa ab oy as sl kk ev sdn bhd the and und et".Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly string[] OwnForms =
    [
        "주식회사", "유한회사", "합자회사", "재단법인", "사단법인", "(주)", "(유)", "股份有限公司", "有限责任公司", "有限責任公司", "股份公司", "有限公司",
        "株式会社", "株式會社", "有限会社", "合同会社", "公司", "集团", "集團",
    ];

    public static bool Announces(string text)
    {
        if (OwnForms.Any(form => text.Contains(form, StringComparison.Ordinal))) return true;
        var words = Words(text);
        return words.Count > 1 && Certain.Contains(words[^1]);
    }

    /// <summary>
    /// Whether what one system calls a person is the organisation of the other: written in one piece, of two words or more, and equal word by word when
    /// read as an organisation's name. One whose own name carries a certain legal form is another party than a person of that name: Jane Roe and Jane Roe Ltd.
    /// </summary>
    public static bool AreOne(PersonName a, PersonName b)
    {
        var (person, organisation) = a.Kind == PartyKind.Person ? (a, b) : (b, a);
        if (person.Kind == organisation.Kind || person.Written is not { Length: > 0 } written || Announces(organisation.FullName)) return false;
        var read = Read(written);
        return read.OwnFolded.Length > 0
            ? read.OwnFolded.Length > 1 && read.OwnFolded == organisation.OwnFolded
            : read.LatinWords.Count > 1 && read.LatinWords.SequenceEqual(organisation.LatinWords, StringComparer.Ordinal);
    }

    public static PersonName Read(string? name)
    {
        var text = PersonNameReader.Clean(name);
        if (text.Length == 0) return PersonName.Empty;

        var bare = OwnForms.Aggregate(text, (rest, form) => rest.Replace(form, " ", StringComparison.Ordinal));
        if (string.IsNullOrWhiteSpace(bare)) bare = text;
        var script = NameFolding.ScriptOf(bare);
        if (script is not (NameScript.Latin or NameScript.None))
            return new() { Kind = PartyKind.Organisation, OwnScript = text, OwnFolded = NameFolding.Own(bare), Script = script };

        var words = Words(bare);
        var telling = words.Where(w => !Certain.Contains(w) && !Uncertain.Contains(w)).ToArray();
        return new() { Kind = PartyKind.Organisation, Latin = text, LatinWords = telling.Length > 0 ? telling : words, Script = NameScript.Latin };
    }

    /// <summary>Dots and apostrophes vanish ("B.V.", "Macy's"), all else that is no letter or digit parts words.</summary>
    private static List<string> Words(string text)
    {
        var parted = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (c is '.' or '\'' or '’') continue;
            parted.Append(char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) == System.Globalization.UnicodeCategory.NonSpacingMark ? c : ' ');
        }
        return [.. parted.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(NameFolding.Latin)];
    }
}
