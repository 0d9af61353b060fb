using Patron.CommandLine.Contracts;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Settings.ChangeOrganisation;
using Patron.Settings.ShowAudit;
using Patron.Settings.TakeEverything;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Settings;

/// <summary>The room's door: what holds for the whole organisation, and the systems that send files.</summary>
internal static class SettingsModule
{
    public static IServiceCollection AddSettings(this IServiceCollection services) => services
        .AddSingleton<ChangeOrganisationHandler>()
        .AddSingleton<AuditList>()
        .AddSingleton<IExportPart, ExportsOrganisation>()
        .AddSingleton<IExportPart, ExportsSettings>()
        .AddSingleton<IExportPart, ExportsProofs>()
        .AddSingleton<IExportPart, ExportsErasures>()
        .AddSingleton<Origin>()
        .AddSingleton<ExportsSources>()
        .AddSingleton<IExportPart>(p => p.GetRequiredService<ExportsSources>())
        .AddSingleton<WritesEverything>()
        .AddSingleton<TakeJob>()
        .AddSingleton<IJobHandler>(p => p.GetRequiredService<TakeJob>())
        .AddSingleton<IJobHandler, ExportJob>()
        .AddSingleton<Data.Erasing.IErasesCustomers, ErasesArchives>()
        .AddSingleton<Everything>()
        .AddSingleton<IEverything>(p => p.GetRequiredService<Everything>());

    /// <summary>./patron audit</summary>
    public static PatronCommand AuditCommand() => new AuditCommand();

    public static IServiceCollection AddSettingsServer(this IServiceCollection services) =>
        services.AddSingleton<ShownEverything>()
            .AddSingleton(new SettingsLink(SettingsGroup.People, 0, "settings.users", "settings.users.about", Urls.Users, Permissions.ManageUsers))
            .AddSingleton(new SettingsLink(SettingsGroup.People, 1, "settings.teams", "settings.teams.about", Urls.Teams, Permissions.ManageUsers))
            .AddSingleton(new SettingsLink(SettingsGroup.People, 3, "settings.audit", "settings.audit.about", Urls.Audit, Permissions.ReadAudit))
            .AddSingleton(new SettingsLink(SettingsGroup.Work, 0, "settings.hours", "settings.hours.about", Urls.Hours, Permissions.ManageSettings))
            .AddSingleton(new SettingsLink(SettingsGroup.Contact, 4, "settings.mail", "settings.mail.about", Urls.Mail, Permissions.ManageSettings))
            .AddSingleton(new SettingsLink(SettingsGroup.Data, 0, "settings.everything.title", "settings.everything.about", Urls.Everything, Permissions.ManageSettings))
            .AddSingleton(new SettingsLink(SettingsGroup.Data, 2, "settings.demo", "settings.demo.about", Urls.Demo, Permissions.ManageSettings))
            .AddSingleton(new PalettePage("settings.everything.title", Urls.Everything, "package", Permissions.ManageSettings))
            .AddSingleton(new PalettePage("settings.audit", Urls.Audit, "history", Permissions.ReadAudit))
            .AddSingleton(new PalettePage("settings.users", Urls.Users, "users-group", Permissions.ManageUsers))
            .AddSingleton(new NavigationItem("settings.title", Urls.Settings, "settings", 9, 1, Tab: false, Permissions.ManageSettings));

    public static void MapSettings(this IEndpointRouteBuilder app) => app.MapEverything();
}
