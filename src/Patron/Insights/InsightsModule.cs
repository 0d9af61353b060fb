using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Insights.AnalyseFiles;
using Patron.Insights.FindCustomers;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ShowCustomer;
using Patron.Insights.ShowDay;
using Patron.Insights.ShowHome;
using Patron.Kernel;
using Patron.Web.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Insights;

/// <summary>The room's door: what is known about the customer base as a whole, and where one customer stands in it.</summary>
internal static class InsightsModule
{
    public static IServiceCollection AddInsights(this IServiceCollection services) => services
        .AddSingleton<NumbersCache>()
        .AddSingleton<Reports.Contracts.IIndicators, ReportInsights.BuyingIndicators>()
        .AddSingleton<ICustomerSets, CustomerSets>();

    public static IServiceCollection AddInsightsServer(this IServiceCollection services) => services
        .AddScoped<InsightsView>()
        .AddSingleton<IReadiesNumbers, ReadiesHome>()
        .AddSingleton(new NavigationItem("insights.nav.home", Web.Urls.Home, "home", 1, 1, Tab: true, Permissions.SignedIn))
        .AddSingleton(new NavigationItem("insights.nav.insights", InsightsUrls.Index, "bulb", 1, 3, Tab: true, Permissions.ReadInsights))
        .AddPanel<FactsPanel>(PanelPlace.HomeFacts, 0)
        .AddPanel<BucketPanel>(PanelPlace.HomeHalf, 0)
        .AddPanel<RfmPanel>(PanelPlace.HomeHalf, 10)
        .AddPanel<LatePanel>(PanelPlace.HomeHalf, 20)
        .AddPanel<ConcentrationPanel>(PanelPlace.HomeHalf, 30)
        .AddPanel<TrustPanel>(PanelPlace.HomeFoot, 0)
        .AddPanel<TotalsFacts>(PanelPlace.CustomerFacts, 10)
        .AddPanel<RfmFact>(PanelPlace.CustomerFacts, 30)
        .AddPanel<RhythmPanel>(PanelPlace.CustomerMain, 10)
        .AddPanel<TotalsFacts>(PanelPlace.ServiceFacts, 10)
        .AddPanel<RfmFact>(PanelPlace.ServiceFacts, 30)
        .AddSingleton<IDayItems, LateCalls>();

    public static PatronCommand InsightsCommand() => new InsightsCommand();

    /// <summary>./patron analyse ..., on any file.</summary>
    public static IReadOnlyList<PatronCommand> AnalyseCommands => [new RfmCommand(), new LifetimeCommand(), new LifetimeSummaryCommand(), new BasketsCommand(), new ClustersCommand()];

    private static IServiceCollection AddPanel<T>(this IServiceCollection services, PanelPlace place, int order) where T : Microsoft.AspNetCore.Components.IComponent =>
        services.AddSingleton(new Panel(place, order, typeof(T), Permissions.ReadInsights));
}
