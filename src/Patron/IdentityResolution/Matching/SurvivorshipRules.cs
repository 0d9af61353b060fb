using System.Text.Json;
using System.Text.Json.Serialization;

namespace Patron.IdentityResolution.Matching;

/// <summary>What makes the value of one record better than that of another. Kept by name in settings.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Criterion>))]
internal enum Criterion
{
    /// <summary>The record's source comes earlier in the order of trust.</summary>
    Source = 1,

    /// <summary>The record changed last.</summary>
    Newest = 2,

    /// <summary>The record has not changed for the longest time: who it was at first.</summary>
    Oldest = 3,

    /// <summary>A name with both parts, an address with all of its; of other fields the record that knows most.</summary>
    Complete = 4,

    /// <summary>Most records of the customer say so; capitals do not count.</summary>
    Frequent = 5,
    Longest = 6,
    Shortest = 7,

    /// <summary>Of titles: a professor's says more than a gentleman's.</summary>
    Telling = 8,
}

/// <summary>
/// By which criteria each field's value is picked. Fields that belong together share one rule: name, given and family name in "name", street to country in
/// "address", all custom fields in "custom". What people entered comes before all of it, and of records that no criterion tells apart the newest wins.
/// </summary>
/// <param name="Sources">Ids of sources, the most trusted first; one that is not among them is trusted least.</param>
/// <param name="Fields">The rules that differ from what <see cref="Default"/> does.</param>
internal sealed record SurvivorshipRules(IReadOnlyList<long> Sources, IReadOnlyDictionary<string, IReadOnlyList<Criterion>> Fields)
{
    public const string Name = "name", Title = "title", Address = "address", Custom = "custom", CustomPrefix = "custom.";

    private static readonly string[] AddressFields = ["street", "city", "region", "postal", "country"];
    private static readonly string[] OfWords = [Name, Title, "company", Address, Custom];
    private static readonly Criterion[] Always = [Criterion.Source, Criterion.Newest, Criterion.Oldest, Criterion.Complete, Criterion.Frequent];
    private static readonly Criterion[] ByAge = [Criterion.Newest];
    private static readonly Criterion[] OfNames = [Criterion.Complete, Criterion.Newest];
    private static readonly Criterion[] OfTitles = [Criterion.Telling, Criterion.Newest];

    /// <summary>Orders of trust of single rules, which take the place of <see cref="Sources"/> there: whom one believes about telephones need not be right about addresses.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<long>> Own { get; init; } = new Dictionary<string, IReadOnlyList<long>>();

    /// <summary>The most complete name, the most telling title, and of everything else the newest.</summary>
    public static SurvivorshipRules Default { get; } = new([], new Dictionary<string, IReadOnlyList<Criterion>>());

    /// <summary>What has a rule, in the order in which pages show it.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Name, Title, "company", "email", "phone", Address, "language", "birth", "sex", "time_zone", "acquired", "since", Custom];

    /// <summary>The rule under which a field of survivorship falls.</summary>
    public static string RuleOf(string field) =>
        field.StartsWith(CustomPrefix, StringComparison.Ordinal) ? Custom : AddressFields.Contains(field) ? Address
        : field is GoldenFields.LatinName or GoldenFields.Given or GoldenFields.Family ? Name : field;

    public static bool IsAddress(string field) => AddressFields.Contains(field);

    public static IReadOnlyList<Criterion> DefaultOf(string rule) => rule switch { Name => OfNames, Title => OfTitles, _ => ByAge };

    /// <summary>The criteria that make sense for a rule.</summary>
    public static IReadOnlyList<Criterion> Offered(string rule) =>
        [.. rule == Title ? (Criterion[])[Criterion.Telling] : [], .. Always, .. OfWords.Contains(rule) ? (Criterion[])[Criterion.Longest, Criterion.Shortest] : []];

    public IReadOnlyList<Criterion> Of(string rule) => Fields.GetValueOrDefault(rule) ?? DefaultOf(rule);

    public bool IsDefault(string rule) => Of(rule).SequenceEqual(DefaultOf(rule));

    /// <summary>The same rules without those that say what the default says, and without orders of trust that no rule goes by or that are the general one: so equal rules are equal texts.</summary>
    public SurvivorshipRules Plain() => new(
        Sources, new SortedDictionary<string, IReadOnlyList<Criterion>>(Fields.Where(f => All.Contains(f.Key) && !IsDefault(f.Key)).ToDictionary(), StringComparer.Ordinal))
    {
        Own = new SortedDictionary<string, IReadOnlyList<long>>(Own.Where(o => All.Contains(o.Key) && Of(o.Key).Contains(Criterion.Source) && !o.Value.SequenceEqual(Sources)).ToDictionary(), StringComparer.Ordinal),
    };

    public bool IsSame(SurvivorshipRules other) => Plain().ToString() == other.Plain().ToString();

    /// <summary>As JSON.</summary>
    public override string ToString() => JsonSerializer.Serialize(this);

    /// <summary>The sources whom a rule trusts, the most trusted first.</summary>
    public IReadOnlyList<long> TrustedIn(string rule) => Own.GetValueOrDefault(rule) ?? Sources;

    /// <summary>How trusted a source is in a rule: the greater the more.</summary>
    public int Trust(string rule, long source)
    {
        var trusted = TrustedIn(rule);
        for (var at = 0; at < trusted.Count; at++)
            if (trusted[at] == source) return -at;
        return -trusted.Count;
    }
}
