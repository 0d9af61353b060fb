using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Kernel;
using Patron.Sales.KeepObjections;
using Patron.Sales.ShowBoard;
using Patron.Web;
using Patron.Web.Deeds;

namespace Patron.Sales.ListObjections;

/// <summary>Objections are corrected where they stand, and written as a file.</summary>
internal static class ObjectionRoutes
{
    public const string Export = SalesUrls.Objections + "/export", List = SalesUrls.Objections + "/all";
    private const int AtOnce = 500;

    /// <summary>The list of those that a count counts.</summary>
    public static string Counted(ObjectionCount count) =>
        $"{List}?{ObjectionQuestion.KindOf}={count.Kind.ToString().ToLowerInvariant()}{(count.Product is { } product ? $"&{ObjectionQuestion.ProductOf}={product}" : "")}{(count.By is { } by ? $"&{ObjectionQuestion.ByOf}={by}" : "")}";

    public static string Correct(Objection objection) => $"{SalesUrls.Objections}/{objection.CustomerId}/{new OpportunityId(objection.Id)}";

    public static void MapObjections(this IEndpointRouteBuilder app)
    {
        app.MapPost(SalesUrls.Objections + "/{customer}/{id}", Set).RequirePermission(Permissions.WriteCustomers);
        app.MapGet(Export, Write).RequirePermission(Permissions.ExportData);
    }

    /// <summary>Its id is a number of the time at which it was kept, as a deal's is, and is written like one.</summary>
    private static async Task<IResult> Set(string customer, string id, [FromForm] int kind, [FromForm] string? said, [FromForm] string? answer, [FromForm] string? worked, [FromForm] string? back, Objections objections, BoardReads board, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<CustomerId>(customer, out var of) || !IdText.TryRead<OpportunityId>(id, out var which) || !board.Seen(who.Id)(of.Value) || !Enum.IsDefined((ObjectionKind)kind)) return TypedResults.NotFound();
        var done = await objections.Correct(of, which.Value, (ObjectionKind)kind, said, answer, worked == "yes", who.Id, ct);
        var page = Urls.Local(back ?? List);
        return done.Refusal switch
        {
            ObjectionGone => TypedResults.NotFound(),
            not null => TypedResults.LocalRedirect($"{page}{(page.Contains('?') ? '&' : '?')}{SalesUrls.Refused}=long"),
            null => TypedResults.LocalRedirect(done.Value is { } set ? DeedUrls.Done(page, set) : page),
        };
    }

    private static PushStreamHttpResult Write(HttpContext http, ObjectionList list, BoardReads board, ICurrentUser who) => TypedResults.Stream(async stream =>
    {
        var ct = http.RequestAborted;
        await using var output = new StreamWriter(stream, CsvLines.Encoding);
        var (lines, waiting) = (new StringBuilder(), new List<Objection>(AtOnce));
        CsvLines.Write(lines, ["id", "time", "customer", "name", "kind", "said", "answer", "worked", "product", "deal", "by"]);
        await foreach (var one in list.All(ObjectionQuestion.Of(http.Request.Query), who.Id, ct))
        {
            waiting.Add(one);
            if (waiting.Count == AtOnce) await Flush();
        }
        await Flush();

        async Task Flush()
        {
            var names = await board.Names([.. waiting.Select(o => (o.CustomerId.Value, 0L, o.By?.Value, o.ProductId?.Value))], ct);
            foreach (var o in waiting)
                CsvLines.Write(lines, [new OpportunityId(o.Id).ToString(), o.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture), o.CustomerId.ToString(), names.Customers.GetValueOrDefault(o.CustomerId),
                    o.Kind.ToString().ToLowerInvariant(), o.Said, o.Answer, o.Worked == 1 ? "yes" : "no", o.ProductId is { } product ? names.Products.GetValueOrDefault(product) : null, o.OpportunityId?.ToString(), o.By is { } by ? names.Users.GetValueOrDefault(by) : null]);
            await output.WriteAsync(lines, ct);
            lines.Clear();
            waiting.Clear();
        }
    }, "text/csv; charset=utf-8", "objections.csv");
}
