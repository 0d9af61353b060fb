using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Portal.AskFor;
using Patron.Portal.Guard;
using Patron.Portal.HandleRequests;
using Patron.Portal.KeepWishes;
using Patron.Portal.ShowData;
using Patron.Portal.SignUp;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Portal;

/// <summary>The door of the room: the customers' own pages, and the forms by which people sign up.</summary>
internal static class PortalModule
{
    public const string Kinds = "portal.";

    public static IServiceCollection AddPortal(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Portal", [PortalRequestTable.Name], Topics.Consents))
        .AddSingleton(new ExportedSetting(PortalSettings.Key))
        .AddSingleton(new ExportedSetting(SignUpForms.Key))
        .AddSingleton(new DeedKind(Kinds))
        .AddSingleton<RequestBook>();

    public static IServiceCollection AddPortalServer(this IServiceCollection services) => services
        .AddSingleton<PortalGuard>()
        .AddSingleton<WishBook>()
        .AddSingleton<HeldData>()
        .AddSingleton<Corrections>()
        .AddSingleton<SignUps>()
        .AddSingleton<IOutboxHandler, PortalMails>()
        .AddSingleton(new SettingsLink(SettingsGroup.Contact, 3, "portal.forms.title", "portal.forms.about", Urls.ConsentForms, Permissions.ManageSettings))
        .AddSingleton(new PalettePage("portal.requests.title", PortalUrls.Requests, "inbox", Permissions.EraseCustomers))
        .AddSingleton(new PalettePage("portal.forms.title", Urls.ConsentForms, "forms", Permissions.ManageSettings));

    /// <summary>Stands first: who comes too often is turned away before anything is looked up.</summary>
    public static void UsePortal(this IApplicationBuilder app)
    {
        var guard = app.ApplicationServices.GetRequiredService<PortalGuard>();
        app.Use((http, next) => guard.Handle(http, next));
    }

    public static void MapPortal(this IEndpointRouteBuilder app)
    {
        app.MapWishes();
        app.MapSignUp();
        app.MapRequests();
    }
}
