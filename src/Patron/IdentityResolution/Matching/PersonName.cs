namespace Patron.IdentityResolution.Matching;

/// <summary>
/// A name taken apart: parts to show, and folded words to compare. A person may be written in two ways at once
/// (郭倉義 and Kuo Tsang-yi): <see cref="OwnScript"/> and <see cref="Latin"/> are kept beside each other.
/// </summary>
internal sealed class PersonName
{
    public static readonly PersonName Empty = new();

    public PartyKind Kind { get; init; }

    /// <summary>As written, several joined by a blank: "Prof. Dr.", 교수님; null without one.</summary>
    public string? Title { get; init; }

    /// <summary>A person's name as written in one piece, titles and all; null where it was not, and for organisations.</summary>
    public string? Written { get; init; }

    public string? Given { get; init; }
    public string? Family { get; init; }

    /// <summary>The full name in the script of its language, where that is not Latin.</summary>
    public string? OwnScript { get; init; }

    /// <summary>The full name in Latin letters, given name first.</summary>
    public string? Latin { get; init; }

    /// <summary>Of <see cref="OwnScript"/> if there is one, else Latin; None for an empty name.</summary>
    public NameScript Script { get; init; }

    /// <summary>"jr", "sr", "2", "3", "4" where the name says so.</summary>
    public string? Generation { get; init; }

    /// <summary>Folded Latin words: lower case, no accents, hyphens parted; initials have one letter.</summary>
    public IReadOnlyList<string> LatinWords { get; init; } = [];

    /// <summary>The own-script name folded and without blanks.</summary>
    public string OwnFolded { get; init; } = "";

    /// <summary>How many characters of <see cref="OwnFolded"/>, from its start, are the family name; 0 where that is not known.</summary>
    public int OwnFamilyLength { get; init; }

    public bool IsEmpty => LatinWords.Count == 0 && OwnFolded.Length == 0;

    /// <summary>The name to show, without title; empty for an empty name.</summary>
    public string FullName => OwnScript ?? Latin ?? "";

    /// <summary>Everything a comparison of exact spellings looks at: own script first, then Latin words.</summary>
    public IEnumerable<string> Tokens => OwnFolded.Length == 0 ? LatinWords : [OwnFolded, .. LatinWords];

    /// <summary>
    /// Reads a person's name as systems write it. Text that carries a legal form (Ltd, GmbH, 주식회사, 有限公司) is read as an organisation.
    /// </summary>
    /// <param name="whole">The name in one piece; may be given beside the parts, for instance in another script.</param>
    /// <param name="title">From a column of its own; titles inside the name are found as well.</param>
    public static PersonName Parse(string? whole, string? given = null, string? family = null, string? title = null) =>
        new PersonNameReader(whole, given, family, title).Read();

    /// <summary>Reads an organisation's name; legal forms stay in what is shown and are left out of the comparison.</summary>
    public static PersonName Organisation(string? name) => OrganisationName.Read(name);

    /// <summary>Whether two readings would compare alike with every other name.</summary>
    public bool SameWords(PersonName other) =>
        Kind == other.Kind && OwnFolded == other.OwnFolded && OwnFamilyLength == other.OwnFamilyLength && Generation == other.Generation
        && LatinWords.SequenceEqual(other.LatinWords, StringComparer.Ordinal);
}
