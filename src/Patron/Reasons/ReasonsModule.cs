using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Reasons.ExportRows;
using Patron.Reasons.ShowReasons;
using Patron.Reasons.UndoReasons;
using Patron.Web.Contracts;

namespace Patron.Reasons;

/// <summary>The door of the room: why people do not buy, leave, come back, or come to us with a ticket.</summary>
internal static class ReasonsModule
{
    public static IServiceCollection AddReasons(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Reasons", [GivenTable.Name], Topics.Reasons))
        .AddSingleton<IReasons, ReasonRegister>()
        .AddSingleton<ReasonDeeds>()
        .AddSingleton(new DeedKind(ReasonDeeds.Kinds))
        .AddSingleton<IExportPart, ExportsReasons>()
        .AddSingleton<IExportPart, ExportsGiven>()
        .AddSingleton<ITakesExport, TakesTicketReasons>()
        .AddSingleton<IUndoesChanges, UndoesReasons>();

    public static IServiceCollection AddReasonsServer(this IServiceCollection services) =>
        services.AddSingleton(new NavigationItem("reasons.title", ReasonUrls.List, "message-question", 3, 4, Tab: false, Permissions.ReadCustomers));

    public static void MapReasons(this IEndpointRouteBuilder app)
    {
        app.MapReasonDeeds();
        app.MapReasonFiles();
    }
}
