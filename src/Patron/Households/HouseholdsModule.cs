using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Households.ContributeColumns;
using Patron.Households.ExportRows;
using Patron.Households.FindHouseholds;
using Patron.Households.KeepHouseholds;
using Patron.Households.ShowHouseholds;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Households;

/// <summary>The door of the room: who lives together.</summary>
internal static class HouseholdsModule
{
    public static IServiceCollection AddHouseholds(this IServiceCollection services) => services
        .AddSingleton(new OwnsCustomerRows("Households", [DecidedTable.Name], Topics.Households))
        .AddSingleton(new OwnsCustomerRows("Households", [FoundTable.Name], Topics.Households, Reckoned: true))
        .AddSingleton<Searches>()
        .AddSingleton<IHearsOfImports>(p => p.GetRequiredService<Searches>())
        .AddSingleton<IJobHandler, FindJob>()
        .AddSingleton<IUndoesChanges>(new UndoesHandTable(DecidedTable.Hand))
        .AddSingleton<Data.Exporting.IExportPart, ExportsHouseholds>()
        .AddSingleton<HouseholdDeeds>()
        .AddSingleton<HouseholdReads>()
        .AddSingleton<IContributesColumns, HouseholdColumns>()
        .AddSingleton<ISegmentLeaves, HouseholdLeaves>()
        .AddSingleton<IListParts, HouseholdParts>();

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddHouseholdsServer(this IServiceCollection services) => services
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 16, typeof(HouseholdPanel), Permissions.ReadCustomers))
        .AddSingleton(new NavigationItem("households.title", HouseholdUrls.List, "home", 3, 0, Tab: false, Permissions.ReadCustomers));

    public static void MapHouseholds(this IEndpointRouteBuilder app) => app.MapDeeds();
}
