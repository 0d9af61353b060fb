using Patron.Catalog.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ExportRows;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.MailTickets;
using Patron.ServiceDesk.ReckonStakes;
using Patron.ServiceDesk.ReportService;
using Patron.ServiceDesk.SetService;
using Patron.ServiceDesk.ShowDay;
using Patron.ServiceDesk.ShowTicket;
using Patron.ServiceDesk.ShowTimeline;
using Patron.ServiceDesk.TakeTickets;
using Patron.Web.Contracts;
using Patron.Workday.Contracts;

namespace Patron.ServiceDesk;

/// <summary>The door of the room: complaints, questions and requests of customers, what was promised about them and whether it was kept.</summary>
internal static class ServiceDeskModule
{
    public static IServiceCollection AddServiceDesk(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("ServiceDesk", [TicketTable.Name, TicketEventTable.Name], Topics.Service))
        .AddSingleton<IContributesColumns, ContributeColumns.CountsTickets>()
        .AddSingleton<IContributesColumns, ContributeColumns.TicketFacts>()
        .AddSingleton<ISegmentLeaves, ContributeColumns.TicketLeaves>()
        .AddSingleton(new Customers.Contracts.OwnFieldRows(Customers.Contracts.RowSubject.Ticket, TicketTable.Name, TicketUrls.List))
        .AddSingleton<Stakes>()
        .AddSingleton<Worths>()
        .AddSingleton<TicketReads>()
        .AddSingleton<TicketRouter>()
        .AddSingleton<MailWays>()
        .AddSingleton<MailAgain>()
        .AddSingleton<UnreachedAnswers>()
        .AddSingleton<MailedFiles>()
        .AddSingleton<ITakesMail, ReceivedMails>()
        .AddSingleton<ITakesNewMail, NewMails>()
        .AddSingleton<TicketBook>()
        .AddSingleton<ITickets>(p => p.GetRequiredService<TicketBook>())
        .AddSingleton(new DeedKind(TicketBook.Kinds))
        .AddSingleton<IUndoesChanges, UndoesTickets>()
        .AddSingleton<IUndoesChanges, UndoesTicketEvents>()
        .AddSingleton(new DeedKind(UndoesService.Kinds))
        .AddSingleton<IUndoesChanges, UndoesService>()
        .AddSingleton(new ExportedSetting(ServiceRules.Key))
        .AddSingleton<IExportPart, ExportsTemplates>()
        .AddSingleton<IExportPart, ExportsOwnTickets>()
        .AddSingleton<IExportPart, ExportsTicketEvents>()
        .AddSingleton(new NamedThing(TicketBook.Kind, TicketTable.Name, "number"))
        .AddSingleton<Answers>()
        .AddSingleton<ITakesRows<IncomingTicket>, TakesTickets>()
        .AddSingleton<IExportPart, ExportsTickets>()
        .AddSingleton<IMeasuresRows, MeasureRows.MeasuresTickets>()
        .AddSingleton<RuleSetting>()
        .AddSingleton<Reasons.Contracts.ICountsReasons, CountsTicketReasons>()
        .AddSingleton<TicketDetails>()
        .AddSingleton<ServiceReports>()
        .AddSingleton<Reports.Contracts.IReport, ServiceSheet>()
        .AddSingleton<Reports.Contracts.IIndicators, ServiceIndicators>()
        .AddSingleton<INamesProducts, TicketsNameProducts>()
        .AddSingleton<ITimelineSource, TicketTimeline>()
        .AddSingleton<IDayItems, TicketDayItems>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddServiceDeskServer(this IServiceCollection services) => services
        .AddSingleton(new Web.SaveViews.ListWithViews(TicketUrls.List))
        .AddScoped<OwnerChoices>()
        .AddSingleton<IOutboxHandler, TicketMails>()
        .AddScoped<IPaletteSource, TicketsPalette>()
        .AddSingleton(new Panel(PanelPlace.HomeThird, 40, typeof(HomeTickets), Permissions.ReadInsights))
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 12, typeof(TicketsPanel), Permissions.ReadCustomers))
        .AddSingleton(new Panel(PanelPlace.ServiceAside, 20, typeof(TicketsPanel), Permissions.ReadCustomers))
        .AddSingleton(new SettingsLink(SettingsGroup.Work, 1, "servicedesk.settings", "servicedesk.settings.about", Web.Urls.ServiceRules, Permissions.ManageSettings))
        .AddSingleton(new NavigationItem("servicedesk.title", TicketUrls.List, "ticket", 3, 3, Tab: false, Permissions.ReadCustomers));

    public static void MapServiceDesk(this IEndpointRouteBuilder app)
    {
        app.MapTickets();
        app.MapTicketExport();
        app.MapReportExport();
    }
}
