using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.KeepLeads;
using Patron.Workday.Contracts;

namespace Patron.Sales.SetSales;

internal sealed record RulesUnsound() : Refusal("sales.set.refused.rules");

internal sealed record SourceWrong(int Max) : FieldRefusal("sales.set.refused.source", "name");

/// <summary>Leads came from it, and are counted under it.</summary>
internal sealed record SourceInUse() : Refusal("sales.set.refused.sourceused");

internal sealed record RuleWrong(int Max) : FieldRefusal("sales.set.refused.rule", "team");

/// <summary>What people set for leads: how they are scored, where they come from, who takes them.</summary>
internal sealed class LeadSettingDeeds(IDbContextFactory<PatronDb> contexts, SettingDeeds settings, ITeams teams, TimeProvider clock)
{
    /// <summary>Scores by the new rules hold at once: the fit of every lead is reckoned anew, its engagement looked up as soon as the watch comes by.</summary>
    public async Task<Result<ChangeSetId?>> Score(LeadRules rules, UserId? by, CancellationToken ct)
    {
        var done = await settings.Change<LeadRules>(LeadRules.Key, PipelineDeeds.Kinds + "lead-rules", LeadRules.Default, _ => rules.IsSound ? rules : new RulesUnsound(), by, ct);
        if (done is { Refusal: null, Value: not null }) await Rescore(ct);
        return done;
    }

    /// <summary>By the rules that hold now.</summary>
    public async Task Rescore(CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var rules = await LeadRules.Read(session.Db, ct);
        await session.Execute($"update {LeadTable.Name} set fit = {rules.FitSql}, scored_at = null", ct);
        await session.Commit(ct);
    }

    public Task<Result<ChangeSetId?>> AddSource(string? name, int kind, long? cost, UserId? by, CancellationToken ct) => Sources("source-add", by, all =>
        Wrong(name, kind, cost) || all.Called(name!) is not null ? new SourceWrong(LeadSources.LongestName) : all.With(name!, (LeadSourceKind)kind, cost ?? 0), ct);

    public Task<Result<ChangeSetId?>> ChangeSource(int id, string? name, int kind, long? cost, UserId? by, CancellationToken ct) => Sources("source-change", by, all =>
        Wrong(name, kind, cost) || (all.Called(name!) is { } other && other.Id != id) ? new SourceWrong(LeadSources.LongestName)
        : new LeadSources([.. all.All.Select(s => s.Id == id ? new(id, name!.Trim(), (LeadSourceKind)kind, cost ?? 0) : s)]), ct);

    public async Task<Result<ChangeSetId?>> RemoveSource(int id, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<Lead>().AnyAsync(l => l.Source == id, ct)) return new SourceInUse();
        return await Sources("source-remove", by, all => new LeadSources([.. all.All.Where(s => s.Id != id)]), ct);
    }

    /// <summary>Behind the rules that are there: the first that takes a lead counts.</summary>
    public async Task<Result<ChangeSetId?>> AddRule(string? territory, string? language, string? skill, TeamId? team, UserId? by, CancellationToken ct)
    {
        var known = (await teams.All(ct)).Any(t => t.Id == team);
        string?[] parts = [territory, language, skill];
        return await Routing("routing-add", by, all =>
            !known || all.Rules.Count >= LeadRouting.MostRules || parts.Any(p => p?.Trim().Length > LeadRouting.LongestPart)
                ? new RuleWrong(LeadRouting.LongestPart) : new LeadRouting([.. all.Rules, new(Said(territory), Said(language), Said(skill), team!.Value)]), ct);
    }

    /// <param name="rule">As it stands in the list: somebody else may have taken another away meanwhile.</param>
    public Task<Result<ChangeSetId?>> RemoveRule(RoutingRule rule, UserId? by, CancellationToken ct) => Routing("routing-remove", by, all => new LeadRouting([.. all.Rules.Where(r => r != rule)]), ct);

    public Task<Result<ChangeSetId?>> RaiseRule(RoutingRule rule, UserId? by, CancellationToken ct) => Routing("routing-raise", by, all =>
    {
        var rules = all.Rules.ToList();
        var at = rules.IndexOf(rule);
        if (at > 0) (rules[at], rules[at - 1]) = (rules[at - 1], rules[at]);
        return new LeadRouting(rules);
    }, ct);

    private Task<Result<ChangeSetId?>> Sources(string kind, UserId? by, Func<LeadSources, Result<LeadSources>> change, CancellationToken ct) => settings.Change(LeadSources.Key, PipelineDeeds.Kinds + kind, LeadSources.None, change, by, ct);

    private Task<Result<ChangeSetId?>> Routing(string kind, UserId? by, Func<LeadRouting, Result<LeadRouting>> change, CancellationToken ct) => settings.Change(LeadRouting.Key, PipelineDeeds.Kinds + kind, LeadRouting.None, change, by, ct);

    private static bool Wrong(string? name, int kind, long? cost) => name?.Trim().Length is null or 0 or > LeadSources.LongestName || !Enum.IsDefined((LeadSourceKind)kind) || cost < 0;

    private static string? Said(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}
