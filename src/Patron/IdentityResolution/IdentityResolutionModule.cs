using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.IdentityResolution.AnalyseLink;
using Patron.IdentityResolution.DecidePairs;
using Patron.IdentityResolution.EnterValues;
using Patron.IdentityResolution.ExplainCustomers;
using Patron.IdentityResolution.ExportRows;
using Patron.IdentityResolution.ForgetSources;
using Patron.IdentityResolution.MatchRecords;
using Patron.IdentityResolution.MergeCustomers;
using Patron.IdentityResolution.ReadIdentity;
using Patron.IdentityResolution.ReviewPairs;
using Patron.IdentityResolution.SetSurvivorship;
using Patron.IdentityResolution.ShowSources;
using Patron.IdentityResolution.SplitCustomers;
using Patron.IdentityResolution.TakeRecords;
using Patron.IdentityResolution.TrainModel;
using Patron.IdentityResolution.UndoImports;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.IdentityResolution;

/// <summary>The door of the room: who is who, from what the systems say.</summary>
internal static class IdentityResolutionModule
{
    public static IServiceCollection AddIdentityResolution(this IServiceCollection services)
    {
        services.AddSingleton(new OwnsCustomerRows("IdentityResolution", [IdentityTables.Records, IdentityTables.Identifiers, IdentityTables.Links, IdentityTables.Hands], Topics.Customers));
        services.AddSingleton<SourceList>();
        services.AddSingleton<ISources>(p => p.GetRequiredService<SourceList>());
        services.AddSingleton<IForgetsSources, ForgetsRecords>();
        services.AddSingleton<IForgetsSources, ForgetsMatches>();
        services.AddSingleton<Data.Erasing.IErasesCustomers, ErasesRecords>();
        services.AddSingleton<Data.Erasing.IErasesCustomers, ErasesReviews>();
        services.AddSingleton<Data.Erasing.ITracesErased, TracesRecords>();
        services.AddSingleton<IRecordOwners, RecordOwners>();
        services.AddSingleton<IKnowsSourceNames, SourceNames>();
        services.AddSingleton<IIdentityReads, IdentityReads>();
        services.AddSingleton<IRecordStream, RecordStream>();
        services.AddSingleton<IdentityWriters>();
        services.AddSingleton<ITakesRows<IncomingRecord>, RecordTaker>();
        services.AddSingleton<IExportPart, ExportsRecords>();
        services.AddSingleton<IExportPart, ExportsLinks>();
        services.AddSingleton<IExportPart, ExportsDecisions>();
        services.AddSingleton<IExportPart, ExportsHandValues>();
        services.AddSingleton<IExportPart, ExportsRules>();
        services.AddSingleton<IExportPart, ExportsModels>();
        services.AddSingleton<IExportPart, ExportsReviews>();
        services.AddSingleton(new ExportedSetting(MatchSettings.Key));
        services.AddSingleton<Decisions>();
        services.AddSingleton<IDecisions>(p => p.GetRequiredService<Decisions>());
        services.AddSingleton<NamedRecords>();
        services.AddSingleton<Splits>();
        services.AddSingleton<Merges>();
        services.AddSingleton<MergeBack>();
        services.AddSingleton<RulesChanges>();
        services.AddSingleton<IJobHandler, TrialJob>();
        services.AddSingleton<IJobHandler, ApplyRulesJob>();
        services.AddSingleton(new ListDeed("identity.merge.deed", MergeRoutes.Page, "git-merge", 25, Permissions.JoinRecords, Changes: false));
        services.AddSingleton<Apart>();
        services.AddSingleton<Explanations>();
        services.AddSingleton<ModelStore>();
        services.AddSingleton<ReviewWriter>();
        services.AddSingleton<Matcher>();
        services.AddSingleton<Matchings>();
        services.AddSingleton<LiveMatcher>();
        services.AddSingleton<IHearsOfImports>(p => p.GetRequiredService<Matchings>());
        services.AddSingleton<IJobHandler, MatchJob>();
        services.AddSingleton<Lines>();
        services.AddSingleton<WaitingPairs>();
        services.AddSingleton<IReadiesNumbers, ReadiesReview>();
        services.AddSingleton<Reviews>();
        services.AddScoped<ReviewView>();
        services.AddSingleton<INavigationCount, WaitingCount>();
        services.AddSingleton(new SettingsLink(SettingsGroup.Customers, 0, "settings.matching", "identity.matching.about", Web.Urls.Matching, Permissions.ManageSettings));
        services.AddSingleton(new SettingsLink(SettingsGroup.Customers, 1, "identity.rules", "identity.rules.about", Web.Urls.ValueRules, Permissions.ManageSettings));
        services.AddSingleton(new NavigationItem("identity.review.nav", ReviewRoutes.Page, "user-question", 9, -1, Tab: false, Permissions.JoinRecords));
        services.AddSingleton(new PalettePage("identity.merge.title", MergeRoutes.Page, "git-merge", Permissions.JoinRecords));
        services.AddSingleton(new PalettePage("settings.matching", Web.Urls.Matching, "affiliate", Permissions.ManageSettings));
        services.AddSingleton(new PalettePage("identity.rules", Web.Urls.ValueRules, "list-numbers", Permissions.ManageSettings));
        services.AddSingleton(new Panel(PanelPlace.HomeFoot, 1, typeof(WaitingPanel), Permissions.JoinRecords));
        services.AddSingleton<HandChecks>();
        services.AddSingleton<HandUndo>();
        services.AddSingleton<HandWriting>();
        services.AddSingleton<AddsByHand>();
        services.AddSingleton<RecordsBack>();
        services.AddSingleton<ValuesBack>();
        services.AddSingleton<LeftOvers>();
        services.AddSingleton<IUndoesChanges, UndoesRecords>();
        services.AddSingleton<IHandValues, HandValues>();
        services.AddSingleton<IContributesColumns, SearchTexts>();
        services.AddSingleton<IFindsByKey, RecordKeys>();
        services.AddSingleton<IListParts, SourceParts>();
        services.AddSingleton(new Panel(PanelPlace.CustomerHead, 10, typeof(JoinedPanel), Permissions.ReadCustomers));
        services.AddSingleton(new Panel(PanelPlace.CustomerAside, 20, typeof(WhoPanel), Permissions.ReadCustomers));
        return services;
    }

    /// <summary>What only a server runs.</summary>
    public static IServiceCollection AddIdentityResolutionServer(this IServiceCollection services) => services.AddHostedService<MatchFollower>();

    public static PatronCommand AnalyseCommand() => new AnalyseCommand();

    public static PatronCommand MatchCommand() => new MatchCommand();

    public static void MapIdentityResolution(this IEndpointRouteBuilder app)
    {
        app.MapValues();
        app.MapSplit();
        app.MapReview();
        app.MapMerge();
        app.MapSurvivorship();
    }
}
