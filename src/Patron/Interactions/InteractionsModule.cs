using Patron.Data;
using Patron.Data.Exporting;
using Patron.Interactions.Contracts;
using Patron.Interactions.ExportRows;
using Patron.Interactions.MeasureRows;
using Patron.Interactions.ShowNotes;
using Patron.Interactions.UndoImports;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Interactions;

internal static class InteractionsModule
{
    public static IServiceCollection AddInteractions(this IServiceCollection services) => services
        .AddSingleton<ITakesRows<IncomingInteraction>, TakesInteractions>()
        .AddSingleton<IUndoesChanges, UndoesInteractions>()
        .AddSingleton<IMeasuresRows, MeasuresInteractions>()
        .AddSingleton<INotes, Notes>()
        .AddSingleton<IExportPart, ExportsInteractions>()
        .AddSingleton<IExportPart, ExportsNotes>()
        .AddSingleton<ITimelineSource, InteractionTimeline>()
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 10, typeof(NotesPanel), Permissions.ReadCustomers))
        .AddSingleton(new OwnsCustomerRows("Interactions", [InteractionStore.Table], Topics.Interactions));

    public static void MapInteractions(this IEndpointRouteBuilder app) => app.MapNotes();
}
