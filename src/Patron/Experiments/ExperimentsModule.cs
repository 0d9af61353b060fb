using Patron.Api.Contracts;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Experiments.AnalyseTests;
using Patron.Experiments.Contracts;
using Patron.Experiments.HoldOutFromAll;
using Patron.Experiments.ExportRows;
using Patron.Experiments.KeepTests;
using Patron.Experiments.PlanMail;
using Patron.Experiments.ServeApi;
using Patron.Experiments.SetRules;
using Patron.Experiments.ShowTests;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Experiments;

/// <summary>The door of the room: whether something worked, and whether it pays to try.</summary>
internal static class ExperimentsModule
{
    public static IServiceCollection AddExperiments(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Experiments", [AssignmentTable.Name], Topics.Experiments))
        .AddSingleton(new DeedKind(SetRules.SetRules.Kinds))
        .AddSingleton(new ExportedSetting(MarketingRules.Key))
        .AddSingleton<IExportPart, ExportsTests>()
        .AddSingleton<IExportPart, ExportsAssignments>()
        .AddSingleton<IExportPart, ExportsControl>()
        .AddSingleton<TestBook>()
        .AddSingleton<ITests>(p => p.GetRequiredService<TestBook>())
        .AddSingleton<IControlGroup, ControlGroups>()
        .AddSingleton<TestReads>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddExperimentsServer(this IServiceCollection services) => services
        .AddSingleton<IApiPart, ExperimentsApi>()
        .AddSingleton(new PalettePage("experiments.mail.title", ExperimentUrls.Mail, "calculator", Permissions.ReadInsights))
        .AddSingleton(new NavigationItem("experiments.title", ExperimentUrls.List, "flask", 2, 2, Tab: false, Permissions.ReadInsights));

    public static void MapExperiments(this IEndpointRouteBuilder app) => app.MapRules();

    public static IReadOnlyList<PatronCommand> AnalyseCommands => [new ExperimentCommand(), new MailPlanCommand()];
}
