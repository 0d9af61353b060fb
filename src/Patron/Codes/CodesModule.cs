using Patron.Api.Contracts;
using Patron.Codes.Contracts;
using Patron.Codes.ExportRows;
using Patron.Codes.UndoDeeds;
using Patron.Codes.TakeCodes;
using Patron.CommandLine.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Codes;

/// <summary>The door of the room: personal codes of coupons and answers.</summary>
internal static class CodesModule
{
    public static IServiceCollection AddCodes(this IServiceCollection services) => services
        .AddSingleton<ICodes, CodeBook>()
        .AddSingleton(new DeedKind(CodeBook.Kinds))
        .AddSingleton<IUndoesChanges, UndoesCodes>()
        .AddSingleton<IExportPart, ExportsCodes>()
        .AddSingleton<TakesCodes>()
        .AddSingleton<IApiPart, CodesApi>()
        .AddSingleton(new OwnsCustomerRows("Codes", [IssuedCodeTable.Name], Topics.Interactions));

    public static PatronCommand Command() => new CodesCommand();

    public static IServiceCollection AddCodesServer(this IServiceCollection services) =>
        services.AddSingleton(new PalettePage("codes.title", Urls.Codes, "ticket", Permissions.WriteCustomers));
}
