using Microsoft.EntityFrameworkCore;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.Contracts;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Segments.Contracts;

namespace Patron.Campaigns.RecordPast;

/// <summary>Writes down a campaign of the past in the same rows as one that was launched here.</summary>
internal sealed class PastBook(
    CampaignBook book, CheckCampaign.CheckCampaign check, ReportReckoning reports, ITests tests, IMessages messages, ITemplates templates, IEventLog events, IMakesSegments segments, ICustomerBase customerBase,
    IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock) : IPastCampaigns
{
    /// <summary>Past campaigns that go with demo data, as a setting.</summary>
    public const string Key = "past-campaigns";

    /// <summary>The hour at which everything of the day of launch is dated.</summary>
    private const int Morning = 9;

    public async Task<Result<CampaignId>> Write(PastCampaign past, Func<IReadOnlyList<CustomerId>, IReadOnlyList<PastFate>> fates, bool withDemo, UserId? by, CancellationToken ct)
    {
        if (await book.Find(past.Name, ct) is { } there) return there.Id;
        var (asOf, id) = (past.Launched.AddDays(-1), ids.Next<CampaignId>());
        var made = await Templates(past, by, ct);
        if (made.Refusal is { } broken) return broken;
        var segment = await segments.Make(past.Segment, past.Goal, past.Query, by, ct);
        if (segment.Refusal is { } unread) return unread;
        var plan = PlanOf(past, segment.Value, made.Value!);
        if (CampaignDecisions.Sound(past.Name, plan).Refusal is { } wrong) return wrong;
        await customerBase.CatchUp(ct);
        var campaign = await Row(id, past, plan, by, ct);
        var reckoned = await check.Reckon(campaign, asOf, ct);
        if (reckoned.Refusal is { } refusal) return refusal;
        var (forecast, eligible) = reckoned.Value;
        campaign.Forecast = forecast.Write();
        var snapshot = customerBase.Current;
        CustomerId[] people = [.. eligible.Select(i => new CustomerId(snapshot.Ids[i]))];
        await Save(campaign, plan, forecast, people, fates(people), withDemo, ct);
        await customerBase.CatchUp(ct);
        await book.Settle(id, CampaignResult.Of(await reports.Of(campaign, null, SplitBy.Bought, ct)), ct);
        return id;
    }

    /// <summary>Those of an earlier attempt are taken again.</summary>
    private async Task<Result<List<TemplateId>>> Templates(PastCampaign past, UserId? by, CancellationToken ct)
    {
        var (known, made) = (await templates.All(ct), new List<TemplateId>());
        foreach (var arm in past.Arms)
        {
            if (known.FirstOrDefault(t => t.Name == arm.Template) is { } there) made.Add(there.Id);
            else
            {
                var added = await templates.Add(arm.Template, arm.Channel, past.Language, arm.Subject, arm.Text, by, ct);
                if (added.Refusal is { } refusal) return refusal;
                made.Add(added.Value);
            }
        }
        return made;
    }

    private static CampaignPlan PlanOf(PastCampaign past, SegmentId segment, List<TemplateId> made) => CampaignPlan.Empty with
    {
        Kind = past.Tries.Length > 0 ? CampaignKind.SmallTest : CampaignKind.Usual, Tries = past.Tries, RandomPercent = past.RandomPercent, Goal = past.Goal, Segment = segment.ToString(), HoldOutPercent = past.HoldOutPercent, WindowDays = past.WindowDays, MarginPercent = past.MarginPercent, AssumedLift = past.AssumedLift,
        Arms = [.. past.Arms.Select((arm, at) => new CampaignArm(arm.What, arm.Channel, made[at].ToString(), arm.CostEach, null, arm.Offer))],
    };

    private async Task<Campaign> Row(CampaignId id, PastCampaign past, CampaignPlan plan, UserId? by, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var zone = (await db.Organisation(ct)).Zone;
        var launched = At(past.Launched, zone);
        var ended = At(past.Launched.AddDays(past.WindowDays), zone);
        return new()
        {
            Id = id, Name = past.Name, FoldedName = CampaignBook.Folded(past.Name), State = CampaignState.Ended, Plan = plan.Write(), Waves = 1, PlannedWaves = 1, CreatedBy = by,
            CreatedAt = launched.AddDays(-1), CheckedAt = launched.AddDays(-1), LaunchedAt = launched, EndedAt = ended, Version = 1,
            Learned = past.Learned, LearnedBy = past.Learned is null ? null : by, LearnedAt = past.Learned is null ? null : ended,
        };
    }

    private async Task Save(Campaign campaign, CampaignPlan plan, Forecast forecast, CustomerId[] people, IReadOnlyList<PastFate> fates, bool withDemo, CancellationToken ct)
    {
        var (id, launched) = (campaign.Id, campaign.LaunchedAt!.Value);
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        session.Db.Add(campaign);
        if (withDemo) await session.Db.Write(Key, await Known(session.Db, campaign, plan, ct), ct);
        await tests.Begin(session, CampaignBook.TestOf(campaign, plan, forecast), ct, launched);
        tests.Assign(session, id.Value, [.. people.Zip(fates, (customer, fate) => (customer, fate.Arm))], launched);
        await tests.End(session, id.Value, ct, campaign.EndedAt);
        await messages.WriteDown(session, CampaignBook.Source(id), [.. people.Zip(fates).Where(p => p.Second.Arm > 0).Select(p => Sent(plan, p.First, p.Second.Arm - 1, launched))], ct);
        await messages.Stop(session, CampaignBook.Source(id), ct);
        await events.Append(session, [.. people.Zip(fates).SelectMany(p => p.Second.Answers.Select((a, at) => new EventHappened(
            p.First, a.Kind, a.At, $"past:{id}:{at}", null, CampaignBook.Kind, id.Value, CampaignPlan.Letter(p.Second.Arm - 1), Machine: false, a.Detail)))], ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
    }

    private static async Task<PastCampaigns> Known(PatronDb db, Campaign campaign, CampaignPlan plan, CancellationToken ct)
    {
        var before = await db.Read<PastCampaigns>(Key, ct);
        return new([.. before?.Ids ?? [], campaign.Id.Value], [.. before?.Segments ?? [], plan.Segment]);
    }

    private static MessagePlan Sent(CampaignPlan plan, CustomerId customer, int arm, DateTimeOffset at) =>
        new(customer, LaunchJob.StepOf(1), 0, plan.Arms[arm].Channel, plan.TemplateOf(arm)!.Value, CampaignPlan.Letter(arm), at, plan.Purpose, plan.Topic, 0);

    private static DateTimeOffset At(DateOnly day, TimeZoneInfo zone) => day.ToDateTime(new(Morning, 0)) is var local ? new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime() : default;
}

/// <param name="Ids">Campaigns.</param>
/// <param name="Segments">Id texts of those that were made for them; null where none was made.</param>
internal sealed record PastCampaigns(IReadOnlyList<long> Ids, IReadOnlyList<string>? Segments = null);

/// <summary>Takes out the past campaigns that came with demo data, with their tests, messages, answers, templates and segments.</summary>
internal sealed class ForgetsPast(ITests tests, IMessages messages, ITemplates templates, IEventLog events, IMakesSegments segments) : IForgetsSources
{
    // Before the customers whose rows these are.
    public int Order => 5;

    public async Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
    {
        if (await session.Db.Read<PastCampaigns>(PastBook.Key, ct) is not { } past) return;
        var (used, asked) = (new HashSet<TemplateId>(), (past.Segments ?? []).ToHashSet(StringComparer.Ordinal));
        foreach (var id in past.Ids.Select(n => new CampaignId(n)))
        {
            if (await session.Db.Campaigns.FirstOrDefaultAsync(c => c.Id == id, ct) is not { } campaign) continue;
            var plan = CampaignPlan.Read(campaign.Plan);
            used.UnionWith(Enumerable.Range(0, plan.Arms.Count).Select(plan.TemplateOf).OfType<TemplateId>());
            await tests.Forget(session, id.Value, ct);
            await messages.Forget(session, CampaignBook.Source(id), ct);
            await events.Forget(session, CampaignBook.Kind, id.Value, ct);
            session.Db.Remove(campaign);
        }
        // A template or segment that a campaign of one's own uses stays.
        foreach (var other in (await session.Db.Campaigns.AsNoTracking().ToListAsync(ct)).Where(c => !past.Ids.Contains(c.Id.Value)))
        {
            var plan = CampaignPlan.Read(other.Plan);
            used.RemoveWhere(t => plan.Arms.Any(a => a.Template == t.ToString()));
            asked.Remove(plan.Segment);
        }
        await session.Db.Write<PastCampaigns>(PastBook.Key, null, ct);
        await session.Db.SaveChangesAsync(ct);
        await templates.Forget(session, used, ct);
        await segments.Forget(session, [.. asked.Select(s => IdText.TryRead<SegmentId>(s, out var id) ? id : default)], ct);
    }
}
