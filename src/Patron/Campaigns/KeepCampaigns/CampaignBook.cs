using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Segments.Contracts;

namespace Patron.Campaigns.KeepCampaigns;

/// <summary>Keeps campaigns. Each deed is one transaction: the row, what other rooms are told, and a change set of the kind "campaign." and what was done.</summary>
internal sealed class CampaignBook(IDbContextFactory<PatronDb> contexts, IMessages messages, ITests tests, ISegments segments, ITemplates templates, IdMaker ids, TimeProvider clock)
{
    public const string Kinds = "campaign.";

    /// <summary>By what messages, events and tests refer to a campaign.</summary>
    public const string Kind = "campaign";

    public static TestPlan TestOf(Campaign campaign, CampaignPlan plan, Forecast forecast) => new(
        campaign.Id.Value, Kind, campaign.DrawKey, campaign.Name, CampaignUrls.Report(campaign.Id),
        [new("", forecast.HoldOut), .. plan.Arms.Select((_, arm) => new TestArm(CampaignPlan.Letter(arm), (1 - forecast.HoldOut) / plan.Arms.Count))], plan.WindowDays, forecast.Power);

    public static SendingSource Source(CampaignId id) => new(Kind, id.Value);

    /// <summary>The latest first.</summary>
    public async Task<IReadOnlyList<Campaign>> All(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Campaigns.AsNoTracking().OrderByDescending(c => c.CreatedAt).ThenByDescending(c => c.Id).ToListAsync(ct);
    }

