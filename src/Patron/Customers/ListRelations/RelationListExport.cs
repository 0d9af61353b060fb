using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Customers.ListRelations;

internal static class RelationListUrls
{
    public const string Agreements = "/agreements", Relations = "/relations", Export = "/export";
}

/// <summary>Both lists as files, under the same filters and without their limit.</summary>
internal static class RelationListExport
{
    private const int AtOnce = 2_000;

    public static void MapRelationLists(this IEndpointRouteBuilder app)
    {
        app.MapGet(RelationListUrls.Agreements + RelationListUrls.Export, Agreements).RequirePermission(Permissions.ExportData);
        app.MapGet(RelationListUrls.Relations + RelationListUrls.Export, Relations).RequirePermission(Permissions.ExportData);
    }

    private static PushStreamHttpResult Agreements(HttpContext http, RelationLists lists, IReckoningDay day, ICurrentUser who) => Write(http, "agreements.csv", ["customer", "name", "kind", "agreement", "number", "starts", "ends", "note", "by-hand"],
        lists.All(AgreementQuestion.Of(http.Request.Query), day.AsOf, who.Id, http.RequestAborted),
        one => [one.Customer.ToString(), one.Name, one.Is.Kind.ToString().ToLowerInvariant(), one.Is.Name, one.Is.Number, Day(one.Is.Starts), Day(one.Is.Ends), one.Is.Note, one.Is.Row is null ? "no" : "yes"]);

    private static PushStreamHttpResult Relations(HttpContext http, RelationLists lists, ICurrentUser who) => Write(http, "relations.csv", ["customer", "name", "relation", "other", "other-name", "role", "buying", "by-hand", "time"],
        lists.All(RelationQuestion.Of(http.Request.Query), who.Id, http.RequestAborted),
        one => [one.From.ToString(), one.FromName, one.Is.Kind.ToString().ToLowerInvariant(), one.To.ToString(), one.ToName, one.Is.Role, one.Is.Buying?.ToString().ToLowerInvariant(), one.Is.FromFile ? "no" : "yes",
            one.Is.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)]);

    private static PushStreamHttpResult Write<T>(HttpContext http, string name, string[] heads, IAsyncEnumerable<T> rows, Func<T, IEnumerable<string?>> cells) => TypedResults.Stream(async stream =>
    {
        await using var output = new StreamWriter(stream, CsvLines.Encoding);
        var (lines, waiting) = (new StringBuilder(), 0);
        CsvLines.Write(lines, heads);
        await foreach (var row in rows)
        {
            CsvLines.Write(lines, [.. cells(row)]);
            if (++waiting % AtOnce != 0) continue;
            await output.WriteAsync(lines, http.RequestAborted);
            lines.Clear();
        }
        await output.WriteAsync(lines, http.RequestAborted);
    }, "text/csv; charset=utf-8", name);

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
