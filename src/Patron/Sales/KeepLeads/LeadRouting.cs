using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Workday.Contracts;

namespace Patron.Sales.KeepLeads;

/// <summary>Whose leads a team takes. Each part that is given must hold; a rule without any takes what comes to it.</summary>
/// <param name="Territory">Country codes or regions, each in a line of its own or behind a comma; null any.</param>
/// <param name="Language">Tag of the customer's language; null any.</param>
/// <param name="Skill">Words of what the lead is interested in, of which one is enough; null any.</param>
internal sealed record RoutingRule(string? Territory, string? Language, string? Skill, TeamId Team)
{
    public bool Takes(string? country, string? region, string? language, string interest) =>
        (Territory is null || Parts(Territory).Any(t => t.Equals(country, StringComparison.OrdinalIgnoreCase) || t.Equals(region, StringComparison.OrdinalIgnoreCase)))
        && (Language is null || language?.StartsWith(Language, StringComparison.OrdinalIgnoreCase) == true)
        && (Skill is null || Parts(Skill).Any(word => interest.Contains(word, StringComparison.OrdinalIgnoreCase)));

    private static string[] Parts(string list) => list.Split([',', '\n', '，', '、'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>The rules, the first that takes a lead counts: a setting.</summary>
internal sealed record LeadRouting(IReadOnlyList<RoutingRule> Rules)
{
    public const string Key = "sales-lead-routing";
    public const int MostRules = 50, LongestPart = 300;

    public static LeadRouting None { get; } = new([]);

    public static async Task<LeadRouting> Read(PatronDb db, CancellationToken ct) => await db.Read<LeadRouting>(Key, ct) ?? None;
}

/// <summary>A lead to be routed.</summary>
/// <param name="Country">What its file says of the customer, who may be too new to be read; null where only what is known counts. So the next two.</param>
internal readonly record struct RoutedLead(CustomerId Customer, string Interest, string? Country = null, string? Region = null, string? Language = null);

/// <summary>Finds whom a lead goes to: the people of the team whose rule takes it, of all teams where none does; among them who speaks the customer's language and knows of what the lead is about, where anybody does; of these the one with the fewest in hand.</summary>
internal sealed class LeadRouter(ITeams teams, ICustomerReads customers)
{
    /// <summary>Whoever may take each lead, in no order. Customers who are not there have no territory and no language.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<UserId>>> Candidates(PatronDb db, IReadOnlyList<RoutedLead> leads, CancellationToken ct)
    {
        var (all, rules) = (await teams.All(ct), (await LeadRouting.Read(db, ct)).Rules);
        TeamMember[] everybody = [.. all.SelectMany(t => t.Members).DistinctBy(m => m.User)];
        var cards = await customers.Find([.. leads.Select(l => l.Customer).Distinct()], ct);
        return
        [
            .. leads.Select(lead =>
            {
                var golden = cards.GetValueOrDefault(lead.Customer)?.Golden;
                var rule = rules.FirstOrDefault(r => all.Any(t => t.Id == r.Team && t.Members.Count > 0) && r.Takes(golden?.Country ?? lead.Country, golden?.Region ?? lead.Region, golden?.Language ?? lead.Language, lead.Interest));
                var people = rule is null ? everybody : all.First(t => t.Id == rule.Team).Members;
                return (IReadOnlyList<UserId>)[.. PersonSkills.Fitting(people, golden?.Language ?? lead.Language, lead.Interest).Select(m => m.User)];
            }),
        ];
    }

    /// <summary>How many leads each has in hand.</summary>
    public static async Task<Dictionary<UserId, int>> Loads(PatronDb db, CancellationToken ct) =>
        await db.Set<Lead>().Where(l => l.OwnerId != null && (l.State == LeadState.Offered || l.State == LeadState.Accepted)).GroupBy(l => l.OwnerId!.Value)
            .Select(g => new { g.Key, Leads = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Leads, ct);

    /// <summary>The one with the fewest, of equal ones the first by id; the lead counts as theirs from now on. Null where nobody can take it.</summary>
    public static UserId? Least(Dictionary<UserId, int> loads, IEnumerable<UserId> candidates)
    {
        var found = candidates.OrderBy(u => loads.GetValueOrDefault(u)).ThenBy(u => u.Value).Select(u => (UserId?)u).FirstOrDefault();
        if (found is { } taken) loads[taken] = loads.GetValueOrDefault(taken) + 1;
        return found;
    }
}
