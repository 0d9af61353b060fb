using Patron.Catalog.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Reports.Contracts;
using Patron.Sales.Contracts;
using Patron.Sales.ContributeColumns;
using Patron.Sales.ExportRows;
using Patron.Sales.ForgetSources;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Sales.ListObjections;
using Patron.Sales.MeasureRows;
using Patron.Sales.MoveDeals;
using Patron.Sales.ReportSales;
using Patron.Sales.SetSales;
using Patron.Sales.ShowBoard;
using Patron.Sales.ShowDay;
using Patron.Sales.ShowDeals;
using Patron.Sales.ShowForecast;
using Patron.Sales.ShowLeads;
using Patron.Sales.TakeLeads;
using Patron.Sales.TakeOpportunities;
using Patron.Sales.UndoImports;
using Patron.Tasks.Contracts;
using Patron.Web.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Sales;

/// <summary>The door of the room: deals, leads, objections.</summary>
internal static class SalesModule
{
    public static IServiceCollection AddSales(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Sales", [OpportunityTable.Name, DealStepTable.Name, LeadTable.Name, ObjectionTable.Name], Topics.Sales))
        .AddSingleton<ITakesRows<IncomingOpportunity>, TakesOpportunities>()
        .AddSingleton<Reports.Contracts.IIndicators, ReportSales.SalesIndicators>()
        .AddSingleton(new DeedKind(DealDeeds.Kinds))
        .AddSingleton(new DeedKind(LeadDeeds.Kinds))
        .AddSingleton(new DeedKind(Objections.Kinds))
        .AddSingleton<IUndoesChanges, UndoesDeals>()
        .AddSingleton<IUndoesChanges, UndoesSteps>()
        .AddSingleton<IUndoesChanges, UndoesLeads>()
        .AddSingleton<IUndoesChanges, UndoesObjections>()
        .AddSingleton<ITakesRows<IncomingLead>, TakesLeads>()
        .AddSingleton<ITakesRows<IncomingObjection>, TakeObjections.TakesObjections>()
        .AddSingleton<LeadRouter>()
        .AddSingleton<LeadDeeds>()
        .AddSingleton<LeadWatch>()
        .AddSingleton<LeadExport>()
        .AddSingleton<IExport>(p => p.GetRequiredService<LeadExport>())
        .AddSingleton<LeadReads>()
        .AddSingleton<ILeadSources, LeadSourceReads>()
        .AddSingleton<Objections>()
        .AddSingleton<ObjectionList>()
        .AddSingleton(new OwnFieldRows(RowSubject.Lead, LeadTable.Name, SalesUrls.Leads))
        .AddSingleton(new OwnFieldRows(RowSubject.Deal, OpportunityTable.Name, SalesUrls.List))
        .AddSingleton<INamesProducts, DealsNameProducts>()
        .AddSingleton<SalesWords>()
        .AddSingleton<IContributesColumns, DealColumn>()
        .AddSingleton<IContributesColumns, LeadColumn>()
        .AddSingleton<ISegmentLeaves, DealLeaves>()
        .AddSingleton<StageTimes>()
        .AddSingleton<BoardReads>()
        .AddSingleton<DealReads>()
        .AddSingleton<Courses>()
        .AddSingleton<ForecastReads>()
        .AddSingleton<DealDeeds>()
        .AddSingleton<DealExport>()
        .AddSingleton<IExport>(p => p.GetRequiredService<DealExport>())
        .AddSingleton<ITimelineSource, DealTimeline>()
        .AddSingleton<ITimelineSource, LeadTimeline>()
        .AddSingleton(new DeedKind(PipelineDeeds.Kinds))
        .AddSingleton<PipelineDeeds>()
        .AddSingleton<LeadSettingDeeds>()
        .AddSingleton<IMeasuresRows, MeasuresDeals>()
        .AddSingleton<IMeasuresRows, MeasuresLeads>()
        .AddSingleton<IForgetsSources, ForgetsSales>()
        .AddSingleton<IAwaitsUsers, FindsDealOwners>()
        .AddSingleton<IProvesTasks, DealProofs>()
        .AddSingleton(new NamedThing(DealDeeds.About, OpportunityTable.Name, postgres => NamedThing.Moment(postgres, DealRefs.Began("n", "id"))))
        .AddSingleton(new NamedThing(DealProofs.Kind, DealStepTable.Name, postgres => $"{NamedThing.Moment(postgres, DealRefs.Began("n"))} || '/' || {NamedThing.Moment(postgres, "n.at")} || '/' || cast(n.state as text)"))
        .AddSingleton<TakesKeptDeals>()
        .AddSingleton<IExportPart, ExportsSalesSettings>()
        .AddSingleton<IExportPart, ExportsDeals>()
        .AddSingleton<IExportPart, ExportsLeads>()
        .AddSingleton<IExportPart, ExportsObjections>()
        .AddSingleton<IDayItems, SalesDay>()
        .AddSingleton<IReport, LeadSourcesReport>()
        .AddSingleton<IReport, ForecastReport>()
        .AddSingleton(new Panel(PanelPlace.CustomerMain, 20, typeof(DealsPanel), Permissions.ReadCustomers));

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddSalesServer(this IServiceCollection services) => services
        .AddHostedService<LeadWatcher>()
        .AddSingleton(new Web.SaveViews.ListWithViews(SalesUrls.List))
        .AddSingleton(new Web.SaveViews.ListWithViews(SalesUrls.Leads))
        .AddSingleton(new Web.SaveViews.ListWithViews(ListObjections.ObjectionRoutes.List))
        .AddSingleton<IPaletteSource, DealsPalette>()
        .AddSingleton<IPaletteSource, LeadsPalette>()
        .AddSingleton(new SettingsLink(SettingsGroup.Work, 2, "sales.lead.settings", "sales.lead.settings.about", SalesUrls.LeadSettings, Permissions.ManageSettings))
        .AddSingleton(new SettingsLink(SettingsGroup.Work, 3, "sales.set.pipelines", "sales.set.pipelines.about", SalesUrls.PipelineSettings, Permissions.ManageSettings))
        .AddSingleton(new PalettePage("sales.leads", SalesUrls.Leads, "users-plus", Permissions.ReadCustomers))
        .AddSingleton(new PalettePage("sales.lead.new", SalesUrls.NewLead, "user-plus", Permissions.WriteCustomers))
        .AddSingleton(new PalettePage("sales.forecast", SalesUrls.Forecast, "chart-line", Permissions.ReadCustomers))
        .AddSingleton(new PalettePage("sales.objections", SalesUrls.Objections, "message-exclamation", Permissions.ReadCustomers))
        .AddSingleton(new PalettePage("sales.lead.settings", SalesUrls.LeadSettings, "adjustments", Permissions.ManageSettings))
        .AddSingleton(new PalettePage("sales.set.pipelines", SalesUrls.PipelineSettings, "layout-kanban", Permissions.ManageSettings))
        .AddSingleton(new Panel(PanelPlace.HomeThird, 45, typeof(HomeSales), Permissions.ReadCustomers))
        .AddSingleton(new NavigationItem("sales.title", SalesUrls.Board, "briefcase", 3, -2, Tab: false, Permissions.ReadCustomers));

    public static void MapSales(this IEndpointRouteBuilder app)
    {
        app.MapDeals();
        app.MapLeads();
        app.MapObjections();
        app.MapSalesSettings();
    }
}
