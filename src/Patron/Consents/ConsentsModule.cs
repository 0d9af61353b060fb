using Patron.Consents.Contracts;
using Patron.Consents.ContributeColumns;
using Patron.Consents.ExportRows;
using Patron.Consents.JudgeContacts;
using Patron.Consents.Say;
using Patron.Consents.ShowConsents;
using Patron.Consents.Suppress;
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
        .AddSingleton<ConsentDeeds>()
        .AddSingleton<IConsentDeeds>(p => p.GetRequiredService<ConsentDeeds>())
        .AddSingleton<PersonReads>()
        .AddSingleton<AudienceReads>()
        .AddSingleton<ContactPolicy>()
        .AddSingleton<IContactPolicy>(p => p.GetRequiredService<ContactPolicy>())
        .AddSingleton<IContactRules>(p => p.GetRequiredService<ContactPolicy>())
        .AddSingleton<IExportPart, ExportsConsents>()
        .AddSingleton<IUndoesChanges, UndoesConsents>()
        .AddSingleton<ITimelineSource, ConsentTimeline>()
        .AddSingleton<IContributesColumns, ConsentRows>()
        .AddSingleton<IContributesColumns, SuppressionRows>()
        .AddSingleton<IListParts, ConsentParts>()
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 30, typeof(ConsentPanel), Permissions.ReadCustomers))
        .AddSingleton(new OwnsCustomerRows("Consents", [ConsentLedger.Table, SuppressionTable.Name, PreferenceTable.Name, ContactTable.Name], Topics.Consents));
}
