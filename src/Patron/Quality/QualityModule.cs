using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Quality.CheckFiles;
using Patron.Quality.ExportRows;
using Patron.Quality.FindCustomers;
using Patron.Quality.ReckonQuality;
using Patron.Quality.SetLimits;
using Patron.Quality.ShowQuality;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Quality;

/// <summary>The door of the room: how good what the sources say is, and whom to repair.</summary>
internal static class QualityModule
{
    public static IServiceCollection AddQuality(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Quality", [RecordFlawsTable.Name, SharedValueTable.Name], Topics.Quality, Reckoned: true))
        .AddSingleton<IForgetsSources, ForgetsQuality>()
        .AddSingleton<Reckonings>()
        .AddSingleton<IHearsOfImports>(p => p.GetRequiredService<Reckonings>())
        .AddSingleton<IJobHandler, ReckonJob>()
        .AddSingleton<IContributesColumns, FlawColumns>()
        .AddSingleton<ILimitsFiles, LimitsFiles>()
        .AddSingleton(new DeedKind(Limits.Kinds))
        .AddSingleton<IUndoesChanges, UndoesLimits>()
        .AddSingleton<Data.Exporting.IExportPart, ExportsLimits>()
        .AddSingleton(new Data.Exporting.ExportedSetting(QualitySettings.Key))
        .AddSingleton<IListParts, FlawParts>();

    /// <summary>What the pages need, and the schedule.</summary>
    public static IServiceCollection AddQualityServer(this IServiceCollection services) => services
        .AddScoped<QualityView>()
        .AddScoped<SharedValues>()
        .AddSingleton<Limits>()
        .AddHostedService<NightlyReckoning>()
        .AddSingleton(new NavigationItem("quality.nav", Urls.Quality, "checkup-list", 9, 0, Tab: false, Permissions.ReadInsights));
}
