using Patron.Api.Contracts;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.Campaigns.ServeApi;
using Patron.Campaigns.ShowCampaigns;
using Patron.CommandLine.Contracts;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Campaigns;

/// <summary>The door of the room: who is contacted, what is expected of it, and what it brought.</summary>
internal static class CampaignsModule
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddSingleton<CampaignBook>()
        .AddSingleton<Events.Contracts.INamesSources, CampaignNames>()
        .AddSingleton<Audiences>()
        .AddSingleton<CheckCampaign.CheckCampaign>()
        .AddSingleton<ReportReckoning>()
        .AddSingleton<IJobHandler, LaunchJob>()
        .AddSingleton<IJobHandler, SettleJob>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddCampaignsServer(this IServiceCollection services) => services
        .AddSingleton<SendProofs>()
        .AddSingleton<Segments.Contracts.IUsesSegments, CampaignsOfSegments>()
        .AddSingleton<IApiPart, CampaignsApi>()
        .AddSingleton(new PalettePage("campaigns.new", CampaignUrls.New, "send", Permissions.ManageCampaigns))
        .AddSingleton(new PalettePage("campaigns.acquire", CampaignUrls.Acquire, "user-plus", Permissions.ReadInsights))
        .AddSingleton(new NavigationItem("campaigns.title", CampaignUrls.List, "send", 2, 1, Tab: false, Permissions.ReadInsights));

    public static void MapCampaigns(this IEndpointRouteBuilder app) => app.MapDeeds();

    /// <summary>./patron campaign ...</summary>
    public static CommandGroup CampaignCommands => new("campaign", "Campaigns: check, launch, pause, resume, report.", CampaignCommand.All);
}
