using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Insights.ComputeFields;
using Patron.Insights.Frame;
using Patron.Insights.KeepResults;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonBought;
using Patron.Insights.ReckonClusters;
using Patron.Insights.ReckonLadder;
using Patron.Insights.ReckonProfit;
using Patron.Insights.SegmentBy;
using Patron.Insights.SetProfit;
using Patron.Insights.ShowBought;
using Patron.Insights.ShowLadder;
using Patron.Insights.ShowProfit;
using Patron.Insights.ShowVariables;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Insights;

/// <summary>The second half of the room's door: profit, the ladder, what is bought together, segments, clusters and computed fields.</summary>
internal static class PeopleModule
{
    public static IServiceCollection AddPeopleInsights(this IServiceCollection services)
    {
        services
            .AddSingleton<RuleBook>()
            .AddSingleton(new DeedKind(RuleBook.Kinds))
            .AddSingleton<IUndoesChanges, UndoesRules>()
            .AddSingleton<ProductBook>()
            .AddSingleton<HoldingColumns>()
            .AddSingleton<IContributesColumns>(p => p.GetRequiredService<HoldingColumns>())
            .AddSingleton<ProfitColumns>()
            .AddSingleton<IDerivesColumns>(p => p.GetRequiredService<ProfitColumns>())
            .AddSingleton<Reports.Contracts.IServingCosts, ServingCosts>()
            .AddSingleton<ServedOnDay>()
            .AddSingleton<ReckonsProfit>()
            .AddSingleton<IReckonsInsights>(p => p.GetRequiredService<ReckonsProfit>())
            .AddSingleton<IListParts, ProfitParts>()
            .AddSingleton<ProfitCache>()
            .AddSingleton(new OwnsCustomerRows("Insights", [LadderRowTable.Name], Topics.Insights, Reckoned: true))
            .AddSingleton<ReckonsBought>()
            .AddSingleton<IReckonsInsights>(p => p.GetRequiredService<ReckonsBought>())
            .AddSingleton<ICustomerSets, BoughtSets>()
            .AddSingleton<ICustomerSets, FindCustomers.PictureSets>()
            .AddSingleton<ICustomerSets, FindCustomers.LadderSets>()
            .AddSingleton<VariableSets>()
            .AddSingleton<ICustomerSets>(p => p.GetRequiredService<VariableSets>())
            .AddSingleton<ClusterColumns>()
            .AddSingleton<IDerivesColumns>(p => p.GetRequiredService<ClusterColumns>())
            .AddSingleton<IReckonsInsights, ReckonsClusters>()
            .AddSingleton<IListParts, ClusterParts>()
            .AddSingleton<ComputedFields>()
            .AddSingleton<IListParts, FieldParts>()
            .AddSingleton<ISegmentLeaves, FindCustomers.InsightLeaves>()
            .AddSingleton<Contracts.IStandings, StandOnDay.Standings>()
            .AddSingleton<LadderColumns>()
            .AddSingleton<IDerivesColumns>(p => p.GetRequiredService<LadderColumns>())
            .AddSingleton<ReckonsLadder>()
            .AddSingleton<IReckonsInsights>(p => p.GetRequiredService<ReckonsLadder>())
            .AddSingleton<IListParts, LadderParts>();
        foreach (var key in RuleBook.All) services.AddSingleton(new ExportedSetting(key));
        return services;
    }

    public static IServiceCollection AddPeopleInsightsServer(this IServiceCollection services) => services
        .AddScoped<VisibleMembers>()
        .AddScoped<ProfitReads>()
        .AddScoped<SetProfit.SetProfit>()
        .AddSingleton(new InsightEntry("bought", InsightsUrls.Bought, InsightGroup.Buying, 0))
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 45, typeof(RecommendPanel), Permissions.ReadInsights))
        .AddSingleton(new Panel(PanelPlace.ServiceAside, 30, typeof(RecommendPanel), Permissions.ReadInsights))
        .AddScoped<VariableReads>()
        .AddSingleton(new InsightEntry("variables", InsightsUrls.Variables, InsightGroup.People, 0))
        .AddSingleton(new InsightEntry("clusters", InsightsUrls.Clusters, InsightGroup.People, 10))
        .AddSingleton<KeepFields>()
        .AddSingleton(new InsightEntry("fields", InsightsUrls.Fields, InsightGroup.People, 20))
        .AddScoped<LadderReads>()
        .AddScoped<SetLadder.SetLadder>()
        .AddSingleton(new InsightEntry("ladder", InsightsUrls.Ladder, InsightGroup.Loyalty, 10))
        .AddSingleton(new Panel(PanelPlace.CustomerFacts, 40, typeof(LadderPanel), Permissions.ReadInsights))
        .AddSingleton(new Panel(PanelPlace.ServiceFacts, 40, typeof(LadderPanel), Permissions.ReadInsights))
        .AddSingleton(new InsightEntry("profit", InsightsUrls.Profit, InsightGroup.Value, 30))
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 30, typeof(ProfitPanel), Permissions.ReadInsights));
}
