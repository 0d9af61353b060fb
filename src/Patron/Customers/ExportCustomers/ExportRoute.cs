using System.Globalization;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.FindCustomers;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Customers.ExportCustomers;

/// <summary>GET /customers/export?the list's query: the list as a file, streamed.</summary>
internal static class ExportRoute
{
    private const int BufferBytes = 1 << 16;

    public static void MapExport(this IEndpointRouteBuilder app) => app.MapGet(Urls.ExportCustomers, Export).RequirePermission(Permissions.ExportData);

    private static async Task<Microsoft.AspNetCore.Http.HttpResults.PushStreamHttpResult> Export(
        HttpContext http, CustomerExport export, IReckoningDay day, ICurrentUser who, Data.Audit.AuditChain audit, Sentences sentences)
    {
        var (address, user, ct) = (ListAddress.Of(http.Request.Query), who.Id, http.RequestAborted);
        await audit.Tell(notes => notes.Event("export-" + export.Kind, user, fields: address.ColumnKeys), ct);
        return TypedResults.Stream(async body =>
        {
            await using var output = new StreamWriter(body, CsvLines.Encoding, BufferBytes, leaveOpen: true);
            await export.Write(output, address, user, sentences, ct);
        }, "text/csv; charset=utf-8", string.Create(CultureInfo.InvariantCulture, $"customers-{address.Day ?? day.AsOf:yyyy-MM-dd}.csv"));
    }
}
