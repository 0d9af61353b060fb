using Patron.Access;
using Patron.Api;
using Patron.Campaigns;
using Patron.Catalog;
using Patron.Codes;
using Patron.CommandLine;
using Patron.CommandLine.Contracts;
using Patron.Consents;
using Patron.CustomerBase;
using Patron.Customers;
using Patron.Data;
using Patron.Data.Audit;
using Patron.Demo;
using Patron.Events;
using Patron.Experiments;
using Patron.Households;
using Patron.Insights;
using Patron.Interactions;
using Patron.IdentityResolution;
using Patron.Imports;
using Patron.Kernel;
using Patron.Messaging;
using Patron.Portal;
using Patron.Purchases;
using Patron.Quality;
using Patron.Reasons;
using Patron.Reports;
using Patron.Sales;
using Patron.Segments;
using Patron.ServiceDesk;
using Patron.Settings;
using Patron.Tasks;
using Patron.Web;
using Patron.Workday;

namespace Patron;

/// <summary>The composition root: the only place that names every room's door.</summary>
internal static class Composition
{
    /// <summary>What every process needs: a server, a command on a data directory, a test.</summary>
    public static IServiceCollection AddPatron(this IServiceCollection services, DataLocation location)
    {
        services.AddSingleton(TimeProvider.System);
        services.AddData(location);
        services.AddCustomerBase();
        services.AddSingleton<Kernel.Texts.Texts>();
        services.AddAccess();
        services.AddApi();
        services.AddCatalog();
        services.AddPurchases();
        services.AddInteractions();
        services.AddWorkday();
        services.AddTasks();
        services.AddServiceDesk();
        services.AddConsents();
        services.AddCodes();
        services.AddEvents();
        services.AddMessaging();
        services.AddCustomers();
        services.AddIdentityResolution();
        services.AddHouseholds();
        services.AddInsights();
        services.AddSegments();
        services.AddImports();
        services.AddReasons();
        services.AddSales();
        services.AddExperiments();
        services.AddCampaigns();
        services.AddQuality();
        services.AddReports();
        services.AddSettings();
        services.AddPortal();
        services.AddDemo();
        return services;
    }

    /// <summary>What only a server runs.</summary>
    public static IServiceCollection AddPatronServer(this IServiceCollection services)
    {
        services.AddCustomerBaseServer();
        services.AddHostedService<Checkpoints>();
        services.AddHostedService<JobRunner>();
        services.AddHostedService<AuditFollower>();
        services.AddHostedService<OutboxRunner>();
        services.AddProblemDetails();
        services.AddPatronWeb();
        services.AddAccessServer();
        services.AddApiServer();
        services.AddConsentsServer();
        services.AddCodesServer();
        services.AddPortalServer();
        services.AddInsightsServer();
        services.AddSegmentsServer();
        services.AddImportsServer();
        services.AddInteractionsServer();
        services.AddMessagingServer();
        services.AddWorkdayServer();
        services.AddTasksServer();
        services.AddQualityServer();
        services.AddCustomersServer();
        services.AddHouseholdsServer();
        services.AddIdentityResolutionServer();
        services.AddServiceDeskServer();
        services.AddReportsServer();
        services.AddReasonsServer();
        services.AddSalesServer();
        services.AddExperimentsServer();
        services.AddCampaignsServer();
        services.AddSettingsServer();
        services.AddDemoServer();
        return services;
    }

    public static PatronCommandLine CommandLine() => new(
        commands: [ImportsModule.ImportCommand(), ImportsModule.UndoCommand(), ImportsModule.FolderCommand(), CustomersModule.ExportCommand(), CustomersModule.EraseCommand(), new CommandGroup("analyse", "Analyse files and numbers.", [IdentityResolutionModule.AnalyseCommand(), .. InsightsModule.AnalyseCommands, .. ExperimentsModule.AnalyseCommands]), InsightsModule.InsightsCommand(), SegmentsModule.Command(), CampaignsModule.CampaignCommands, MessagingModule.MailCommand(), CodesModule.Command(), AccessModule.UserCommand(), ApiModule.KeyCommand(), IdentityResolutionModule.MatchCommand(), SettingsModule.AuditCommand(), .. PatronCommandLine.BackUp],
        (location, ct) => DemoModule.Reset(location, ct), DemoModule.BeforeServing);

    /// <summary>The pipeline and every room's routes.</summary>
    public static WebApplication MapPatron(this WebApplication app)
    {
        app.UsePatronWeb();
        app.UseApi();
        app.UsePortal();
        app.UseAccess();
        app.UseCustomers();
        app.UsePatronForms();
        app.MapPatronWeb();
        app.MapGroup("").RequirePermission(Permissions.SignedIn).MapPatronFrame();
        app.MapAccess();
        app.MapApi();
        app.MapCustomers();
        app.MapConsents();
        app.MapPortal();
        app.MapIdentityResolution();
        app.MapHouseholds();
        app.MapInsights();
        app.MapSegments();
        app.MapInteractions();
        app.MapMessaging();
        app.MapWorkday();
        app.MapTasks();
        app.MapServiceDesk();
        app.MapImports();
        app.MapReports();
        app.MapReasons();
        app.MapSales();
        app.MapExperiments();
        app.MapCampaigns();
        app.MapSettings();
        app.MapDemo();
        app.MapRazorComponents<App>();
        return app;
    }
}
