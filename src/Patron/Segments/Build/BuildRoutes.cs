using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Analytics.Segments;
using Patron.Kernel;

namespace Patron.Segments.Build;

/// <summary>What typing in the text may go on with.</summary>
internal sealed record CompletionAnswer(int From, int To, IReadOnlyList<string> Words);

/// <summary>The builder's fragments: POST /segments/build?do=...&amp;path=..., and POST /segments/complete.</summary>
internal static class BuildRoutes
{
    public static void MapBuild(this IEndpointRouteBuilder app)
    {
        var read = app.MapGroup("").RequirePermission(Permissions.ReadInsights);
        read.MapPost(SegmentUrls.Build, Build);
        read.MapPost(SegmentUrls.Complete, ([FromForm] string? q, [FromForm] int at, SegmentLanguage language, SegmentBook book) =>
            Results.Ok(SegmentCompletion.At(q ?? "", at, language.Words, [.. book.All.Select(s => s.Name)]) is var found ? new CompletionAnswer(found.From, found.To, found.Words) : null));
    }

    public static string Url(string deed, string path) => $"{SegmentUrls.Build}?do={deed}&path={path}";

    private static async Task<IResult> Build([FromQuery(Name = "do")] string? deed, string? path, HttpContext http, BuilderEdit edit, SegmentQueries queries, CancellationToken ct)
    {
        var form = await http.Request.ReadFormAsync(ct);
        var state = edit.Apply(form["q"].ToString().ReplaceLineEndings("\n"), deed ?? BuilderEdit.Type, path ?? "", form);
        if (state.Problem is null && queries.Unknown(state.Node) is { } missing) state = state with { Problem = missing };
        // What cannot be read yet leaves the builder as it was; the count says what is missing.
        if (state.Problem is not null) http.Response.Headers["HX-Reswap"] = "none";
        return new RazorComponentResult<Built>(new Dictionary<string, object?> { [nameof(Built.Of)] = state, [nameof(Built.Typed)] = deed == BuilderEdit.Type, [nameof(Built.Segment)] = IdText.TryRead<SegmentId>(form["segment"], out var id) ? id : (SegmentId?)null });
    }
}
