using Patron.Catalog.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Sales.MoveDeals;
using Patron.Sales.ShowBoard;
using Patron.Sales.ShowDeals;
using Patron.Sales.ShowForecast;
using Patron.Sales.ShowLeads;
using Patron.Sales.TakeOpportunities;
using Patron.Sales.UndoImports;
using Patron.Web.Contracts;

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
        .AddSingleton<LeadDeeds>()
        .AddSingleton<LeadReads>()
        .AddSingleton<Objections>()
        .AddSingleton<INamesProducts, DealsNameProducts>()
        .AddSingleton<StageTimes>()
        .AddSingleton<BoardReads>()
        .AddSingleton<DealReads>()
        .AddSingleton<ForecastReads>()
        .AddSingleton<DealDeeds>()
        .AddSingleton<DealExport>()
        .AddSingleton<IExport>(p => p.GetRequiredService<DealExport>())
        .AddSingleton<ITimelineSource, DealTimeline>()
        .AddSingleton(new Panel(PanelPlace.CustomerMain, 20, typeof(DealsPanel), Permissions.ReadCustomers));

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddSalesServer(this IServiceCollection services) => services
        .AddSingleton(new NavigationItem("sales.title", SalesUrls.Board, "briefcase", 2, -2, Tab: false, Permissions.ReadCustomers));

    public static void MapSales(this IEndpointRouteBuilder app)
    {
        app.MapDeals();
        app.MapLeads();
    }
}
