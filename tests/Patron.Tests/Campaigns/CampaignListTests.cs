using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Patron.Campaigns;
using Patron.Campaigns.ReportCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.ShowCampaigns;
using Patron.Kernel;
using Patron.Tests.Insights;

namespace Patron.Tests.Campaigns;

/// <summary>The list of campaigns as its address asks for it, and the numbers of a report as a file.</summary>
public sealed class CampaignListTests
{
    private static readonly CampaignLine[] Lines =
    [
        Line(3, "Garden", CampaignState.Running, "email", launched: 20, profit: null),
        Line(2, "spring", CampaignState.Ended, "letter", launched: 10, profit: -5) with { Eligible = 900 },
        Line(1, "Autumn", CampaignState.Draft, "phone", launched: null, profit: null),
        Line(4, "Paper", CampaignState.Ended, "letter", launched: 5, profit: 70) with { Eligible = 100 },
    ];

    [Theory]
    [InlineData("", "Garden spring Autumn Paper"), InlineData("?state=over", "spring Paper"), InlineData("?state=out", "Garden"), InlineData("?state=planned", "Autumn"), InlineData("?channel=letter", "spring Paper")]
    [InlineData("?q=SPRING", "spring"), InlineData("?q=half", "Garden"), InlineData("?q=nothing", ""), InlineData("?kind=SmallTest", "Paper"), InlineData("?kind=9&state=x&channel=x&sort=x&page=x", "Garden spring Autumn Paper")]
    [InlineData("?sort=name", "Autumn Garden Paper spring"), InlineData("?sort=-name", "spring Paper Garden Autumn"), InlineData("?sort=launched", "Paper spring Garden Autumn"), InlineData("?sort=-launched", "Garden spring Paper Autumn")]
    [InlineData("?sort=profit", "spring Paper Garden Autumn"), InlineData("?sort=-profit", "Paper spring Garden Autumn"), InlineData("?sort=-people&state=over", "spring Paper")]
    public void What_the_address_asks_for_is_shown_and_who_has_no_value_stands_last(string query, string names) =>
        Assert.Equal(names, string.Join(' ', CampaignAddress.Of(new QueryCollection(QueryHelpers.ParseQuery(query))).Choose(Lines).Select(l => l.Campaign.Name)));

    [Fact]
    public async Task The_numbers_of_a_report_are_a_line_for_each_arm_and_no_formula_for_a_spreadsheet()
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(200, n => [n % 60 + 1]));
        var plan = Shop.Plan();
        var id = await Shop.Launched(app, plan with { Arms = [plan.Arms[0] with { What = "=1+1", Offer = "10% off, \"today\"" }, plan.Arms[1]] });
        await Shop.Draw(app, id, 1);
        var report = await app.Get<ReportReckoning>().Of((await app.Get<CampaignBook>().Find(id, default))!, null, SplitBy.Bought, default);
        var lines = ReportFile.Of(report).ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal((4, string.Join(',', ReportFile.Head)), (lines.Length, lines[0]));
        Assert.StartsWith("Spring,A,'=1+1,\"10% off, \"\"today\"\"\",email,", lines[1], StringComparison.Ordinal);
        Assert.All(lines.Skip(2), l => Assert.Equal(ReportFile.Head.Length, l.Split(',').Length));
        Assert.Equal(200, lines[2].Split(',') is var b && lines[3].Split(',') is var alone ? int.Parse(b[5], null) + int.Parse(alone[5], null) + (int)report.Outcome.Arms[1].People : 0);
    }

    private static CampaignLine Line(long id, string name, CampaignState state, string channel, int? launched, double? profit)
    {
        var plan = CampaignPlan.Empty with { Kind = name == "Paper" ? CampaignKind.SmallTest : CampaignKind.Usual, Arms = [new("A letter", channel, "", 0, null, name == "Garden" ? "Half price" : "")] };
        var campaign = new Campaign
        {
            Id = new(id), Name = name, FoldedName = name.ToLowerInvariant(), State = state, Plan = plan.Write(), CreatedAt = default, LaunchedAt = launched is { } day ? new DateTimeOffset(2026, 1, day, 9, 0, 0, default) : null,
        };
        return new(campaign, plan, null, profit is { } earned ? new("A", "A letter", channel, 10, 1, earned, earned, earned) : null);
    }
}
