using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.LaunchCampaign;

/// <param name="RollOut">The arm that all others get now; null: people are drawn.</param>
internal sealed record LaunchArguments(long Campaign, int Wave, int? RollOut);

/// <summary>
/// Draws the people of a wave and plans their messages, a piece in each transaction with the job's cursor: after a crash it goes on behind the last piece, and whoever
/// has been drawn is passed over, so that each customer is drawn once and gets one message.
/// </summary>
internal sealed class LaunchJob(
    CampaignBook book, Audiences audiences, ITests tests, IMessages messages, ICustomerBase customerBase, IReckoningDay day, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "launch-campaign";
    public const string RollOutStep = "rollout";
    private const string Phase = "campaigns.phase.planning";
    private const int Piece = 2_000;

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var arguments = JsonSerializer.Deserialize<LaunchArguments>(run.Arguments)!;
        var id = new CampaignId(arguments.Campaign);
        if (await book.Find(id, ct) is not { } campaign || campaign.PlannedWaves >= arguments.Wave || !CampaignDecisions.IsOut(campaign)) return null;
        await customerBase.CatchUp(ct);
        var todo = await Todo(campaign, arguments, ct);
        var cursor = run.Cursor is { } saved ? long.Parse(saved, CultureInfo.InvariantCulture) : -1;
        var (done, all) = (0L, todo.Count);
        foreach (var piece in todo.Where(t => t.Customer.Value > cursor).Chunk(Piece))
        {
            run.Report(Phase, done, all);
            if (!await Write(run, id, arguments, piece, ct)) return null;
            done += piece.Length;
        }
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await CampaignBook.Planned(session, id, arguments.Wave, ct);
        await session.Commit(ct);
        run.Report(Phase, all, all);
        return JsonSerializer.Serialize(new { planned = all });
    }

    /// <param name="Arm">0 is left alone.</param>
    /// <param name="Worth">Expected profit of contacting them, units of the reporting currency.</param>
    private sealed record Drawn(CustomerId Customer, int Arm, MessagePlan? Message);

    /// <summary>By customer, ascending.</summary>
    private async Task<IReadOnlyList<Drawn>> Todo(Campaign campaign, LaunchArguments arguments, CancellationToken ct)
    {
        var (plan, snapshot, asOf, forecast) = (CampaignPlan.Read(campaign.Plan), customerBase.Current, day.AsOf, Forecast.Of(campaign)!);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var people = await tests.People(campaign.Id.Value, ct);
        var known = people.Customers.Index().ToDictionary(p => p.Item, p => people.Arms[p.Index]);
        var taken = known.Keys.Select(c => snapshot.TryIndex(c, out var index) ? index : -1).Where(i => i >= 0).ToHashSet();
        // A roll-out goes to those as well whom a small test left for later, and to those of a household of whom one was drawn and left alone.
        var reached = arguments.RollOut is null ? plan : plan with { RandomPercent = 100, Arms = [plan.Arms[arguments.RollOut.Value - 1]] };
        var audience = await audiences.Of(campaign, reached, snapshot, asOf, await ControlGroup.Read(db, ct), taken, ct);
        if (audience.Refusal is { } refusal) throw new JobRefusedException(refusal);
        var eligible = audience.Value!.Eligible;
        var worths = Expectation.Of(snapshot, eligible, asOf, plan.WindowDays).Profits(forecast.Lift.Relative, plan.MarginPercent / 100.0, 0);
        var households = plan.OncePerHousehold ? KnownColumns.Households(snapshot) : null;
        var draw = new ArmDraw(campaign.DrawKey, [forecast.HoldOut, .. Enumerable.Repeat((1 - forecast.HoldOut) / plan.Arms.Count, plan.Arms.Count)]);
        var todo = new List<Drawn>(eligible.Length);
        for (var at = 0; at < eligible.Length; at++)
        {
            var customer = new CustomerId(snapshot.Ids[eligible[at]]);
            var before = known.TryGetValue(customer.Value, out var arm) ? arm : (int?)null;
            if (arguments.RollOut is null ? before is not null : before == arguments.RollOut) continue;
            var now = arguments.RollOut ?? draw.Of(Audience.UnitOf(households, snapshot, eligible[at]));
            todo.Add(new(customer, now, now == 0 ? null : Message(plan, arguments, customer, now - 1, worths[at])));
        }
        todo.Sort((a, b) => a.Customer.Value.CompareTo(b.Customer.Value));
        return todo;
    }

    private MessagePlan Message(CampaignPlan plan, LaunchArguments arguments, CustomerId customer, int arm, double worth)
    {
        var now = clock.GetUtcNow();
        var due = plan.Arms[arm].At is { } at && at > now ? at : now;
        var step = arguments.RollOut is null ? "wave-" + arguments.Wave.ToString(CultureInfo.InvariantCulture) : RollOutStep;
        return new(customer, step, 0, plan.Arms[arm].Channel, plan.TemplateOf(arm)!.Value, CampaignPlan.Letter(arm), due, plan.Purpose, plan.Topic, worth);
    }

    /// <summary>False where the campaign was ended meanwhile.</summary>
    private async Task<bool> Write(IJobRun run, CampaignId id, LaunchArguments arguments, Drawn[] piece, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginNext(contexts, clock, ct);
        var state = await session.Db.Campaigns.AsNoTracking().Where(c => c.Id == id).Select(c => c.State).FirstOrDefaultAsync(ct);
        if (state is not (CampaignState.Running or CampaignState.Paused)) return false;
        if (arguments.RollOut is null) tests.Assign(session, id.Value, [.. piece.Select(p => (p.Customer, p.Arm))]);
        await messages.Plan(session, CampaignBook.Source(id), [.. piece.Select(p => p.Message).OfType<MessagePlan>()], ct);
        await run.SaveCursor(session, piece[^1].Customer.Value.ToString(CultureInfo.InvariantCulture), ct);
        await session.Commit(ct);
        return true;
    }
}
