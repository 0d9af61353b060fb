using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Web.Contracts;

namespace Patron.Customers.RelationForm;

/// <summary>What the form of the relation registers: its rows' undo, columns, list parts and panels.</summary>
internal static class FormSlice
{
    public static void AddRelationForm(this IServiceCollection services) => services
        .AddSingleton<IUndoesChanges>(new UndoesHandTable(FormTable.Hand))
        .AddSingleton<IUndoesChanges>(new UndoesHandTable(AgreementTable.Hand))
        .AddSingleton(new DeedKind(FormTable.Hand.Kinds))
        .AddSingleton(new DeedKind(AgreementTable.Hand.Kinds))
        .AddSingleton(new ExportedSetting(FormTerms.Key))
        .AddSingleton<TermLists>()
        .AddSingleton<FormDeeds>()
        .AddSingleton<FormReads>()
        .AddSingleton<FormHistory>()
        .AddSingleton<CustomerBase.Contracts.IContributesColumns, FormColumns>()
        .AddSingleton<CustomerBase.Contracts.IContributesColumns, AgreementFacts>()
        .AddSingleton<IListParts, FormParts>()
        .AddSingleton(new Panel(PanelPlace.CustomerAside, 14, typeof(FormPanel), Permissions.ReadCustomers))
        .AddSingleton(new Panel(PanelPlace.ServiceMain, 5, typeof(FormPanel), Permissions.ReadCustomers))
        .AddSingleton(new Panel(PanelPlace.ServiceFacts, 5, typeof(FormFact), Permissions.ReadCustomers));
}
