using Patron.Api.Contracts;
using Patron.Consents.Contracts;
using Patron.Consents.ContributeColumns;
using Patron.Consents.EditPolicy;
using Patron.Consents.ExportRows;
using Patron.Consents.JudgeContacts;
using Patron.Consents.KeepPolicy;
using Patron.Consents.KeepPreferences;
using Patron.Consents.KeepTexts;
using Patron.Consents.LinkPreferences;
using Patron.Consents.ListSuppressions;
using Patron.Consents.Say;
using Patron.Consents.SayForCustomer;
using Patron.Consents.ServeApi;
using Patron.Consents.ShowConsents;
using Patron.Consents.Suppress;
using Patron.Consents.UndoDeeds;
using Patron.Consents.UndoImports;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Consents;

internal static class ConsentsModule
{
    public static IServiceCollection AddConsents(this IServiceCollection services) => services
        .AddSingleton<IConsentLedger, ConsentLedger>()
        .AddSingleton<ConsentDeeds>()
        .AddSingleton<IConsentDeeds>(p => p.GetRequiredService<ConsentDeeds>())
        .AddSingleton<PreferenceBook>()
        .AddSingleton<IPreferences>(p => p.GetRequiredService<PreferenceBook>())
        .AddSingleton<IContactLinks, ContactLinks>()
        .AddSingleton<PolicyDeeds>()
        .AddSingleton<SuppressionList>()
        .AddSingleton<ISuppressionReasons, SuppressionReasons>()
        .AddSingleton<ConsentTexts>()
        .AddSingleton<IConsentTexts>(p => p.GetRequiredService<ConsentTexts>())
        .AddSingleton<CustomerDeeds>()
        .AddSingleton<IApiPart, ConsentsApi>()
        .AddSingleton<IApiPart, SuppressionsApi>()
        .AddSingleton(new DeedKind(PolicyDeeds.Kinds))
        .AddSingleton(new ExportedSetting(ContactSettings.Key))
        .AddSingleton<PersonReads>()
        .AddSingleton<ContactPolicy>()
        .AddSingleton<IContactPolicy>(p => p.GetRequiredService<ContactPolicy>())
        .AddSingleton<IContactRules>(p => p.GetRequiredService<ContactPolicy>())
        .AddSingleton<IExportPart, ExportsTexts>()
        .AddSingleton<IExportPart, ExportsConsents>()
        .AddSingleton<IExportPart, ExportsAddresses>()
        .AddSingleton<IExportPart, ExportsSuppressions>()
        .AddSingleton<IExportPart, ExportsPreferences>()
        .AddSingleton<IExportPart, ExportsContactsMade>()
        .AddSingleton(new ExportedSetting(AddressDigests.Key))
        .AddSingleton<IUndoesChanges, UndoesConsents>()
        .AddSingleton<IUndoesChanges, UndoesSuppressions>()
        .AddSingleton<ITimelineSource, ConsentTimeline>()
        .AddSingleton<IContributesColumns, ConsentRows>()
        .AddSingleton<IContributesColumns, SuppressionRows>()
        .AddSingleton<IContributesColumns, WishFacts>()
        .AddSingleton<ISegmentLeaves, WishLeaves>()
        .AddSingleton<IListParts, ConsentParts>()
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 30, typeof(ConsentPanel), Permissions.ReadCustomers))
        .AddSingleton(new OwnsCustomerRows("Consents", [ConsentLedger.Table, SuppressionTable.Name, PreferenceTable.Name, ContactTable.Name], Topics.Consents));

    public static IServiceCollection AddConsentsServer(this IServiceCollection services) => services
        .AddSingleton(new SettingsLink(SettingsGroup.Contact, 0, "consents.policy.title", "consents.policy.about", Urls.ContactPolicy, Permissions.ManageSettings))
        .AddSingleton(new SettingsLink(SettingsGroup.Contact, 1, "consents.stop.title", "consents.stop.about", Urls.Suppressions, Permissions.ManageSettings))
        .AddSingleton(new SettingsLink(SettingsGroup.Contact, 2, "consents.texts.title", "consents.texts.about", Urls.ConsentTexts, Permissions.ManageSettings))
        .AddSingleton(new PalettePage("consents.policy.title", Urls.ContactPolicy, "shield-half", Permissions.ManageSettings))
        .AddSingleton(new PalettePage("consents.stop.title", Urls.Suppressions, "ban", Permissions.ManageSettings));

    public static void MapConsents(this IEndpointRouteBuilder app)
    {
        app.MapPolicy();
        app.MapSuppressions();
        app.MapCustomerConsents();
    }
}
