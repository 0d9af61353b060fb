using Patron.Analytics.Experiments;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>Campaigns as JSON: the command line and the HTTP API say the same.</summary>
internal static class CampaignJson
{
    public static Dictionary<string, object?> Of(Campaign campaign) => new() { ["id"] = campaign.Id.ToString(), ["name"] = campaign.Name, ["state"] = CampaignDecisions.Word(campaign.State) };

    public static Dictionary<string, object?> Of(Forecast f) => new()
    {
        ["asOf"] = f.AsOf.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        ["audience"] = f.Audience,
        ["eligible"] = f.Eligible,
        ["excluded"] = f.Excluded,
        ["holdout"] = new { share = f.HoldOut, proposed = f.Proposed.Share, people = f.LeftAlone },
        ["power"] = f.Power,
        ["lift"] = new { relative = f.Lift.Relative, low = f.Lift.Interval.Low, high = f.Lift.Interval.High, campaigns = f.Lift.Campaigns },
        ["arms"] = f.Arms.Select(a => new
        {
            name = a.Name, what = a.What, channel = a.Channel, lift = a.Lift is { } own ? new { relative = own.Relative, low = own.Interval.Low, high = own.Interval.High, campaigns = own.Campaigns } : null, people = a.People, response = a.Rate, responses = a.Answers, revenue = a.Revenue, cost = a.Cost,
            incrementalProfit = Estimate(a.Profit, a.ProfitInterval),
        }),
        ["best"] = new { people = f.Best, profit = f.BestProfit },
        ["problems"] = f.Problems,
        ["faults"] = f.Faults,
    };

    public static Dictionary<string, object?> Of(CampaignReport r)
    {
        var sent = r.Sending ?? new SendingCounts(0, 0, 0, 0, 0, 0, 0, new Dictionary<string, long>());
        return new()
        {
            ["name"] = r.Campaign.Name,
            ["state"] = CampaignDecisions.Word(r.Campaign.State),
            ["planned"] = sent.Planned,
            ["queued"] = sent.Queued,
            ["claimed"] = sent.Claimed,
            ["handedOff"] = sent.HandedOff,
            ["sent"] = sent.Sent,
            ["failed"] = sent.Failed,
            ["unknown"] = sent.Unknown,
            ["suppressed"] = sent.Suppressed,
            ["arms"] = r.Plan.Arms.Select((arm, at) => new
            {
                name = CampaignPlan.Letter(at), what = arm.What, offer = arm.Offer, channel = arm.Channel, people = r.Outcome.Arms[at + 1].People, responses = r.Outcome.Arms[at + 1].Answered,
                response = r.Outcome.Arms[at + 1].Rate, revenue = r.Outcome.Arms[at + 1].Revenue, margin = r.Outcome.Arms[at + 1].Margin, cost = r.Outcome.Arms[at + 1].Cost,
                incrementalProfit = Profit(r.Effects[at]?.Profit), bootstrap = r.Effects[at] is { } e ? new { low = e.Drawn.Low, high = e.Drawn.High } : null,
                adjusted = Profit(r.Effects[at]?.Adjusted), lift = Lift(r.Effects[at]?.Answers), proven = r.Effects[at]?.Profit.IsProven, @return = r.Effects[at]?.Profit.Return,
            }),
            ["holdout"] = new { people = r.Outcome.Arms[0].People, responses = r.Outcome.Arms[0].Answered, response = r.Outcome.Arms[0].Rate, revenue = r.Outcome.Arms[0].Revenue, margin = r.Outcome.Arms[0].Margin },
            ["incrementalProfit"] = Profit(r.Whole),
            ["sampleRatio"] = r.Ratio is { } ratio ? new { chiSquared = ratio.ChiSquared, p = ratio.P } : null,
            ["decision"] = r.Decision.ToString().ToLowerInvariant(),
            ["best"] = r.Best is { } best ? CampaignPlan.Letter(best - 1) : null,
        };
    }

    /// <summary>Orders more, as a share of those that as many left alone made; null where these made none.</summary>
    private static object? Lift(ResponseTest? answers) => answers is { Relative: { } relative, RelativeInterval: { } interval } ? new { relative, low = interval.Low, high = interval.High, p = answers.P } : null;

    private static object? Profit(IncrementalProfit? profit) => profit is null ? null : Estimate(profit.Estimate, profit.Interval);

    private static object Estimate(double estimate, Interval interval) => new { estimate, low = interval.Low, high = interval.High };
}