    public async Task<Campaign?> Find(CampaignId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.Id == id, ct);
    }

    /// <summary>By id or by name, letter case aside.</summary>
    public async Task<Campaign?> Find(string idOrName, CancellationToken ct)
    {
        if (IdText.TryRead<CampaignId>(idOrName, out var id) && await Find(id, ct) is { } known) return known;
        var folded = Folded(idOrName);
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Campaigns.AsNoTracking().FirstOrDefaultAsync(c => c.FoldedName == folded, ct);
    }

    public async Task<Result<CampaignId>> Add(string? name, CampaignPlan plan, UserId? by, CancellationToken ct)
    {
        var sound = Sound(name, plan);
        if (sound.Refusal is { } refusal) return refusal;
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (await Taken(session.Db, sound.Value.Name, null, ct)) return new CampaignNameTaken();
        var now = clock.GetUtcNow();
        var row = new Campaign
        {
            Id = ids.Next<CampaignId>(), Name = sound.Value.Name, FoldedName = Folded(sound.Value.Name), State = CampaignState.Draft, Plan = plan.Write(), CreatedBy = by, CreatedAt = now, Version = 1,
        };
        session.Db.Add(row);
        Recorder(session, "add", by).Row(CampaignTable.Name, row.Id.Value, default, null, Told(row));
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return row.Id;
    }

    public Task<Result<Campaign>> Edit(CampaignId id, int version, string? name, CampaignPlan plan, UserId? by, CancellationToken ct) => Change(id, version, "edit", by, async (session, row) =>
    {
        var sound = Sound(name, plan);
        if (sound.Refusal is { } refusal) return refusal;
        if (CampaignDecisions.Edit(row).Refusal is { } wrong) return wrong;
        if (await Taken(session.Db, sound.Value.Name, id, ct)) return new CampaignNameTaken();
        (row.Name, row.FoldedName, row.Plan, row.State, row.Forecast) = (sound.Value.Name, Folded(sound.Value.Name), plan.Write(), CampaignState.Draft, null);
        (row.CheckedAt, row.ApprovedAt, row.ApprovedBy, row.EditedBy) = (null, null, null, by);
        return default(Done);
    }, ct);

    public Task<Result<Campaign>> Checked(CampaignId id, int version, Forecast forecast, UserId? by, CancellationToken ct) => Change(id, version, "check", by, (_, row) =>
    {
        if (CampaignDecisions.Check(row).Refusal is { } wrong) return Task.FromResult<Result<Done>>(wrong);
        (row.Forecast, row.CheckedAt, row.State) = (forecast.Write(), clock.GetUtcNow(), CampaignState.Checked);
        (row.ApprovedAt, row.ApprovedBy) = (null, null);
        return Task.FromResult<Result<Done>>(default(Done));
    }, ct);

    public Task<Result<Campaign>> Approve(CampaignId id, UserId? by, CancellationToken ct) => Change(id, null, "approve", by, (_, row) =>
    {
        var decided = CampaignDecisions.Approve(row, by);
        if (decided.Refusal is null) (row.State, row.ApprovedBy, row.ApprovedAt) = (CampaignState.Approved, by, clock.GetUtcNow());
        return Task.FromResult(decided);
    }, ct);

    /// <summary>The test begins, and a job draws the people and plans their messages.</summary>
    /// <param name="due">When the job is to begin; null: now. The command line runs it itself, and leaves this one for the case that it cannot finish.</param>
    public async Task<Result<Campaign>> Launch(CampaignId id, UserId? by, DateTimeOffset? due, CancellationToken ct) => await Reworded(id, ct) ? new CampaignReworded() : await Change(id, null, "launch", by, async (session, row) =>
    {
        var forecast = Forecast.Of(row);
        var rules = await MarketingRules.Read(session.Db, ct);
        if (CampaignDecisions.Launch(row, forecast, rules.SecondPerson).Refusal is { } refusal) return refusal;
        var plan = CampaignPlan.Read(row.Plan);
        await tests.Begin(session, TestOf(row, plan, forecast!), ct);
        (row.State, row.LaunchedAt, row.Waves) = (CampaignState.Running, clock.GetUtcNow(), 1);
        Start(session, id, row.Waves, null, by, due);
        return default(Done);
    }, ct);

    public Task<Result<Campaign>> Pause(CampaignId id, UserId? by, CancellationToken ct) => Change(id, null, "pause", by, async (session, row) =>
    {
        if (CampaignDecisions.Pause(row).Refusal is { } refusal) return refusal;
        row.State = CampaignState.Paused;
        await messages.Pause(session, Source(id), ct);
        return default(Done);
    }, ct);

    public Task<Result<Campaign>> Resume(CampaignId id, UserId? by, CancellationToken ct) => Change(id, null, "resume", by, async (session, row) =>
    {
        if (CampaignDecisions.Resume(row).Refusal is { } refusal) return refusal;
        row.State = CampaignState.Running;
        await messages.Resume(session, Source(id), ct);
        return default(Done);
    }, ct);

    /// <summary>For good: what waits is not sent, nobody comes in any more.</summary>
    public Task<Result<Campaign>> End(CampaignId id, UserId? by, CancellationToken ct) => Change(id, null, "end", by, async (session, row) =>
    {
        if (CampaignDecisions.End(row).Refusal is { } refusal) return refusal;
        (row.State, row.EndedAt) = (CampaignState.Ended, clock.GetUtcNow());
        await messages.Stop(session, Source(id), ct);
        await tests.End(session, id.Value, ct);
        session.Db.Add(Job(SettleJob.JobKind, JsonSerializer.Serialize(id.Value), by, clock.GetUtcNow().AddDays(CampaignPlan.Read(row.Plan).WindowDays + 1)));
        return default(Done);
    }, ct);

    /// <summary>Draws those who came into the audience since.</summary>
    public Task<Result<Campaign>> NextWave(CampaignId id, UserId? by, CancellationToken ct) => Change(id, null, "wave", by, (session, row) =>
    {
        var decided = CampaignDecisions.NextWave(row);
        if (decided.Refusal is null) Start(session, id, ++row.Waves, null, by, null);
        return Task.FromResult(decided);
    }, ct);

    /// <summary>Sends one arm to all who did not get it.</summary>
    /// <param name="arm">From 1.</param>
    /// <param name="alone">To those left alone too: from then on nothing is measured any more. Otherwise they stay untouched, and what the arm earns is known at the end of the window.</param>
    public Task<Result<Campaign>> RollOut(CampaignId id, int arm, bool alone, UserId? by, CancellationToken ct) => Change(id, null, "rollout", by, async (session, row) =>
    {
        if (CampaignDecisions.RollOut(row, arm, CampaignPlan.Read(row.Plan).Arms.Count).Refusal is { } refusal) return refusal;
        var now = clock.GetUtcNow();
        (row.RolledOut, row.RolledOutAt, row.RolledOutAlone) = (arm, now, alone);
        await tests.End(session, id.Value, ct);
        Start(session, id, ++row.Waves, arm, by, null, alone);
        var over = row.LaunchedAt!.Value.AddDays(CampaignPlan.Read(row.Plan).WindowDays + 1);
        session.Db.Add(Job(SettleJob.JobKind, JsonSerializer.Serialize(id.Value), by, alone || over < now ? now : over));
        return default(Done);
    }, ct);

    /// <summary>What the next one shall know; empty takes it away.</summary>
    public Task<Result<Campaign>> Learn(CampaignId id, string? text, UserId? by, CancellationToken ct) => Change(id, null, "learn", by, (_, row) =>
    {
        var said = text?.Trim() ?? "";
        if (said.Length > CampaignTable.LongestLearned) return Task.FromResult<Result<Done>>(new CampaignLearnedTooLong(CampaignTable.LongestLearned));
        (row.Learned, row.LearnedBy, row.LearnedAt) = said.Length == 0 ? (default(string), default(UserId?), default(DateTimeOffset?)) : (said, by, clock.GetUtcNow());
        return Task.FromResult<Result<Done>>(default(Done));
    }, ct);

    /// <summary>A draw is done to its end.</summary>
    /// <param name="left">So many more would have been drawn, had the budget paid for them; null: it was enough.</param>
    public static Task<int> Planned(BulkSession session, CampaignId id, int wave, int? left, CancellationToken ct) =>
        session.Execute($"update {CampaignTable.Name} set planned_waves = @wave, left_for_budget = @left where id = @id and planned_waves < @wave", ct, ("@wave", wave), ("@left", left), ("@id", id.Value));

    /// <summary>What it brought, for those that come after it.</summary>
    public async Task Settle(CampaignId id, CampaignResult result, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await session.Execute($"update {CampaignTable.Name} set result = @result where id = @id", ct, ("@result", JsonSerializer.Serialize(result)), ("@id", id.Value));
        await session.Commit(ct);
    }

    /// <summary>The plan, or what is wrong with it; its audience is one that there is.</summary>
    private Result<(string Name, CampaignPlan Plan)> Sound(string? name, CampaignPlan plan)
    {
        var sound = CampaignDecisions.Sound(name, plan);
        if (sound.Refusal is not null) return sound;
        if (plan.Segment.Length > 0) return segments.Find(plan.Segment) is null ? new CampaignAudienceWrong() : sound;
        return segments.Wrong(plan.Query) is { } wrong ? wrong with { Field = CampaignAudienceWrong.Query } : sound;
    }

    /// <summary>A template of a campaign that may go was changed since the check: the new words were looked at for nobody.</summary>
    private async Task<bool> Reworded(CampaignId id, CancellationToken ct)
    {
        if (await Find(id, ct) is not { State: CampaignState.Checked or CampaignState.Approved } campaign || Forecast.Of(campaign) is not { Templates: { } seen }) return false;
        var now = await templates.States(CampaignPlan.Read(campaign.Plan).Templates, ct);
        return now.Any(t => seen.GetValueOrDefault(t.Key.ToString()) != t.Value.Version);
    }

    private void Start(BulkSession session, CampaignId id, int wave, int? rollOut, UserId? by, DateTimeOffset? due, bool alone = false) =>
        session.Db.Add(Job(LaunchJob.JobKind, JsonSerializer.Serialize(new LaunchArguments(id.Value, wave, rollOut, alone)), by, due ?? clock.GetUtcNow()));

    /// <summary>In the deed's transaction: no launch is lost between two.</summary>
    private JobRow Job(string kind, string arguments, UserId? by, DateTimeOffset due) => new()
    {
        Id = ids.Next<JobId>(), Kind = kind, Arguments = arguments, State = JobState.Waiting, Due = due, Phase = Jobs.WaitingKey, CreatedAt = clock.GetUtcNow(), CreatedBy = by,
    };

    private async Task<Result<Campaign>> Change(CampaignId id, int? version, string deed, UserId? by, Func<BulkSession, Campaign, Task<Result<Done>>> change, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        // Two who change it at once do so one after the other.
        if (session.IsPostgres) await session.Execute($"select 1 from {CampaignTable.Name} where id = @id for update", ct, ("@id", id.Value));
        if (await session.Db.Campaigns.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } row) return new CampaignGone();
        if (version is { } seen && seen != row.Version) return new CampaignChanged();
        var before = Told(row);
        if ((await change(session, row)).Refusal is { } refusal) return refusal;
        var after = Told(row);
        var changed = before.Keys.Where(k => !Equals(before[k], after[k])).ToArray();
        if (changed.Length > 0) Recorder(session, deed, by).Row(CampaignTable.Name, id.Value, default, changed.ToDictionary(k => k, k => before[k]), changed.ToDictionary(k => k, k => after[k]));
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return row;
    }

    private ChangeRecorder Recorder(BulkSession session, string deed, UserId? by) => new(session.Db, new ChangeSet { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + deed });

    /// <summary>All that people change, so that a deed can be taken back exactly.</summary>
    internal static Dictionary<string, object?> Told(Campaign row) => new()
    {
        ["name"] = row.Name, ["state"] = (long)row.State, ["plan"] = row.Plan, ["waves"] = (long)row.Waves, ["rolled_out"] = (long?)row.RolledOut, ["forecast"] = row.Forecast, ["checked_at"] = Micros(row.CheckedAt),
        ["approved_by"] = row.ApprovedBy?.Value, ["approved_at"] = Micros(row.ApprovedAt), ["learned"] = row.Learned, ["learned_by"] = row.LearnedBy?.Value, ["learned_at"] = Micros(row.LearnedAt),
    };

    private static long? Micros(DateTimeOffset? at) => at is { } moment ? Instants.ToMicroseconds(moment) : null;

    internal static Task<bool> Taken(PatronDb db, string name, CampaignId? except, CancellationToken ct)
    {
        var folded = Folded(name);
        return db.Campaigns.AnyAsync(c => c.FoldedName == folded && c.Id != except, ct);
    }

    internal static string Folded(string name) => name.Trim().ToLowerInvariant();
}
