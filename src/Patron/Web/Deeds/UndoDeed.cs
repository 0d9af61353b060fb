using Microsoft.AspNetCore.Mvc;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Web.Deeds;

/// <summary>POST /deeds/{set}/undo: takes back what one has just done, and leads back to where it was done.</summary>
internal static class UndoDeed
{
    public static void MapDeeds(this IEndpointRouteBuilder app) => app.MapPost("/deeds/{set}/undo", Undo);

    private static async Task<IResult> Undo(string set, [FromForm] string? back, HttpContext http, [FromServices] DeedUndo deeds, CancellationToken ct)
    {
        if (!IdText.TryRead<ChangeSetId>(set, out var id)) return TypedResults.NotFound();
        var by = IdText.TryRead<UserId>(http.User.FindFirst(System.Security.Claims.ClaimTypes.NameIdentifier)?.Value, out var user) ? user : (UserId?)null;
        return (await deeds.Undo(id, by, ct)).Refusal switch
        {
            NoSuchDeed => TypedResults.NotFound(),
            { } refusal => TypedResults.LocalRedirect(DeedUrls.With(Urls.Local(back), DeedUrls.Failed, refusal.Key)),
            null => TypedResults.LocalRedirect(DeedUrls.With(Urls.Local(back), DeedUrls.Undone, "1")),
        };
    }
}
