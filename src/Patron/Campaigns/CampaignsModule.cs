using Patron.Campaigns.CheckCampaign;
using Patron.Campaigns.KeepCampaigns;
using Patron.Campaigns.LaunchCampaign;
using Patron.Campaigns.ReportCampaign;
using Patron.CommandLine.Contracts;
using Patron.Kernel;

namespace Patron.Campaigns;

/// <summary>The door of the room: who is contacted, what is expected of it, and what it brought.</summary>
internal static class CampaignsModule
{
    public static IServiceCollection AddCampaigns(this IServiceCollection services) => services
        .AddSingleton<CampaignBook>()
        .AddSingleton<Audiences>()
        .AddSingleton<CheckCampaign.CheckCampaign>()
        .AddSingleton<ReportReckoning>()
        .AddSingleton<IJobHandler, LaunchJob>()
        .AddSingleton<IJobHandler, SettleJob>();

    /// <summary>./patron campaign ...</summary>
    public static CommandGroup CampaignCommands => new("campaign", "Campaigns: check, launch, pause, resume, report.", CampaignCommand.All);
}
