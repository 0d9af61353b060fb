using Patron.Catalog.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Sales.Contracts;
using Patron.Sales.TakeOpportunities;
using Patron.Sales.UndoImports;

namespace Patron.Sales;

/// <summary>The door of the room: deals, leads, objections.</summary>
internal static class SalesModule
{
    public static IServiceCollection AddSales(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Sales", [OpportunityTable.Name, DealStepTable.Name], Topics.Sales))
        .AddSingleton<ITakesRows<IncomingOpportunity>, TakesOpportunities>()
        .AddSingleton<IUndoesChanges, UndoesDeals>()
        .AddSingleton<IUndoesChanges, UndoesSteps>()
        .AddSingleton<INamesProducts, DealsNameProducts>();
}
