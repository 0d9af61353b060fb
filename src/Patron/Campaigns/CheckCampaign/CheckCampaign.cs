using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.ReportCampaign;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.CheckCampaign;

/// <summary>Reckons what a campaign is expected to do as it stands, and looks for what would go wrong.</summary>
internal sealed class CheckCampaign(
    Audiences audiences, SlotYields yields, ITemplates templates, ICustomerBase customerBase, IReckoningDay day, CampaignBook book, IControlGroup control, IAdvertisingDuties duties,
    IDbContextFactory<PatronDb> contexts)
{
    private const int MostFaults = 20, MostLearned = 5;
    private const double Wide = 1.96;

    /// <summary>Reckons and keeps it; the campaign is checked then.</summary>
    public async Task<Result<Forecast>> Run(CampaignId id, UserId? by, CancellationToken ct)
    {
        if (await book.Find(id, ct) is not { } campaign) return new CampaignGone();
        if (CampaignDecisions.Check(campaign).Refusal is { } wrong) return wrong;
        await customerBase.CatchUp(ct);
        var found = await Reckon(campaign, day.AsOf, ct);
        if (found.Refusal is { } refusal) return refusal;
        return await book.Checked(id, campaign.Version, found.Value.Forecast, by, ct) is { Refusal: { } late } ? late : found.Value.Forecast;
    }

    /// <summary>What is expected as of a day, and who would be drawn: indexes of the present snapshot, ascending.</summary>
    public async Task<Result<(Forecast Forecast, int[] Eligible)>> Reckon(Campaign campaign, DateOnly asOf, CancellationToken ct)
    {
        var (plan, snapshot) = (CampaignPlan.Read(campaign.Plan), customerBase.Current);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var audience = await audiences.Of(campaign, plan, snapshot, asOf, await control.Now(ct), null, ct);
        if (audience.Refusal is { } refusal) return refusal;
        var eligible = audience.Value!.Eligible;
        var before = await Ended(db, ct);
        var (lift, lifts) = (LiftOf(plan, [.. plan.Arms.Select(a => a.Channel)], before), plan.Arms.Select(a => LiftOf(plan, [a.Channel], before)).ToArray());
        var expectation = Expectation.Of(snapshot, eligible, asOf, plan.WindowDays);
        var alone = expectation.MeanChance;
        var proposed = eligible.Length < 2 || alone is <= 0 or >= 1 ? new HoldOut(HoldOut.Least, 0, false) : HoldOut.Propose(eligible.Length, plan.Arms.Count, alone, Math.Min(1, alone * (1 + lift.Relative)));
        var share = plan.HoldOutPercent is { } percent ? percent / 100.0 : proposed.Share;
        var power = eligible.Length < 2 || alone is <= 0 or >= 1 ? 0 : HoldOut.PowerOf(eligible.Length, plan.Arms.Count, share, alone, Math.Min(1, alone * (1 + lift.Relative)));
        var margin = plan.MarginPercent / 100.0;
        var arms = plan.Arms.Select((_, arm) => ArmOf(plan, arm, (int)Math.Round(eligible.Length * (1 - share) / plan.Arms.Count), alone, expectation.MeanOrder, lifts[arm], margin)).ToArray();
        var depth = ContactDepth.Of(expectation.Profits(lift.Relative, margin, plan.Arms.Average(a => (double)a.CostEach / Micros.PerUnit)));
        // Before they are rendered: what is changed meanwhile counts as changed.
        var states = await templates.States(plan.Templates, ct);
        var faults = await Faults(plan, states, snapshot, eligible, ct);
        var unsigned = await duties.WithoutSender([.. plan.Arms.Select(a => a.Channel)], plan.Purpose, Countries(snapshot, eligible), ct);
        return (new Forecast(asOf, audience.Value.Everyone, eligible.Length, audience.Value.Excluded, alone, expectation.MeanOrder, lift, proposed, share, power, arms, depth.Curve, depth.Best, depth.Profit,
            Problems(plan, asOf, (await db.Organisation(ct)).Zone, eligible.Length, arms, faults, unsigned.Count > 0), faults, Lessons(campaign, plan, before),
            await yields.Of(campaign, plan, snapshot, eligible, expectation.Profits(lift.Relative, margin, 0), ct), states.ToDictionary(s => s.Key.ToString(), s => s.Value.Version)), eligible);
    }

    private static ArmForecast ArmOf(CampaignPlan plan, int arm, int people, double alone, double order, ExpectedLift lift, double margin)
    {
        var (rate, cost) = (Math.Min(1, alone * (1 + lift.Relative)), people * (double)plan.Arms[arm].CostEach / Micros.PerUnit);
        var (answers, chance) = (people * rate, Wide * Math.Sqrt(people * rate * (1 - rate)));
        // What chance does to the answers, and what is not known of the lift, are independent: their squares add up.
        double Answers(double l) => people * Math.Min(1, alone * (1 + l));
        var (below, above) = (Math.Sqrt(Square(answers - Answers(lift.Interval.Low)) + Square(chance)), Math.Sqrt(Square(Answers(lift.Interval.High) - answers) + Square(chance)));
        double Profit(double l) => (Answers(l) - people * alone) * order * margin - cost;
        return new(CampaignPlan.Letter(arm), plan.Arms[arm].What, plan.Arms[arm].Channel, people, answers, new(Math.Max(0, answers - below), Math.Min(people, answers + above)),
            answers * order, cost, Profit(lift.Relative), new(Profit(lift.Interval.Low), Profit(lift.Interval.High)), lift);
    }

    private static double Square(double value) => value * value;

    /// <summary>Learnt from arms of ended campaigns by these channels; without any it is what the plan assumes, and as likely nothing or twice as much.</summary>
    private static ExpectedLift LiftOf(CampaignPlan plan, HashSet<string> channels, IReadOnlyList<(Campaign Campaign, CampaignResult Result)> before)
    {
        var measured = before.SelectMany(b => b.Result.Arms.Where(a => channels.Contains(a.Channel)).Select(a => (new Arm(a.People, a.Answered), new Arm(b.Result.AlonePeople, b.Result.AloneAnswered))))
            .Where(m => m.Item1.People > 1 && m.Item2.People > 1).ToArray();
        var assumed = plan.AssumedLift / 100.0;
        return EarlierEffects.Combine(measured) ?? new(assumed, new(0, 2 * assumed), 0);
    }

    private static async Task<IReadOnlyList<(Campaign, CampaignResult)>> Ended(PatronDb db, CancellationToken ct) =>
        [.. (await db.Campaigns.AsNoTracking().Where(c => c.Result != null).OrderByDescending(c => c.LaunchedAt).ToListAsync(ct)).Select(c => (c, JsonSerializer.Deserialize<CampaignResult>(c.Result!)!))];

    /// <summary>Lessons of the latest campaigns by one of the same channels, with the same goal, or that tried the same.</summary>
    private static LearnedBefore[] Lessons(Campaign campaign, CampaignPlan plan, IReadOnlyList<(Campaign Campaign, CampaignResult Result)> before) =>
    [
        .. before.Where(b => b.Campaign.Id != campaign.Id && b.Campaign.Learned is { Length: > 0 } && CampaignPlan.Read(b.Campaign.Plan) is var other
                && (other.Arms.Any(a => plan.Arms.Any(p => p.Channel == a.Channel)) || (plan.Tries.Length > 0 && other.Tries == plan.Tries) || (plan.Goal.Length > 0 && other.Goal.Equals(plan.Goal, StringComparison.OrdinalIgnoreCase))))
            .Take(MostLearned).Select(b => new LearnedBefore(b.Campaign.Id.ToString(), b.Campaign.Name, b.Campaign.Learned!, DateOnly.FromDateTime(b.Campaign.LearnedAt!.Value.UtcDateTime))),
    ];

    private async Task<IReadOnlyList<FaultLine>> Faults(CampaignPlan plan, IReadOnlyDictionary<TemplateId, TemplateState> states, CustomerBaseSnapshot snapshot, int[] eligible, CancellationToken ct)
    {
        var faults = new List<FaultLine>();
        CustomerId[]? customers = null;
        foreach (var (template, arm) in plan.Arms.Select((_, arm) => (plan.TemplateOf(arm), arm)))
        {
            if (template is not { } id || faults.Count >= MostFaults) continue;
            var channel = states.GetValueOrDefault(id).Channel;
            if (channel != plan.Arms[arm].Channel)
            {
                faults.Add(new(CampaignPlan.Letter(arm), "", channel is null ? FaultLine.Gone : FaultLine.OfChannel, channel ?? ""));
                continue;
            }
            customers ??= Array.ConvertAll(eligible, i => new CustomerId(snapshot.Ids[i]));
            var found = await templates.Check(id, customers, plan.Arms[arm].Promise, MostFaults - faults.Count, ct);
            // What the arm does not promise is missing for everybody: said once.
            faults.AddRange(found.Select(f => new FaultLine(CampaignPlan.Letter(arm), IsOfOffer(f.Message) ? "" : f.Customer.ToString(), f.Part, f.Message)).Distinct());
        }
        return faults;
    }

    private static IReadOnlyCollection<string?> Countries(CustomerBaseSnapshot snapshot, int[] eligible)
    {
        var column = snapshot[CustomerColumns.Country];
        var codes = new HashSet<int>();
        foreach (var index in eligible) codes.Add(column.Code(index));
        return [.. codes.Select(code => code == 0 ? null : column.Dictionary.Name(code))];
    }

    /// <summary>A field in braces that only the arm could fill.</summary>
    private static bool IsOfOffer(string missing) => ArmOffer.Has(missing.Trim('{', '}'));

    private static List<string> Problems(CampaignPlan plan, DateOnly asOf, TimeZoneInfo zone, int eligible, ArmForecast[] arms, IReadOnlyList<FaultLine> faults, bool unsigned)
    {
        var problems = new List<string>();
        if (eligible < 2) problems.Add("nobody");
        if (Enumerable.Range(0, plan.Arms.Count).Any(arm => plan.TemplateOf(arm) is null) || faults.Any(f => f.Part == FaultLine.Gone)) problems.Add("template");
        if (faults.Any(f => f.Part == FaultLine.OfChannel)) problems.Add("channel");
        if (faults.Any(f => IsOfOffer(f.Message))) problems.Add("offer");
        if (faults.Any(f => !f.IsOfTemplate && !IsOfOffer(f.Message))) problems.Add("faults");
        if (plan.Arms.Any(a => a.OfferUntil is { } last && last < (a.At is { } at ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime) : asOf))) problems.Add("late");
        if (unsigned) problems.Add("sender");
        if (plan.Budget > 0 && arms.Sum(a => a.Cost) * Micros.PerUnit > plan.Budget) problems.Add("budget");
        return problems;
    }
}
