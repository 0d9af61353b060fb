using System.Globalization;
using System.Text.Json;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.ReportCampaign;

namespace Patron.Campaigns.ShowCampaigns;

/// <summary>A campaign as the list shows it.</summary>
/// <param name="Best">The arm that earned most; null until it is settled.</param>
internal sealed record CampaignLine(Campaign Campaign, CampaignPlan Plan, int? Eligible, ArmResult? Best)
{
    public static CampaignLine Of(Campaign campaign) => new(
        campaign, CampaignPlan.Read(campaign.Plan), Forecast.Of(campaign)?.Eligible, campaign.Result is { } json ? JsonSerializer.Deserialize<CampaignResult>(json)!.Arms.MaxBy(a => a.Profit) : null);
}

/// <summary>What the list's address says.</summary>
/// <param name="State">One of <see cref="States"/>.</param>
/// <param name="Channel">Only campaigns with an arm by it; null: all.</param>
/// <param name="Kind">Null: all.</param>
/// <param name="Words">In name, goal or what an arm gets.</param>
/// <param name="Sort">A key of <see cref="Keys"/>, with a minus before it the other way round; null: the latest first.</param>
internal sealed record CampaignAddress(string State, string? Channel, CampaignKind? Kind, string? Words, string? Sort, int Page)
{
    public const int PageSize = 50, LongestWords = 100;
    public const string All = "all", Planned = "planned", Out = "out", Over = "over";
    public const string ByName = "name", ByLaunch = "launched", ByPeople = "people", ByProfit = "profit";

    public static IReadOnlyList<string> States { get; } = [All, Planned, Out, Over];

    private static readonly string[] Keys = [ByName, ByLaunch, ByPeople, ByProfit];

    public static CampaignAddress Of(IQueryCollection query) => new(
        States.Contains(query["state"].ToString()) ? query["state"].ToString() : All,
        CampaignPlan.Channels.Contains(query["channel"].ToString()) ? query["channel"].ToString() : null,
        Enum.TryParse<CampaignKind>(query["kind"], out var kind) && Enum.IsDefined(kind) ? kind : null,
        query["q"].ToString().Trim() is { Length: > 0 and <= LongestWords } words ? words : null,
        Keys.Contains(query["sort"].ToString().TrimStart('-')) ? query["sort"].ToString() : null,
        int.TryParse(query["page"], NumberStyles.None, CultureInfo.InvariantCulture, out var page) ? Math.Clamp(page, 1, 100_000) : 1);

    /// <summary>Whether anything is asked for but the order.</summary>
    public bool Asks => State != All || Channel is not null || Kind is not null || Words is not null;

    public static string StateOf(Campaign campaign) =>
        campaign.State is CampaignState.Ended ? Over : CampaignDecisions.IsOut(campaign) ? Out : Planned;

    /// <param name="all">The latest first.</param>
    public IReadOnlyList<CampaignLine> Choose(IEnumerable<CampaignLine> all)
    {
        var found = all.Where(l => State == All || StateOf(l.Campaign) == State).Where(l => Channel is null || l.Plan.Arms.Any(a => a.Channel == Channel)).Where(l => Kind is null || l.Plan.Kind == Kind)
            .Where(l => Words is null || Texts(l).Any(t => t.Contains(Words, StringComparison.CurrentCultureIgnoreCase)));
        return [.. Sort is null ? found : Ordered(found, Sort.TrimStart('-'), Sort.StartsWith('-'))];
    }

    private static IEnumerable<string> Texts(CampaignLine line) => [line.Campaign.Name, line.Plan.Goal, .. line.Plan.Arms.SelectMany(a => new[] { a.What, a.Offer })];

    /// <summary>Who has no value stands last either way.</summary>
    private static IEnumerable<CampaignLine> Ordered(IEnumerable<CampaignLine> lines, string key, bool down) => key switch
    {
        ByName => Sorted(lines, l => l.Campaign.FoldedName, _ => false, down),
        ByLaunch => Sorted(lines, l => l.Campaign.LaunchedAt, l => l.Campaign.LaunchedAt is null, down),
        ByPeople => Sorted(lines, l => l.Eligible, l => l.Eligible is null, down),
        _ => Sorted(lines, l => l.Best?.Profit, l => l.Best is null, down),
    };

    private static IEnumerable<CampaignLine> Sorted<T>(IEnumerable<CampaignLine> lines, Func<CampaignLine, T> by, Func<CampaignLine, bool> last, bool down) =>
        down ? lines.OrderBy(last).ThenByDescending(by) : lines.OrderBy(last).ThenBy(by);
}
