using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Matching;
using Patron.IdentityResolution.TakeRecords;
using Patron.Kernel;

namespace Patron.IdentityResolution.SetSurvivorship;

internal sealed record RuleEmpty() : Refusal("identity.rules.refused.empty");

internal sealed record RuleUnknown() : Refusal("identity.rules.refused.unknown");

internal sealed record RulesNotNow() : Refusal("identity.rules.refused.notNow");

internal sealed record RulesUndone() : Refusal("identity.rules.refused.undone");

/// <summary>Tries rules, switches them on, and takes that back; each is a job.</summary>
internal sealed class RulesChanges(IDbContextFactory<PatronDb> contexts, IJobs jobs, IdMaker ids, TimeProvider clock)
{
    /// <summary>Kinds of change sets.</summary>
    public const string Set = "rules.change", Undone = "rules.undo";

    public async Task<SurvivorshipRules> Present(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await Choosing.Of(db, ct)).Rules;
    }

    /// <summary>The last switching on that stands; null where the rules are those that Patron came with, or came with an archive.</summary>
    public async Task<ChangeSet?> Last(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ChangeSet>().AsNoTracking().Where(s => s.Kind == Set && s.UndoneBy == null).OrderByDescending(s => s.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>Was the last thing that happened to the rules that they were taken back?</summary>
    public async Task<bool> IsUndo(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<ChangeSet>().AsNoTracking().Where(s => s.Kind == Set || s.Kind == Undone).OrderByDescending(s => s.Id).Select(s => s.Kind).FirstOrDefaultAsync(ct) == Undone;
    }

    public async Task<Result<JobId>> Try(SurvivorshipRules rules, UserId? by, CancellationToken ct) =>
        Refusal(rules) is { } refusal ? refusal : await jobs.Start(TrialJob.JobKind, JsonSerializer.Serialize(rules.Plain()), by, null, ct);

    public async Task<Result<JobId>> SwitchOn(SurvivorshipRules rules, UserId? by, CancellationToken ct) =>
        Refusal(rules) is { } refusal ? refusal : await Start(rules, null, by, ct);

    /// <summary>The rules of before hold again, where those that the set switched on still do.</summary>
    public async Task<Result<JobId>> Undo(ChangeSetId id, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var set = await session.Db.Set<ChangeSet>().AsNoTracking().FirstOrDefaultAsync(s => s.Id == id && s.Kind == Set, ct);
        if (set is null) return new RuleUnknown();
        if (set.UndoneBy is not null) return new RulesUndone();
        var told = (await ToldRows.OfSet(session, id, ApplyRulesJob.Entity, ct)).Single();
        if (!Read(told.After!).IsSame((await Choosing.Of(session.Db, ct)).Rules)) return new RulesNotNow();
        return await Start(Read(told.Before!), id, by, ct);
    }

    private Task<JobId> Start(SurvivorshipRules rules, ChangeSetId? undoes, UserId? by, CancellationToken ct) =>
        jobs.Start(ApplyRulesJob.JobKind, JsonSerializer.Serialize(new ApplyArguments(rules.Plain(), ids.Next<ChangeSetId>().Value, undoes?.Value)), by, null, ct);

    private static Refusal? Refusal(SurvivorshipRules rules)
    {
        if (rules.Fields.Any(f => f.Value.Count == 0)) return new RuleEmpty();
        var fits = rules.Fields.All(f => SurvivorshipRules.All.Contains(f.Key) && f.Value.All(SurvivorshipRules.Offered(f.Key).Contains) && f.Value.Distinct().Count() == f.Value.Count);
        return fits && rules.Own.All(o => SurvivorshipRules.All.Contains(o.Key) && o.Value.Distinct().Count() == o.Value.Count) ? null : new RuleUnknown();
    }

    private static SurvivorshipRules Read(string json)
    {
        using var told = JsonDocument.Parse(json);
        return JsonSerializer.Deserialize<SurvivorshipRules>(told.RootElement.GetProperty(ApplyRulesJob.Field).GetString()!)!;
    }
}
