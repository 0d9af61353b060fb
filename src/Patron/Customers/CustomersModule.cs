using Patron.CommandLine.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.AddCustomer;
using Patron.Customers.ChangeMany;
using Patron.Customers.Contracts;
using Patron.Customers.DeleteCustomers;
using Patron.Customers.EditMany;
using Patron.Customers.EditValues;
using Patron.Customers.EraseCustomers;
using Patron.Customers.ExportCustomers;
using Patron.Customers.ExportRows;
using Patron.Customers.FindCustomers;
using Patron.Customers.ForgetSources;
using Patron.Customers.ListRelations;
using Patron.Customers.RelationForm;
using Patron.Customers.Relations;
using Patron.Customers.RowFieldSettings;
using Patron.Customers.ShowCustomer;
using Patron.Customers.TakeRelations;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Customers;

/// <summary>The door of the room: golden records and what is known of a customer.</summary>
internal static class CustomersModule
{
    public static IServiceCollection AddCustomers(this IServiceCollection services)
    {
        services.AddSingleton<IGoldenRecords, GoldenRecords>();
        services.AddSingleton<ICustomerMerges, CustomerMerges>();
        services.AddSingleton<ICustomers, CustomerLookup>();
        services.AddSingleton<ICustomerReads, CustomerReads>();
        services.AddSingleton<ICustomerReach, CustomerReaches>();
        services.AddSingleton<IPersonStream, PersonStream>();
        services.AddSingleton<ITimelineSource, ShowChanges.ChangeTimeline>();
        services.AddSingleton<ICustomFields, CustomFieldList>();
        services.AddSingleton<IBin, Bin>();
        services.AddSingleton<IUndoesChanges, UndoesBin>();
        services.AddSingleton<DeletesMany>();
        services.AddSingleton<RestoresMany>();
        services.AddSingleton<EditsMany>();
        services.AddSingleton<IManyDeed>(p => p.GetRequiredService<EditsMany>());
        services.AddSingleton<IManyDeed>(p => p.GetRequiredService<DeletesMany>());
        services.AddSingleton<IManyDeed>(p => p.GetRequiredService<RestoresMany>());
        services.AddSingleton<ManyChanges>();
        services.AddSingleton<IManyChanges>(p => p.GetRequiredService<ManyChanges>());
        services.AddSingleton<IJobHandler, ManyChangeJob>();
        services.AddSingleton<IJobHandler, UndoManyJob>();
        services.AddSingleton<IForgetsSources, ForgetsMerged>();
        services.AddSingleton<Data.Erasing.IErasesCustomers, ErasesGolden>();
        services.AddSingleton<Data.Erasing.ITracesErased, TracesGolden>();
        services.AddSingleton(new Data.Erasing.MasksErased("customers_many_changes", ["arguments"]));
        services.AddSingleton<CustomerBaseRows>();
        services.AddSingleton<IListsCustomers>(p => p.GetRequiredService<CustomerBaseRows>());
        services.AddSingleton<IContributesColumns>(p => p.GetRequiredService<CustomerBaseRows>());
        services.AddSingleton(new OwnsCustomerRows("Customers", [RelationTable.Name, HandRelationTable.Name, FormTable.Name, AgreementTable.Name], Topics.Customers));
        services.AddSingleton<IRelations, TakesRelations>();
        services.AddSingleton<IAwaitsUsers, FindsOwners>();
        services.AddSingleton<IKnowsNames, OrganisationNames>();
        services.AddSingleton<IUndoesChanges, RelationHistory>();
        services.AddSingleton<IContributesColumns, OwnerColumn>();
        services.AddSingleton<IContributesColumns, CountsReferrals>();
        services.AddSingleton<IContributesColumns, Recommendations>();
        services.AddSingleton<UsableFields>();
        services.AddSingleton<IUsableFields>(p => p.GetRequiredService<UsableFields>());
        services.AddSingleton<IContributesColumns, OwnFields>();
        services.AddSingleton<ISegmentLeaves, OwnFieldLeaves>();
        services.AddSingleton<IOwnFieldValues, OwnFieldValues>();
        services.AddSingleton<IContributesColumns, RelationFacts>();
        services.AddSingleton<ISegmentLeaves, RelationLeaves>();
        services.AddSingleton<IListParts, OwnerParts>();
        services.AddSingleton<RelationReads>();
        services.AddSingleton<GroupReads>();
        services.AddSingleton<IUndoesChanges>(new UndoesHandTable(HandRelationTable.Hand));
        services.AddSingleton<RelationDeeds>();
        services.AddSingleton<RelationLists>();
        services.AddRelationForm();
        services.AddSingleton<ITakesRows<IncomingAgreement>, TakesAgreements>();
        services.AddSingleton<ITakesRows<IncomingTie>, TakesTies>();
        services.AddSingleton(new Panel(PanelPlace.CustomerMain, 15, typeof(GroupPanel), Permissions.ReadCustomers));
        services.AddSingleton(new Panel(PanelPlace.CustomerAside, 15, typeof(RelationsPanel), Permissions.ReadCustomers));
        services.AddSingleton<IVisibility, UserVisibility>();
        services.AddSingleton<RowFieldDeeds>();
        services.AddSingleton<RowFieldTypes>();
        services.AddSingleton(new DeedKind(RowFieldDeeds.Kinds));
        foreach (var subject in Enum.GetValues<RowSubject>()) services.AddSingleton(new ExportedSetting(RowFields.KeyOf(subject)));
        services.AddSingleton<EditableFields>();
        services.AddSingleton<CustomerList>();
        services.AddSingleton<CustomerKeys>();
        services.AddSingleton<ShowCustomer.ShowCustomer>();
        services.AddSingleton<TimelineReading>();
        services.AddSingleton<CustomerExport>();
        services.AddSingleton<IExportPart, ExportsCustomFields>();
        services.AddSingleton<IExportPart, ExportsRelations>();
        services.AddSingleton<IExportPart, ExportsHandRelations>();
        services.AddSingleton<IExportPart, ExportsForms>();
        services.AddSingleton<IExportPart, ExportsAgreements>();
        services.AddSingleton<IExportPart, ExportsBin>();
        services.AddSingleton<IExport>(p => p.GetRequiredService<CustomerExport>());
        services.AddSingleton<IFindsListed>(p => p.GetRequiredService<CustomerExport>());
        services.AddSingleton(new Panel(PanelPlace.CustomerAside, 25, typeof(DetailsPanel), Permissions.ReadCustomers));
        services.AddSingleton(new Panel(PanelPlace.CustomerMain, 40, typeof(TimelinePanel), Permissions.ReadCustomers));
        services.AddSingleton<IListParts, CustomerParts>();
        services.AddSingleton<IListParts, PurchaseParts>();
        services.AddSingleton<IListParts, SetParts>();
        return services;
    }

