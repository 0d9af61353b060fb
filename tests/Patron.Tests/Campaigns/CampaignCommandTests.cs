using System.CommandLine;
using System.Text.Json;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.ReportCampaign;
using Patron.CommandLine.Contracts;
using Patron.Kernel;

namespace Patron.Tests.Campaigns;

/// <summary>./patron campaign check|launch|pause|resume|report NAME --json, with the keys that are promised.</summary>
public sealed class CampaignCommandTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_campaign_is_checked_launched_paused_resumed_and_reported_by_its_name(Database kind)
    {
        await using var app = await Shop.Start(kind, Shop.People(300, n => [n % 60]), new PlayedMessages());
        await app.Get<CampaignBook>().Add("봄 \"Spring\" 📮", Shop.Plan(), new UserId(1), default);

        var check = await Json(app, "check", "봄 \"SPRING\" 📮");
        Assert.Equal((300, 2, .2), (check.GetProperty("eligible").GetInt32(), check.GetProperty("arms").GetArrayLength(), check.GetProperty("holdout").GetProperty("share").GetDouble()));
        Assert.Equal((0, .2), (check.GetProperty("problems").GetArrayLength(), check.GetProperty("arms")[0].GetProperty("lift").GetProperty("relative").GetDouble()));
        var launched = await Json(app, "launch", "봄 \"spring\" 📮");
        Keys(launched);
        Assert.Equal(300, launched.GetProperty("holdout").GetProperty("people").GetInt32() + launched.GetProperty("arms").EnumerateArray().Sum(a => a.GetProperty("people").GetInt32()));
        Assert.Equal("paused", (await Json(app, "pause", "봄 \"spring\" 📮")).GetProperty("state").GetString());
        Assert.NotEmpty(await Refusal(app, "pause", "봄 \"spring\" 📮"));
        Assert.Equal("running", (await Json(app, "resume", "봄 \"spring\" 📮")).GetProperty("state").GetString());
        Assert.NotEmpty(await Refusal(app, "check", "봄 \"spring\" 📮"));
        var report = await Json(app, "report", "봄 \"spring\" 📮");
        Keys(report);
        Assert.Equal(report.GetProperty("planned").GetInt64(), ((string[])["queued", "claimed", "handedOff", "sent", "failed", "unknown"]).Sum(s => report.GetProperty(s).GetInt64()) + report.GetProperty("suppressed").EnumerateObject().Sum(s => s.Value.GetInt64()));
    }

    [Fact]
    public async Task Of_a_campaign_that_was_not_launched_everything_is_nought_and_no_profit_is_told()
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(20, n => [n]), new PlayedMessages());
        await app.Get<CampaignBook>().Add("Draft", Shop.Plan(), new UserId(1), default);
        var report = await Json(app, "report", "Draft");
        Keys(report);
        Assert.Equal((0, JsonValueKind.Null), (report.GetProperty("planned").GetInt64(), report.GetProperty("incrementalProfit").ValueKind));
        Assert.NotEmpty(await Refusal(app, "launch", "Draft"));
    }

    [Theory, InlineData(""), InlineData("nobody"), InlineData("cmp_"), InlineData("'; drop table campaigns_campaigns; --"), InlineData("../../etc/passwd"), InlineData("\0"), InlineData("%"), InlineData("cmp_zzzzzzzzzzzzz")]
    public async Task A_name_that_none_has_is_refused_and_nothing_is_written_to_standard_output(string name)
    {
        await using var app = await Shop.Start(Database.Sqlite, Shop.People(1, n => [n]));
        await app.Get<CampaignBook>().Add("Draft", Shop.Plan(), new UserId(1), default);
        foreach (var deed in (string[])["check", "launch", "pause", "resume", "report"]) Assert.NotEmpty(await Refusal(app, deed, name));
    }

    private static void Keys(JsonElement report)
    {
        foreach (var key in (string[])["planned", "sent", "failed", "unknown", "suppressed", "arms", "holdout", "incrementalProfit"]) Assert.True(report.TryGetProperty(key, out _), key);
        if (report.GetProperty("incrementalProfit") is { ValueKind: JsonValueKind.Object } profit) Assert.Equal(["estimate", "low", "high"], profit.EnumerateObject().Select(p => p.Name));
    }

    private static async Task<JsonElement> Json(PatronServices app, string deed, string name)
    {
        var (exit, output, error) = await Run(app, deed, name, "--json");
        Assert.Equal((0, ""), (exit, error));
        return JsonDocument.Parse(output).RootElement;
    }

    private static async Task<string> Refusal(PatronServices app, string deed, string name)
    {
        var (exit, output, error) = await Run(app, deed, name, "--json");
        Assert.Equal((1, ""), (exit, output));
        return error;
    }

    private static async Task<(int Exit, string Out, string Error)> Run(PatronServices app, string deed, params string[] arguments)
    {
        var command = CampaignCommand.All.Single(c => c.Define().Name == deed);
        var parsed = new RootCommand { command.Define() }.Parse([deed, .. arguments]);
        Assert.Empty(parsed.Errors);
        using StringWriter output = new(), error = new();
        var exit = await command.Run(parsed, new CommandContext(app.Services, null, output, error, app.Location.Directory, Live: false), TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }
}
