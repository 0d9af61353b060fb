using System.Text.Json;
using System.Text.Json.Serialization;
using Patron.Analytics.Experiments;

namespace Patron.Campaigns.CheckCampaign;

/// <summary>What an arm is expected to bring; amounts in units of the reporting currency, shares of 1.</summary>
/// <param name="Answers">Orders, those included that would come anyhow.</param>
/// <param name="Profit">Margin of the orders that would not come anyhow, less cost.</param>
/// <param name="Lift">How many more are expected to order by this channel; null in forecasts made before each channel had its own.</param>
internal sealed record ArmForecast(
    string Name, string What, string Channel, int People, double Answers, Interval AnswersInterval, double Revenue, double Cost, double Profit, Interval ProfitInterval, ExpectedLift? Lift = null)
{
    public double Rate => People > 0 ? Answers / People : 0;
}

/// <summary>A template that cannot be rendered for somebody.</summary>
/// <param name="Customer">Id text; empty: for nobody at all it can.</param>
/// <param name="Part">subject or body; or what is wrong with the template as a whole, <see cref="OfChannel"/> and <see cref="Gone"/>.</param>
/// <param name="Message">The field in braces, or the engine's words; of <see cref="OfChannel"/> the channel that the template is written for.</param>
internal sealed record FaultLine(string Arm, string Customer, string Part, string Message)
{
    public const string OfChannel = "channel", Gone = "gone";

    [JsonIgnore] public bool IsOfTemplate => Part is OfChannel or Gone;
}

/// <summary>Another campaign whose message is worth more to people who may not get both now.</summary>
/// <param name="Id">Id text.</param>
internal sealed record YieldLine(string Id, string Name, int People);

/// <summary>What is known of a campaign before it is launched.</summary>
/// <param name="AsOf">The day that purchases and insights are reckoned for.</param>
/// <param name="Audience">Customers whom the segment or query means.</param>
/// <param name="Eligible">Of them those who are drawn, the hold-out included.</param>
/// <param name="Excluded">The others by reason; the first that holds counts.</param>
/// <param name="Alone">Share of the eligible that is expected to order within the window without being contacted.</param>
/// <param name="OrderValue">Mean of an order.</param>
/// <param name="Lift">How many more are expected to order when contacted, and from how many campaigns that was learnt; none: it is assumed.</param>
/// <param name="Proposed">The hold-out that the sample size asks for.</param>
/// <param name="HoldOut">The share that is left alone.</param>
/// <param name="Power">The probability that the test finds the expected effect with it.</param>
/// <param name="Depth">Expected profit of contacting the best so-and-so many first.</param>
/// <param name="Best">So many are expected to bring more than a contact costs, and that is what these bring.</param>
/// <param name="Problems">Words of what must be put right before the launch; none: it may go.</param>
/// <param name="Yields">Of the eligible those whose last slot a dearer message of another campaign waits for; theirs goes later. By that campaign, the most people first; null in forecasts made before this was asked.</param>
/// <param name="Templates">Versions of the templates that were looked at, by id text; null in forecasts made before they were kept.</param>
/// <param name="Learned">What earlier campaigns with the same goal or channel taught.</param>
internal sealed record Forecast(
    DateOnly AsOf, int Audience, int Eligible, IReadOnlyDictionary<string, int> Excluded, double Alone, double OrderValue, ExpectedLift Lift, HoldOut Proposed, double HoldOut, double Power,
    IReadOnlyList<ArmForecast> Arms, IReadOnlyList<DepthPoint> Depth, int Best, double BestProfit, IReadOnlyList<string> Problems, IReadOnlyList<FaultLine> Faults, IReadOnlyList<LearnedBefore> Learned, IReadOnlyList<YieldLine>? Yields = null,
    IReadOnlyDictionary<string, int>? Templates = null)
{
    public static Forecast? Of(Campaign campaign) => campaign.Forecast is { } json ? JsonSerializer.Deserialize<Forecast>(json) : null;

    public string Write() => JsonSerializer.Serialize(this);

    public double Cost => Arms.Sum(a => a.Cost);

    public int Contacted => Arms.Sum(a => a.People);

    /// <summary>The hold-out's people.</summary>
    public int LeftAlone => Eligible - Contacted;
}

/// <summary>A lesson of an earlier campaign.</summary>
internal sealed record LearnedBefore(string Id, string Name, string Text, DateOnly On);
