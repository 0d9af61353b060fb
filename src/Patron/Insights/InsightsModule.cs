using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Insights.AnalyseFiles;
using Patron.Insights.FindCustomers;
using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;
using Patron.Insights.KeepResults;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ShowCustomer;
using Patron.Insights.ShowDay;
using Patron.Insights.ShowHome;
using Patron.Insights.ShowLifetimes;
using Patron.Insights.ShowLoyal;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel;
using Patron.Web.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Insights;

/// <summary>The room's door: what is known about the customer base as a whole, and where one customer stands in it.</summary>
internal static class InsightsModule
{
    public static IServiceCollection AddInsights(this IServiceCollection services) => services
        .AddSingleton<NumbersCache>()
        .AddSingleton<ResultStore>()
        .AddSingleton<InsightReckonings>()
        .AddSingleton<IHearsOfImports>(p => p.GetRequiredService<InsightReckonings>())
        .AddSingleton<IJobHandler, ReckonInsightsJob>()
        .AddSingleton<ICustomerSets, CustomerSets>()
        .AddSingleton<IListParts, DerivedParts>()
        .AddSingleton<LifetimeColumns>()
        .AddSingleton<IDerivesColumns>(p => p.GetRequiredService<LifetimeColumns>())
        .AddSingleton<IReckonsInsights, LifetimeReckoning>()
        .AddSingleton(new OwnsCustomerRows("Insights", [ChurnWarningTable.Name], Topics.Insights, Reckoned: true))
        .AddSingleton<SegmentSets>()
        .AddSingleton<ICustomerSets>(p => p.GetRequiredService<SegmentSets>())
        .AddSingleton<IListParts>(p => p.GetRequiredService<SegmentSets>())
        .AddSingleton(new Data.Exporting.ExportedSetting(NumbersCache.LimitsKey))
        .AddSingleton<ICustomerSets, CohortSets>()
        .AddSingleton<LoyalBook>()
        .AddSingleton<ICustomerSets, LoyalSets>()
        .AddSingleton<WarningBook>()
        .AddSingleton<WarningSets>()
        .AddSingleton<ICustomerSets>(p => p.GetRequiredService<WarningSets>())
        .AddSingleton<IListParts>(p => p.GetRequiredService<WarningSets>())
        .AddSingleton<IReckonsInsights, ChurnReckoning>()
        .AddSingleton<Reports.Contracts.IIndicators, ReportInsights.BuyingIndicators>()
        .AddPeopleInsights();

    public static IServiceCollection AddInsightsServer(this IServiceCollection services) => services
        .AddScoped<InsightsView>()
        .AddScoped<LifetimeView>()
        .AddHostedService<InsightWatch>()
        .AddSingleton(new InsightEntry("rfm", InsightsUrls.Rfm, InsightGroup.Value, 0))
        .AddSingleton(new InsightEntry("lifetime", InsightsUrls.Lifetime, InsightGroup.Value, 10))
        .AddSingleton(new InsightEntry("concentration", InsightsUrls.Concentration, InsightGroup.Value, 20))
        .AddSingleton(new InsightEntry("churn", InsightsUrls.Churn, InsightGroup.Loyalty, 0))
        .AddSingleton(new InsightEntry("loyal", InsightsUrls.Loyal, InsightGroup.Loyalty, 5))
        .AddSingleton(new InsightEntry("cohorts", InsightsUrls.Cohorts, InsightGroup.Loyalty, 10))
        .AddSingleton(new InsightEntry("late", Web.Urls.CustomersWith("late=best"), InsightGroup.Loyalty, 30))
        .AddSingleton(new InsightEntry("bucket", InsightsUrls.Bucket, InsightGroup.Loyalty, 20))
        .AddSingleton<IReadiesNumbers, ReadiesHome>()
        .AddSingleton(new SettingsLink(SettingsGroup.Reckoning, 0, "insights.ladder.rules", "insights.ladder.rules.about", InsightsUrls.LadderRules, Permissions.ManageSettings))
        .AddSingleton(new SettingsLink(SettingsGroup.Reckoning, 1, "insights.profit.rules", "insights.profit.rules.about", InsightsUrls.ProfitRules, Permissions.ManageSettings))
        .AddSingleton(new NavigationItem("insights.nav.home", Web.Urls.Home, "home", 1, 1, Tab: true, Permissions.SignedIn))
        .AddSingleton(new NavigationItem("insights.nav.insights", InsightsUrls.Index, "bulb", 1, 3, Tab: true, Permissions.ReadInsights))
        .AddPanel<FactsPanel>(PanelPlace.HomeFacts, 0)
        .AddPanel<BucketPanel>(PanelPlace.HomeHalf, 0)
        .AddPanel<RfmPanel>(PanelPlace.HomeHalf, 10)
        .AddPanel<CallFirstPanel>(PanelPlace.HomeHalf, 20)
        .AddPanel<ConcentrationPanel>(PanelPlace.HomeHalf, 30)
        .AddPanel<ShowHome.LadderPanel>(PanelPlace.HomeThird, 10)
        .AddPanel<TrustPanel>(PanelPlace.HomeFoot, 0)
        .AddPanel<TotalsFacts>(PanelPlace.CustomerFacts, 10)
        .AddPanel<RfmFact>(PanelPlace.CustomerFacts, 30)
        .AddPanel<ForecastFacts>(PanelPlace.CustomerFacts, 40)
        .AddPanel<RhythmPanel>(PanelPlace.CustomerMain, 10)
        .AddPanel<TotalsFacts>(PanelPlace.ServiceFacts, 10)
        .AddPanel<RfmFact>(PanelPlace.ServiceFacts, 30)
        .AddSingleton<IDayItems, LateCalls>()
        .AddPeopleInsightsServer();

    public static void MapInsights(this IEndpointRouteBuilder app) => app.MapReckon();

    public static PatronCommand InsightsCommand() => new InsightsCommand();

    /// <summary>./patron analyse ..., on any file.</summary>
    public static IReadOnlyList<PatronCommand> AnalyseCommands => [new RfmCommand(), new LifetimeCommand(), new LifetimeSummaryCommand(), new BasketsCommand(), new ClustersCommand()];

    private static IServiceCollection AddPanel<T>(this IServiceCollection services, PanelPlace place, int order) where T : Microsoft.AspNetCore.Components.IComponent =>
        services.AddSingleton(new Panel(place, order, typeof(T), Permissions.ReadInsights));
}
