using Patron.Consents.Contracts;
using Patron.Consents.ContributeColumns;
using Patron.Consents.ExportRows;
using Patron.Consents.ShowConsents;
using Patron.Consents.UndoImports;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Consents;

internal static class ConsentsModule
{
    public static IServiceCollection AddConsents(this IServiceCollection services) => services
        .AddSingleton<IConsentLedger, ConsentLedger>()
        .AddSingleton<IExportPart, ExportsConsents>()
        .AddSingleton<IUndoesChanges, UndoesConsents>()
        .AddSingleton<ITimelineSource, ConsentTimeline>()
        .AddSingleton<IContributesColumns, ConsentRows>()
        .AddSingleton<IListParts, ConsentParts>()
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 30, typeof(ConsentPanel), Permissions.ReadCustomers))
        .AddSingleton(new OwnsCustomerRows("Consents", [ConsentLedger.Table], Topics.Consents));
}
