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

/// <summary>What sending the best arm to all the others is expected to bring.</summary>
/// <param name="People">Others, those left alone aside.</param>
/// <param name="Alone">Those left alone.</param>
/// <param name="Profit">Of both together.</param>
internal sealed record RestOutlook(int People, int Alone, double Profit, Interval Interval);

/// <summary>All arms by one channel.</summary>
internal sealed record ChannelOutcome(string Channel, ArmOutcome Sums, ArmEffect? Effect);

/// <summary>Orders within the window by where they came in.</summary>
/// <param name="Name">As the orders name it; null: they name none.</param>
/// <param name="Contacted">Of people in an arm.</param>
/// <param name="Alone">Of people left alone.</param>
internal sealed record OrderChannel(string? Name, int Contacted, int Alone);

/// <summary>Everything that the report of a campaign says; arm 0 was left alone, effects are of the arms from 1.</summary>
/// <param name="Currency">Of all amounts.</param>
/// <param name="From">The first day on which people came in.</param>
/// <param name="To">The last day on which a purchase counted.</param>
/// <param name="Day">So many days are over for whoever came in first, today among them; at most the days of the window.</param>
/// <param name="OpenWindows">People whose window is not over.</param>
/// <param name="TwoArms">People whom a merge found in two arms, and households so found; the first counts.</param>
/// <param name="Ratio">Sample-ratio check.</param>
/// <param name="Best">The arm with the highest profit, from 1; null where none can be measured.</param>
/// <param name="Daily">The best arm day by day, of those who came in on the first day.</param>
/// <param name="Sure">The day, from 1, since which it is certain beyond chance however often one looked; null: it is not.</param>
/// <param name="Split">For whom the best arm worked; null where none can be measured.</param>
/// <param name="Channels">By channel; empty where all arms go by one.</param>
/// <param name="Orders">Empty where orders name no channel.</param>
/// <param name="Record">Of the arms of other campaigns so many earned what had been forecast, of so many measured.</param>
/// <param name="Sending">Null for whoever sees only part of the customers: messages are not counted by customer.</param>
internal sealed record CampaignReport(
    Campaign Campaign, CampaignPlan Plan, Forecast? Forecast, string Currency, DateOnly? From, DateOnly To, int Day, CampaignOutcome Outcome, IReadOnlyList<ArmEffect?> Effects, IncrementalProfit? Whole,
    (double ChiSquared, double P)? Ratio, int OpenWindows, int TwoArms, Touched Touched, int? Best, Decision Decision, ArmEffect? BestOverNext, RestOutlook? Rest, IReadOnlyList<DailyEffect> Daily, int? Sure,
    Claims Claims, SendingCounts? Sending, IReadOnlyDictionary<string, SendingCounts> SendingByArm, IReadOnlyList<EventCount> Events, PartSplit? Split, IReadOnlyList<ChannelOutcome> Channels, IReadOnlyList<OrderChannel> Orders,
    (int Held, int Measured) Record)
{
    public int People => Outcome.Arms.Sum(a => (int)a.People);

    public ArmEffect? Effect(int arm) => Effects[arm - 1];
}
