using Patron.Customers.Contracts;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.ShowSources;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.IdentityResolution.SetSurvivorship;

/// <summary>What other rules would make of a customer.</summary>
/// <param name="Before">Golden by the rules that hold.</param>
/// <param name="After">Golden by the rules tried.</param>
internal sealed record RuleEffects(GoldenRecord Before, GoldenRecord After)
{
    /// <summary>Nothing is written.</summary>
    /// <param name="hands">Newest first.</param>
    public static RuleEffects Of(CustomerId customer, IReadOnlyList<Party> parties, IReadOnlyList<HandRow> hands, Choosing before, Choosing after) =>
        new(GoldenValues.Of(customer, false, parties, hands, 0, before), GoldenValues.Of(customer, false, parties, hands, 0, after));

    /// <summary>The rules whose fields come out differently.</summary>
    public IEnumerable<string> Changed => Before == After ? [] : SurvivorshipRules.All.Where(rule => !Values(rule, Before).SequenceEqual(Values(rule, After)));

    /// <summary>As people read it; null where nothing is known.</summary>
    public static string? Shown(string rule, GoldenRecord golden, Sentences text)
    {
        var shown = rule switch
        {
            SurvivorshipRules.Name => [golden.Name, golden.LatinName],
            SurvivorshipRules.Address => [golden.Street, golden.Postal, golden.City, golden.Region, golden.Country is { } country ? Names.Country(country, text.Language) : null],
            SurvivorshipRules.Custom => CustomValues.Read(golden.Custom).Values,
            _ => Values(rule, golden).Select(v => v is null ? null : ShownValues.Show(text, rule, v)),
        };
        return string.Join(", ", shown.Where(s => !string.IsNullOrWhiteSpace(s))) is { Length: > 0 } words ? words : null;
    }

    private static string?[] Values(string rule, GoldenRecord g) => rule switch
    {
        SurvivorshipRules.Name => [g.Name, g.LatinName, g.GivenName, g.FamilyName],
        SurvivorshipRules.Title => [g.Title],
        "company" => [g.Company],
        "email" => [g.Email],
        "phone" => [g.Phone],
        SurvivorshipRules.Address => [g.Street, g.Postal, g.City, g.Region, g.Country],
        "language" => [g.Language],
        "birth" => [RecordFields.Day(g.Birth)],
        "sex" => [g.Sex?.ToString()],
        "time_zone" => [g.TimeZone],
        "acquired" => [g.Acquired],
        "since" => [RecordFields.Day(g.Since)],
        SurvivorshipRules.Custom => [g.Custom],
        _ => throw new ArgumentException($"No rule {rule}.", nameof(rule)),
    };
}
