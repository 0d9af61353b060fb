using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.TrackResponses;
using Patron.Messaging.WriteTemplates;
using Patron.Web;

namespace Patron.Messaging.LayOnDesks;

internal static class DeskRoutes
{
    // Pages to print are styled in their head; no script runs in them.
    private const string PrintPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox; frame-ancestors 'self'; base-uri 'none'; form-action 'none'";

    public static void MapDesks(this IEndpointRouteBuilder app)
    {
        var letters = app.MapGroup(MessagingUrls.Letters + "/{run:long}").RequirePermission(Permissions.ExportData);
        letters.MapGet("/merge.csv", async (long run, [FromServices] LetterFiles files, CancellationToken ct) => TypedResults.File(LetterFiles.Merge(await files.Letters(run, ct)), "text/csv", $"letters-{run}.csv"));
        letters.MapGet("/print.html", async (long run, [FromServices] LetterFiles files, [FromServices] IDbContextFactory<PatronDb> contexts, CancellationToken ct) =>
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            return TypedResults.Content(LetterFiles.Print(await files.Letters(run, ct), (await db.Organisation(ct)).Name), "text/html", System.Text.Encoding.UTF8);
        }).WithMetadata(new ContentPolicyAttribute(PrintPolicy));
        letters.MapPost("/posted", async (long run, [FromServices] Runs runs, ICurrentUser who, CancellationToken ct) => Marked(await runs.Posted(run, who.Id, ct)));
        letters.MapPost("/not-posted", async (long run, [FromServices] Runs runs, ICurrentUser who, CancellationToken ct) => Marked(await runs.NotPosted(run, who.Id, ct)));
        app.MapPost(MessagingUrls.Calls + "/{message}", Call).RequirePermission(Permissions.WriteCustomers);
    }

    private static RedirectHttpResult Marked(Result<Done> done) => TypedResults.Redirect(MessagingUrls.Letters + (done.Refusal is null ? "?saved=1" : "?late=1"));

    private static async Task<IResult> Call(string message, [FromForm] string? result, [FromForm] string? note, [FromServices] CallBook book, [FromServices] ResponseBook responses, IVisibility visibility, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<MessageId>(message, out var id) || result is null || !CallBook.Results.Contains(result)) return TypedResults.NotFound();
        if (await responses.Find(id, ct) is not { } call || !await visibility.Sees(call.Customer, who.Id, ct)) return TypedResults.NotFound();
        var done = await book.Made(id, result, note, who.Id, ct);
        return TypedResults.Redirect(MessagingUrls.Calls + (done.Refusal is null ? "?saved=1" : "?late=1"));
    }
}
