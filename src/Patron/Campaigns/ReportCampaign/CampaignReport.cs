using Patron.Analytics.Experiments;
using Patron.Campaigns.CheckCampaign;
using Patron.Events.Contracts;
using Patron.Messaging.Contracts;

namespace Patron.Campaigns.ReportCampaign;

internal enum Decision
{
    /// <summary>Nobody was drawn, or too few to say anything.</summary>
    TooEarly,

    /// <summary>The window is open and nothing is sure yet.</summary>
    Wait,

    /// <summary>The best arm earned more than doing nothing, beyond chance.</summary>
    Send,

    /// <summary>The best arm earned less than doing nothing, beyond chance.</summary>
    Stop,

    /// <summary>The window is over, and no arm is proven.</summary>
    NotProven,
}

/// <summary>Orders of the contacted within the window, each counted once by each rule; amounts are units of the reporting currency.</summary>
/// <param name="Shared">Orders that another campaign claims as well.</param>
/// <param name="Last">Revenue of orders whose latest contact was this campaign's.</param>
/// <param name="First">Revenue of orders whose earliest contact was.</param>
/// <param name="More">Revenue more than as many left alone brought: the only one of the three that tells what the campaign caused.</param>
internal sealed record Claims(int Orders, int Shared, double Last, double First, double More);

/// <summary>What sending the best arm to the rest is expected to bring.</summary>
internal sealed record RestOutlook(int People, double Profit, Interval Interval);

/// <summary>Everything that the report of a campaign says; arm 0 was left alone, effects are of the arms from 1.</summary>
/// <param name="Currency">Of all amounts.</param>
/// <param name="From">The first day on which people came in.</param>
/// <param name="OpenWindows">People whose window is not over.</param>
/// <param name="TwoArms">People whom a merge found in two arms; the first counts.</param>
/// <param name="Touched">Of those left alone so many were contacted by another campaign meanwhile.</param>
/// <param name="Ratio">Sample-ratio check.</param>
/// <param name="Best">The arm with the highest profit, from 1; null where none can be measured.</param>
/// <param name="Daily">The best arm day by day, of those who came in on the first day.</param>
/// <param name="Sure">The day, from 1, since which it is certain beyond chance however often one looked; null: it is not.</param>
/// <param name="Sending">Null for whoever sees only part of the customers: messages are not counted by customer.</param>
internal sealed record CampaignReport(
    Campaign Campaign, CampaignPlan Plan, Forecast? Forecast, string Currency, DateOnly? From, DateOnly To, CampaignOutcome Outcome, IReadOnlyList<ArmEffect?> Effects, IncrementalProfit? Whole,
    (double ChiSquared, double P)? Ratio, int OpenWindows, int TwoArms, int Touched, int? Best, Decision Decision, ArmEffect? BestOverNext, RestOutlook? Rest, IReadOnlyList<DailyEffect> Daily, int? Sure,
    Claims Claims, SendingCounts? Sending, IReadOnlyDictionary<string, SendingCounts> SendingByArm, IReadOnlyList<EventCount> Events, IReadOnlyList<PartOutcome> Parts, IReadOnlyList<string> PartNames, EffectDifferences? Differences)
{
    public int People => Outcome.Arms.Sum(a => (int)a.People);

    public ArmEffect? Effect(int arm) => Effects[arm - 1];
}
