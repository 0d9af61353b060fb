using Patron.Api.Contracts;
using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.Contracts;
using Patron.Campaigns.ExportRows;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.RecordPast;
using Patron.Campaigns.ReportCampaign;
using Patron.Campaigns.ServeApi;
using Patron.Campaigns.ShowCampaigns;
using Patron.Campaigns.UndoDeeds;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Campaigns;

/// <summary>The door of the room: who is contacted, what is expected of it, and what it brought.</summary>
internal static class CampaignsModule
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddSingleton<CampaignBook>()
        .AddSingleton<Events.Contracts.INamesSources, CampaignNames>()
        .AddSingleton<Messaging.Contracts.ITellsOffers, CampaignOffers>()
        .AddSingleton<Experiments.Contracts.ITellsCosts, CampaignCosts>()
        .AddSingleton<Audiences>()
        .AddSingleton<SlotYields>()
        .AddSingleton<CheckCampaign.CheckCampaign>()
        .AddSingleton<ReportParts>()
        .AddSingleton<ReportTouches>()
        .AddSingleton<ReportReckoning>()
        .AddSingleton<IPastCampaigns, PastBook>()
        .AddSingleton<IForgetsSources, ForgetsPast>()
        .AddSingleton<IJobHandler, LaunchJob>()
        .AddSingleton<IJobHandler, SettleJob>()
        .AddSingleton(new DeedKind(CampaignBook.Kinds))
        .AddSingleton<IUndoesChanges, UndoesCampaigns>()
        .AddSingleton<IExportPart, ExportsCampaigns>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddCampaignsServer(this IServiceCollection services) => services
        .AddSingleton<SendProofs>()
        .AddScoped<IPaletteSource, CampaignsPalette>()
        .AddSingleton<Segments.Contracts.IUsesSegments, CampaignsOfSegments>()
        .AddSingleton<AcquireCustomers.NurtureWays>()
        .AddSingleton<IApiPart, CampaignsApi>()
        .AddSingleton(new Web.SaveViews.ListWithViews(CampaignUrls.List))
        .AddSingleton(new PalettePage("campaigns.new", CampaignUrls.New, "send", Permissions.ManageCampaigns))
        .AddSingleton(new PalettePage("campaigns.acquire", CampaignUrls.Acquire, "user-plus", Permissions.ReadInsights))
        .AddSingleton(new NavigationItem("campaigns.title", CampaignUrls.List, "send", 2, 1, Tab: false, Permissions.ReadInsights));

    public static void MapCampaigns(this IEndpointRouteBuilder app) => app.MapDeeds();

    /// <summary>./patron campaign ...</summary>
    public static CommandGroup CampaignCommands => new("campaign", "Campaigns: check, launch, pause, resume, report.", CampaignCommand.All);
}
