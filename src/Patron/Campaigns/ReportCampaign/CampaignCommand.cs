using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Campaigns.ReportCampaign;

/// <summary>./patron campaign check|launch|pause|resume|report NAME --json</summary>
internal sealed class CampaignCommand(string deed, string description) : PatronCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>If this process cannot finish the draw, a server does from then on.</summary>
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(5);

    private readonly Argument<string> name = new("NAME") { Description = "The campaign: its name, or cmp_..." };
    private readonly Option<bool> json = new("--json") { Description = "One JSON object on standard output and nothing else." };

    public static IReadOnlyList<PatronCommand> All =>
    [
        new CampaignCommand("check", "What a campaign is expected to do as it stands, and what is wrong with it."),
        new CampaignCommand("launch", "Draw the people of a checked campaign and plan their messages."),
        new CampaignCommand("pause", "Send nothing more until it is resumed."),
        new CampaignCommand("resume", "Send on."),
        new CampaignCommand("report", "What a campaign brought against those left alone."),
    ];

    public override Command Define() => new(deed, description) { name, json };

    public override async Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct)
    {
        var text = context.Services.GetRequiredService<Texts>().For(SpokenLanguage.Of(Environment.GetEnvironmentVariable));
        var book = context.Services.GetRequiredService<CampaignBook>();
        var found = await book.Find(parsed.GetRequiredValue(name), ct);
        var told = found is null ? new CampaignGone() : await Do(found, book, context.Services, ct);
        if (told.Value is not { } answer)
        {
            await context.Error.WriteLineAsync(text.Of(told.Refusal!, told.Refusal!.Key));
            return 1;
        }
        if (parsed.GetValue(json)) await context.Out.WriteLineAsync(JsonSerializer.Serialize(answer, Json));
        else foreach (var (part, value) in answer) await context.Out.WriteLineAsync($"{part}\t{JsonSerializer.Serialize(value, Json)}");
        return 0;
    }

    private async Task<Result<Dictionary<string, object?>>> Do(Campaign campaign, CampaignBook book, IServiceProvider services, CancellationToken ct)
    {
        switch (deed)
        {
            case "check":
                var forecast = await services.GetRequiredService<CheckCampaign.CheckCampaign>().Run(campaign.Id, null, ct);
                return forecast.Refusal is { } unsound ? unsound : CampaignJson.Of(forecast.Value!);
            case "launch":
                return await Launch(campaign, book, services, ct);
            case "pause" or "resume":
                var changed = deed == "pause" ? await book.Pause(campaign.Id, null, ct) : await book.Resume(campaign.Id, null, ct);
                return changed.Refusal is { } refusal ? refusal : CampaignJson.Of(changed.Value!);
            default:
                await services.GetRequiredService<ICustomerBase>().CatchUp(ct);
                return CampaignJson.Of(await services.GetRequiredService<ReportReckoning>().Of(campaign, null, SplitBy.Bought, ct));
        }
    }

    private static async Task<Result<Dictionary<string, object?>>> Launch(Campaign campaign, CampaignBook book, IServiceProvider services, CancellationToken ct)
    {
        var launched = await book.Launch(campaign.Id, null, services.GetRequiredService<TimeProvider>().GetUtcNow() + Reserve, ct);
        if (launched.Refusal is { } refusal) return refusal;
        await services.GetRequiredService<IJobs>().RunNow(LaunchJob.JobKind, JsonSerializer.Serialize(new LaunchArguments(campaign.Id.Value, 1, null)), null, null, ct);
        return CampaignJson.Of(await services.GetRequiredService<ReportReckoning>().Of(launched.Value!, null, SplitBy.Bought, ct));
    }
}
