using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Experiments.Contracts;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>Reckons the report of a campaign from who was drawn, what they bought, what was sent and what they did.</summary>
internal sealed class ReportReckoning(
    ICustomerBase customerBase, IVisibility visibility, ITests tests, IMessages messages, IEventLog events, ReportParts splits, ReportTouches touches, IDbContextFactory<PatronDb> contexts, TimeProvider clock)
{
    private const double Alpha = 0.05;

    /// <param name="asker">Whose customers are counted; null: all.</param>
    public async Task<CampaignReport> Of(Campaign campaign, UserId? asker, SplitBy split, CancellationToken ct)
    {
        var (plan, snapshot) = (CampaignPlan.Read(campaign.Plan), customerBase.Current);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var organisation = await db.Organisation(ct);
        var visibleTo = visibility.Set(snapshot, asker);
        var window = new ResponseWindow(plan.WindowDays, 0, null, organisation.Zone);
        window = window with { Today = window.DayOf(clock.GetUtcNow()), Closed = campaign is { RolledOutAt: { } rolled, RolledOutAlone: not false } ? window.DayOf(rolled) : null };
        var people = await tests.People(campaign.Id.Value, ct);
        var rows = ReportRows.Of(snapshot, people, visibleTo, window, plan.MarginPercent / 100.0, plan.OncePerHousehold ? KnownColumns.Households(snapshot) : null);
        var byArm = await messages.CountsByArm(CampaignBook.Source(campaign.Id), ct);
        var costs = Costs(plan, rows.Rows, byArm);
        var outcome = CampaignOutcome.Of(rows.Rows, costs);
        ArmEffect?[] effects = [.. Enumerable.Range(1, plan.Arms.Count).Select(arm => outcome.Effect(arm))];
        var (open, best) = (rows.Since.Count(s => window.Last(s) < s + plan.WindowDays - 1 && window.Closed is null), BestOf(effects));
        var daily = best is { } b ? Daily(rows, plan, outcome, b, window) : [];
        var sure = SureSince(daily);
        var forecast = Forecast.Of(campaign);
        var contacts = await tests.Contacts(campaign.Id.Value, ct);
        return new(
            campaign, plan, forecast, organisation.Currency, rows.Count == 0 ? null : DateOnly.FromDayNumber(rows.Since.Min()), DateOnly.FromDayNumber(rows.Count == 0 ? window.Today : rows.Since.Max(window.Last)),
            rows.Count == 0 ? 0 : Math.Clamp(window.Today - rows.Since.Min() + 1, 0, plan.WindowDays),
            outcome, effects, outcome.Whole(), RatioOf(forecast, plan, outcome), open, people.TwoArms.Count + rows.Mixed, await touches.Of(campaign, people, window, ct), best,
            Decide(outcome, best, effects.Length, open > 0, sure is not null ? daily[^1].Effect : null), best is { } first ? Next(outcome, effects, first) : null,
            best is { } winner ? Rest(forecast, plan, outcome, winner) : null, daily, sure, ClaimsOf(campaign, snapshot, rows, contacts, window, outcome),
            visibleTo is null ? await messages.Counts(CampaignBook.Source(campaign.Id), ct) : null, byArm, await events.Counts(CampaignBook.Kind, campaign.Id.Value, ct),
            best is { } one ? splits.Of(snapshot, rows, outcome, one, split) : null, Channels(plan, rows.Rows, costs), Orders(snapshot, rows), await Record(db, campaign, ct));
    }

    private static async Task<(int Held, int Measured)> Record(PatronDb db, Campaign campaign, CancellationToken ct)
    {
        var results = await db.Campaigns.AsNoTracking().Where(c => c.Result != null && c.Id != campaign.Id).Select(c => c.Result!).ToListAsync(ct);
        var known = results.Select(json => JsonSerializer.Deserialize<CampaignResult>(json)!).ToArray();
        return (known.Sum(r => r.Held), known.Sum(r => r.Measured));
    }

    /// <summary>A message costs once it was handed over; those of a later roll-out are none of the test's.</summary>
    private static double[] Costs(CampaignPlan plan, OutcomeRows rows, IReadOnlyDictionary<string, SendingCounts> byArm) =>
    [
        0, .. plan.Arms.Select((arm, at) => byArm.TryGetValue(CampaignPlan.Letter(at), out var sent)
            ? Math.Min(rows.Arm.Count(a => a == at + 1), CampaignCosts.Handed(sent)) * (double)arm.CostEach / Micros.PerUnit : 0),
    ];

    private static int? BestOf(ArmEffect?[] effects) =>
        effects.Select((e, at) => (e, at)).Where(x => x.e is not null).OrderByDescending(x => x.e!.Profit.Estimate).Select(x => (int?)x.at + 1).FirstOrDefault();

    private static ArmEffect? Next(CampaignOutcome outcome, ArmEffect?[] effects, int best)
    {
        var next = effects.Select((e, at) => (e, Arm: at + 1)).Where(x => x.e is not null && x.Arm != best).OrderByDescending(x => x.e!.Profit.Estimate).Select(x => x.Arm).FirstOrDefault();
        return next == 0 ? null : outcome.Between(best, next);
    }

    private static (double, double)? RatioOf(Forecast? forecast, CampaignPlan plan, CampaignOutcome outcome)
    {
        if (forecast is null || forecast.HoldOut is <= 0 or >= 1 || outcome.Arms.Sum(a => a.People) == 0) return null;
        return SampleRatio.Of([.. outcome.Arms.Select(a => a.People)], [forecast.HoldOut, .. Enumerable.Repeat((1 - forecast.HoldOut) / plan.Arms.Count, plan.Arms.Count)]);
    }

    /// <summary>While windows are open only the interval that may be looked at every day decides; afterwards the final one, wider for each arm more, since the best of several is chosen.</summary>
    private static Decision Decide(CampaignOutcome outcome, int? best, int arms, bool open, double? sureEffect)
    {
        if (best is not { } arm) return Decision.TooEarly;
        if (open) return sureEffect is { } effect ? effect > 0 ? Decision.Send : Decision.Stop : Decision.Wait;
        var profit = outcome.Effect(arm, 1 - Alpha / arms)!.Profit;
        return !profit.IsProven ? Decision.NotProven : profit.Estimate > 0 ? Decision.Send : Decision.Stop;
    }

    private static IReadOnlyList<DailyEffect> Daily(ReportRows rows, CampaignPlan plan, CampaignOutcome outcome, int arm, ResponseWindow window)
    {
        var first = rows.Since.Min();
        var days = window.Last(first) - first + 1;
        var arms = rows.Rows.Arm.Zip(rows.Since, (a, since) => since == first ? a : -1).ToArray();
        var costEach = outcome.Arms[arm].People > 0 ? outcome.Arms[arm].Cost / outcome.Arms[arm].People : 0;
        return DailyProfit.Of(arms, arm, rows.Days, Math.Max(0, days), plan.WindowDays, costEach);
    }

    /// <summary>The first day of those at the end on which the interval was on one side of nothing.</summary>
    private static int? SureSince(IReadOnlyList<DailyEffect> daily)
    {
        var first = daily.Count;
        while (first > 0 && daily[first - 1].IsSure && daily[first - 1].Effect > 0 == daily[^1].Effect > 0) first--;
        return first == daily.Count ? null : first + 1;
    }

    private static RestOutlook? Rest(Forecast? forecast, CampaignPlan plan, CampaignOutcome outcome, int arm)
    {
        var (sums, effect) = (outcome.Arms[arm], outcome.Effect(arm)!);
        var alone = (int)outcome.Arms[0].People;
        var rest = (int)(outcome.Arms.Sum(a => a.People) - sums.People) + (forecast?.Excluded.GetValueOrDefault(Audience.NotDrawn) ?? 0);
        if (rest == 0) return null;
        // What is not yet paid for is paid for each of the rest.
        double Each(double profit) => (profit + sums.Cost) / sums.People - (double)plan.Arms[arm - 1].CostEach / Micros.PerUnit;
        return new(rest - alone, alone, Each(effect.Profit.Estimate) * rest, new(Each(effect.Profit.Interval.Low) * rest, Each(effect.Profit.Interval.High) * rest));
    }

    private static Claims ClaimsOf(Campaign campaign, CustomerBaseSnapshot snapshot, ReportRows rows, IReadOnlyList<TestContact> contacts, ResponseWindow window, CampaignOutcome outcome)
    {
        var tests = contacts.Select(c => c.Test).Distinct().Index().ToDictionary(t => t.Item, t => t.Index);
        var own = tests.GetValueOrDefault(campaign.Id.Value, Attribution.Nobody);
        var touches = contacts.GroupBy(c => c.Customer).ToDictionary(g => g.Key, g => g.Select(c => new Touch(tests[c.Test], window.DayOf(c.At), window.DayOf(c.At) + c.WindowDays - 1)).ToArray());
        var (orders, shared, last, first) = (0, 0, 0L, 0L);
        foreach (var order in rows.Bought)
        {
            if (rows.Rows.Arm[order.Person] == 0 || !touches.TryGetValue(snapshot.Ids[rows.Index[order.Person]], out var of)) continue;
            orders++;
            if (Attribution.Claimants(of, order.Day) > 1) shared++;
            if (Attribution.Last(of, order.Day) == own) last += order.Amount;
            if (Attribution.First(of, order.Day) == own) first += order.Amount;
        }
        var (alone, treated) = (outcome.Arms[0], outcome.Arms.Skip(1).ToArray());
        var more = alone.People == 0 ? 0 : treated.Sum(a => a.Revenue) - treated.Sum(a => a.People) * alone.Revenue / alone.People;
        return new(orders, shared, (double)last / Micros.PerUnit, (double)first / Micros.PerUnit, more);
    }

    /// <summary>Arms of one channel taken together against those left alone; nothing where all go by the same.</summary>
    private static ChannelOutcome[] Channels(CampaignPlan plan, OutcomeRows rows, double[] costs)
    {
        string[] channels = [.. plan.Arms.Select(a => a.Channel).Distinct()];
        if (channels.Length < 2) return [];
        int[] of = [0, .. plan.Arms.Select(a => Array.IndexOf(channels, a.Channel) + 1)];
        var sums = new double[channels.Length + 1];
        foreach (var (cost, arm) in costs.Select((c, arm) => (c, arm))) sums[of[arm]] += cost;
        var outcome = CampaignOutcome.Of(rows with { Arm = Array.ConvertAll(rows.Arm, arm => of[arm]) }, sums);
        return [.. channels.Select((channel, at) => new ChannelOutcome(channel, outcome.Arms[at + 1], outcome.Effect(at + 1)))];
    }

    /// <summary>Orders by where they came in, the most first; nothing where no order names a channel.</summary>
    private static OrderChannel[] Orders(CustomerBaseSnapshot snapshot, ReportRows rows)
    {
        var counted = rows.Bought.GroupBy(o => o.Channel).Select(g => new OrderChannel(g.Key == 0 ? null : snapshot.Channels.Name(g.Key), g.Count(o => rows.Rows.Arm[o.Person] > 0), g.Count(o => rows.Rows.Arm[o.Person] == 0)));
        OrderChannel[] all = [.. counted.OrderByDescending(c => c.Contacted).ThenBy(c => c.Name, StringComparer.Ordinal)];
        return all.Any(c => c.Name is not null) ? all : [];
    }
}
