using Patron.IdentityResolution.Matching;
using Patron.Kernel;

namespace Patron.IdentityResolution.SetSurvivorship;

/// <summary>
/// Rules as a person is changing them: they stand in the page's address until they are tried, so that nothing is kept that nobody wanted.
/// </summary>
/// <param name="Trust">All sources, the most trusted first.</param>
/// <param name="Criteria">Of every rule.</param>
/// <param name="Own">All sources in the order of single rules, where it is not that of all.</param>
internal sealed record RulesDraft(
    IReadOnlyList<SourceInfo> Trust, IReadOnlyDictionary<string, IReadOnlyList<Criterion>> Criteria, IReadOnlyDictionary<string, IReadOnlyList<SourceInfo>> Own)
{
    /// <summary>Names in the query: a rule with its criteria, a source in its place, a rule with its own order of trust, and the deed of the button that was pressed.</summary>
    public const string Rule = "r", Source = "s", Order = "o", Deed = "do";
    public const string Up = "up", Down = "down", Drop = "drop", Add = "add", Original = "original";

    /// <summary>Deeds that give a rule an order of trust of its own, and take it away.</summary>
    public const string Apart = "apart", Together = "together";

    /// <summary>Instead of a rule, in a deed: the order of trust.</summary>
    public const string OfTrust = "trust";

    public SurvivorshipRules Rules => new SurvivorshipRules(IsTrustKept ? Ids(Trust) : [], Criteria) { Own = Own.ToDictionary(o => o.Key, o => Ids(o.Value)) }.Plain();

    /// <summary>The order in which sources were made is nobody's choice until a rule goes by it.</summary>
    private bool IsTrustKept => Criteria.Any(c => c.Value.Contains(Criterion.Source) && !Own.ContainsKey(c.Key)) || !Trust.Select(s => s.Number).SequenceEqual(Trust.Select(s => s.Number).Order());

    public static RulesDraft Of(SurvivorshipRules rules, IReadOnlyList<SourceInfo> sources) => new(
        Trusted(rules, "", sources), SurvivorshipRules.All.ToDictionary(r => r, rules.Of, StringComparer.Ordinal),
        rules.Own.Keys.ToDictionary(r => r, r => Trusted(rules, r, sources), StringComparer.Ordinal));

    /// <summary>What the address says, and what the button does to it; what it does not speak of is as in <paramref name="present"/>.</summary>
    public static RulesDraft Read(IQueryCollection query, SurvivorshipRules present, IReadOnlyList<SourceInfo> sources)
    {
        var draft = Of(present, sources);
        var trusted = Named(query[Source], sources);
        var criteria = new Dictionary<string, IReadOnlyList<Criterion>>(draft.Criteria);
        foreach (var text in query[Rule])
            if (text?.Split(':') is [var rule, var list] && criteria.ContainsKey(rule)) criteria[rule] = Fitting(rule, list);
        // An address that speaks of the rules says of every order whether there is one.
        var own = query.ContainsKey(Rule) ? [] : new Dictionary<string, IReadOnlyList<SourceInfo>>(draft.Own);
        foreach (var text in query[Order])
            if (text?.Split(':') is [var rule, var list] && criteria.ContainsKey(rule) && Named(list.Split('.'), sources) is var named) own[rule] = [.. named, .. draft.Trust.Except(named)];
        draft = new([.. trusted, .. draft.Trust.Except(trusted)], criteria, own);
        return query[Deed].ToString().Split(':') is [var deed, .. var of] ? draft.After(deed, of) : draft;
    }

    /// <summary>The hidden fields of the form.</summary>
    public IEnumerable<(string Name, string Value)> Fields => Trust.Select(s => (Source, s.Id.ToString())).Concat(Criteria.Select(c => (Rule, $"{c.Key}:{string.Join('.', c.Value)}")))
        .Concat(Own.Select(o => (Order, $"{o.Key}:{string.Join('.', o.Value.Select(s => s.Id))}")));

    /// <summary>All sources as a rule trusts them.</summary>
    public IReadOnlyList<SourceInfo> TrustedIn(string rule) => Own.GetValueOrDefault(rule, Trust);

    /// <summary>As a query string.</summary>
    public override string ToString() => string.Join('&', Fields.Select(f => $"{f.Name}={f.Value}"));

    private static IReadOnlyList<Criterion> Fitting(string rule, string list) =>
        [.. list.Split('.').Select(word => Enum.TryParse<Criterion>(word, out var criterion) ? criterion : default).Where(SurvivorshipRules.Offered(rule).Contains).Distinct()];

    private RulesDraft After(string deed, string[] of) => (deed, of) switch
    {
        (Original, _) => Of(SurvivorshipRules.Default, [.. Trust]),
        (Apart, [var rule]) when Criteria.ContainsKey(rule) => WithOwn(rule, Trust),
        (Together, [var rule]) => this with { Own = Own.Where(o => o.Key != rule).ToDictionary() },
        (Up or Down, [OfTrust, var rule, var source]) when Own.TryGetValue(rule, out var own) => WithOwn(rule, Moved(own, s => s.Id.ToString() == source, deed == Up)),
        (Up or Down, [OfTrust, var source]) => this with { Trust = Moved(Trust, s => s.Id.ToString() == source, deed == Up) },
        (Up or Down, [var rule, var word]) when Criteria.TryGetValue(rule, out var list) => With(rule, Moved(list, c => c.ToString() == word, deed == Up)),
        // The last one stays: a rule without any would be none.
        (Drop, [var rule, var word]) when Criteria.TryGetValue(rule, out var list) && list.Count > 1 => With(rule, [.. list.Where(c => c.ToString() != word)]),
        (Add, [var rule, var word]) when Criteria.TryGetValue(rule, out var list) => With(rule, Fitting(rule, string.Join('.', Added(list, word)))),
        _ => this,
    };

    /// <summary>Before the age of records, which leaves hardly anything to decide to what comes behind it.</summary>
    private static IEnumerable<string> Added(IReadOnlyList<Criterion> list, string word)
    {
        var before = list.TakeWhile(c => c is not (Criterion.Newest or Criterion.Oldest)).ToArray();
        return before.Select(c => c.ToString()).Append(word).Concat(list.Skip(before.Length).Select(c => c.ToString()));
    }

    private RulesDraft With(string rule, IReadOnlyList<Criterion> list) => this with { Criteria = new Dictionary<string, IReadOnlyList<Criterion>>(Criteria) { [rule] = list } };

    private RulesDraft WithOwn(string rule, IReadOnlyList<SourceInfo> list) => this with { Own = new Dictionary<string, IReadOnlyList<SourceInfo>>(Own) { [rule] = list } };

    private static IReadOnlyList<long> Ids(IReadOnlyList<SourceInfo> sources) => [.. sources.Select(s => s.Id.Value)];

    private static IReadOnlyList<SourceInfo> Trusted(SurvivorshipRules rules, string rule, IReadOnlyList<SourceInfo> sources) =>
        [.. sources.OrderByDescending(s => rules.Trust(rule, s.Id.Value)).ThenBy(s => s.Number)];

    private static SourceInfo[] Named(IEnumerable<string?> ids, IReadOnlyList<SourceInfo> sources) =>
        [.. ids.Select(text => sources.FirstOrDefault(s => s.Id.ToString() == text)).OfType<SourceInfo>().Distinct()];

    private static IReadOnlyList<T> Moved<T>(IReadOnlyList<T> all, Func<T, bool> which, bool up)
    {
        var list = all.ToList();
        var (from, to) = (list.FindIndex(x => which(x)), list.FindIndex(x => which(x)) + (up ? -1 : 1));
        if (from < 0 || to < 0 || to >= list.Count) return all;
        (list[from], list[to]) = (list[to], list[from]);
        return list;
    }
}
