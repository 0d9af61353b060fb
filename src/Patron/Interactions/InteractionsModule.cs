using Patron.Data;
using Patron.Data.Exporting;
using Patron.Interactions.Contracts;
using Patron.Interactions.ExportRows;
using Patron.Interactions.KeepContacts;
using Patron.Interactions.KeepFiles;
using Patron.Interactions.ListContacts;
using Patron.Interactions.LogContact;
using Patron.Interactions.MeasureRows;
using Patron.Interactions.ShowContact;
using Patron.Interactions.ShowNotes;
using Patron.Interactions.ShowService;
using Patron.Interactions.UndoImports;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Web.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Interactions;

internal static class InteractionsModule
{
    public static IServiceCollection AddInteractions(this IServiceCollection services) => services
        .AddSingleton<ITakesRows<IncomingInteraction>, TakesInteractions>()
        .AddSingleton<IUndoesChanges, UndoesInteractions>()
        .AddSingleton<IMeasuresRows, MeasuresInteractions>()
        .AddSingleton<CustomerBase.Contracts.IContributesColumns, ContributeColumns.CountsContacts>()
        .AddSingleton<CustomerBase.Contracts.IContributesColumns, ContributeColumns.ContactFacts>()
        .AddSingleton<CustomerBase.Contracts.ISegmentLeaves, ContributeColumns.ContactLeaves>()
        .AddSingleton<INotes, Notes>()
        .AddSingleton<IExportPart, ExportsInteractions>()
        .AddSingleton<IExportPart, ExportsNotes>()
        .AddSingleton<IExportPart, ExportsContacts>()
        .AddSingleton<IExportPart, ExportsFiles>()
        .AddSingleton<ITimelineSource, InteractionTimeline>()
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 10, typeof(NotesPanel), Permissions.ReadCustomers))
        .AddSingleton(new OwnsCustomerRows("Interactions", [InteractionStore.Table, ContactFileTable.Name], Topics.Interactions))
        .AddSingleton(new DeedKind(ContactBook.Kinds))
        .AddSingleton<FileKeeper>()
        .AddSingleton<ContactReads>()
        .AddSingleton<IContacts>(p => p.GetRequiredService<ContactReads>())
        .AddSingleton(new NamedThing(IContacts.ReferenceKind, InteractionStore.Table, postgres => $"{NamedThing.Moment(postgres, "n.at")} || '/' || n.kind"))
        .AddSingleton<Events.Contracts.ITellsContacts, TellsContacts>()
        .AddSingleton<IProvesTasks>(p => p.GetRequiredService<ContactReads>())
        .AddSingleton<IKnowsContacts>(p => p.GetRequiredService<ContactReads>())
        .AddSingleton<ContactBook>()
        .AddSingleton<ContactList>()
        .AddSingleton<IWritesContacts, RoomContacts>()
        .AddSingleton<Reports.Contracts.IReport, ReportActivity.ActivityReport>()
        .AddSingleton<IUndoesChanges, UndoesFiles>()
        .AddSingleton<IUndoesChanges, RestoresContacts>()
        .AddSingleton<IOutboxHandler, DropsFiles>()
        .AddSingleton<Data.Erasing.IKeepsFiles, KeepsContactFiles>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddInteractionsServer(this IServiceCollection services) => services
        .AddSingleton(new CustomerLink("interactions.contact.title", "contacts/new", "phone-plus", 10, Permissions.WriteCustomers, "l"))
        .AddSingleton(new Panel(PanelPlace.ServiceHead, 0, typeof(NeverPanel), Permissions.ReadCustomers))
        .AddSingleton(new Panel(PanelPlace.ServiceMain, 0, typeof(LastTalkPanel), Permissions.ReadCustomers))
        .AddSingleton(new Web.SaveViews.ListWithViews(ContactsUrl.List))
        .AddSingleton(new NavigationItem("interactions.list.title", ContactsUrl.List, "phone", 1, 4, Tab: false, Permissions.ReadCustomers))
        .AddScoped<IPaletteSource, ContactsPalette>();

    public static void MapInteractions(this IEndpointRouteBuilder app)
    {
        app.MapNotes();
        app.MapContacts();
        app.MapContactExport();
    }
}