    /// <summary>What only a server shows.</summary>
    public static IServiceCollection AddCustomersServer(this IServiceCollection services) => services
        .AddSingleton(new SettingsLink(SettingsGroup.Work, 9, "customers.rowfields.title", "customers.rowfields.about", Urls.RowFields, Permissions.ManageSettings))
        .AddSingleton(new SettingsLink(SettingsGroup.Customers, 2, "customers.form.terms", "customers.form.terms.about", Urls.RelationTerms, Permissions.ManageSettings))
        .AddSingleton(new SettingsLink(SettingsGroup.Customers, 3, "customers.erase.proofs", "customers.erase.proofs.about", Urls.Erasures, Permissions.EraseCustomers))
        .AddSingleton(new NavigationItem("customers.title", Urls.Customers, "users", 1, 2, Tab: true, Permissions.ReadCustomers))
        .AddSingleton(new ListDeed("customers.export", Urls.ExportCustomers, "download", 10, Permissions.ExportData, Changes: false))
        .AddSingleton(new ListDeed("customers.many.edit", Urls.EditCustomers, "pencil", 20, Permissions.WriteCustomers, Changes: false))
        .AddSingleton(new ListDeed("customers.bin.delete", Urls.DeleteCustomers, "trash", 90, Permissions.WriteCustomers, Changes: true))
        .AddSingleton(new Web.SaveViews.ListWithViews(Urls.Customers))
        .AddSingleton(new Web.SaveViews.ListWithViews(RelationListUrls.Agreements))
        .AddSingleton(new Web.SaveViews.ListWithViews(RelationListUrls.Relations))
        .AddSingleton(new PalettePage("customers.form.agreements", RelationListUrls.Agreements, "file-certificate", Permissions.ReadCustomers))
        .AddSingleton(new PalettePage("customers.relations", RelationListUrls.Relations, "affiliate", Permissions.ReadCustomers))
        .AddSingleton(new ListStart("customers.new", Urls.NewCustomer, "plus", Permissions.WriteCustomers))
        .AddSingleton<IReadiesNumbers, ReadiesNames>()
        .AddSingleton<BinList>()
        .AddSingleton<KnownAlready>()
        .AddSingleton<FieldTallies>()
        .AddSingleton<CustomerValues>()
        .AddScoped<ShownManyChange>()
        .AddSingleton(new PalettePage("customers.new.title", Urls.NewCustomer, "user-plus", Permissions.WriteCustomers))
        .AddSingleton(new PalettePage("customers.bin.title", Urls.Bin, "trash", Permissions.WriteCustomers))
        .AddSingleton(new PalettePage("customers.rowfields.title", Urls.RowFields, "forms", Permissions.ManageSettings))
        .AddSingleton(new PalettePage("customers.erase.proofs", Urls.Erasures, "eraser", Permissions.EraseCustomers))
        .AddScoped<IPaletteSource, CustomersPalette>();

    public static PatronCommand ExportCommand() => new ExportCommand();

    public static PatronCommand EraseCommand() => new EraseCommand();

    /// <summary>Stands behind the permissions.</summary>
    public static void UseCustomers(this IApplicationBuilder app) => app.UseSight();

    public static void MapCustomers(this IEndpointRouteBuilder app)
    {
        app.MapTimeline();
        app.MapExport();
        app.MapBin();
        app.MapChangeMany();
        app.MapFields();
        app.MapEditMany();
        app.MapErase();
        app.MapRelations();
        app.MapRelationForm();
        app.MapRelationLists();
        app.MapRowFields();
    }
}
