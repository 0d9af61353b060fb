using Patron.Catalog.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.Purchases.ExportOrders;
using Patron.Purchases.ExportRows;
using Patron.Purchases.ForgetSources;
using Patron.Purchases.MeasureRows;
using Patron.Purchases.ShowPurchases;
using Patron.Purchases.ProveTasks;
using Patron.Purchases.UndoImports;
using Patron.Tasks.Contracts;
using Patron.Web.Contracts;

namespace Patron.Purchases;

internal static class PurchasesModule
{
    public static IServiceCollection AddPurchases(this IServiceCollection services) => services
        .AddSingleton<ITakesRows<IncomingLine>, TakesLines>()
        .AddSingleton<ITakesRows<IncomingOrder>, TakesOrders>()
        .AddSingleton<ITakesRows<IncomingHolding>, TakesHoldings>()
        .AddSingleton<IPurchaseReads, PurchaseReads>()
        .AddSingleton<ITellsOrderTotals, OrderTotalsReads>()
        .AddSingleton<IContributesColumns, PurchaseBaseLines>()
        .AddSingleton<IContributesColumns, ContributeColumns.HoldingFacts>()
        .AddSingleton<ISegmentLeaves, ContributeColumns.HoldingLeaves>()
        .AddSingleton<IHoldingStream, TakeHoldings.HoldingStream>()
        .AddSingleton<IDiscountReads, ContributeColumns.DiscountReads>()
        .AddSingleton<IMeasuresRows, MeasuresOrders>()
        .AddSingleton<IMeasuresRows, MeasuresLines>()
        .AddSingleton<IMeasuresRows, MeasuresHoldings>()
        .AddSingleton<IForgetsSources, ForgetsPurchases>()
        .AddSingleton<IUndoesChanges, UndoesLines>()
        .AddSingleton<IUndoesChanges, UndoesOrders>()
        .AddSingleton<IUndoesChanges, UndoesHoldings>()
        .AddSingleton<INamesProducts, LinesNameProducts>()
        .AddSingleton<ITimelineSource, PurchaseTimeline>()
        .AddSingleton<IProvesTasks, OrderProofs>()
        .AddSingleton(new NamedThing(OrderProofs.Kind, OrderStore.Table, _ => "(select s.name from identity_sources s where s.id = n.source_id) || '/' || n.number"))
        .AddSingleton<IFindsByKey, OrderKeys>()
        .AddSingleton<IExport, OrderExport>()
        .AddSingleton<IExportPart, ExportsOrders>()
        .AddSingleton<IExportPart, ExportsLines>()
        .AddSingleton<IExportPart, ExportsHoldings>()
        .AddSingleton(new Panel(PanelPlace.CustomerMain, 30, typeof(HoldingsPanel), Permissions.ReadCustomers))
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 40, typeof(MostBoughtPanel), Permissions.ReadCustomers))
        .AddSingleton(new Panel(PanelPlace.ServiceMain, 20, typeof(HabitsPanel), Permissions.ReadCustomers))
        .AddSingleton(new OwnsCustomerRows("Purchases", [OrderStore.Table, LineStore.Table], Topics.Purchases))
        .AddSingleton(new OwnsCustomerRows("Purchases", [HoldingStore.Table], Topics.Holdings));
}
