using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Patron.Access.Contracts;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.IdentityResolution.ReviewPairs;

/// <summary>POST /customers/review/{pair} and /undo: an answer; the next pair as a fragment for htmx, else the page again.</summary>
internal static class ReviewRoutes
{
    public const string Page = Urls.Review, All = Page + "/all", Undo = Page + "/undo";

    public static string Answer(ReviewPairId pair) => $"{Page}/{pair}";

    public static string Of(ReviewPairId pair) => $"{Page}?pair={pair}";

    /// <summary>The query of a filter, with its question mark; empty for none.</summary>
    public static string Query(ReviewFilter filter)
    {
        var parts = new List<string>();
        if (filter.Source is { } source) parts.Add($"source={source}");
        if (filter.Kind is { } kind) parts.Add($"kind={kind}");
        return parts.Count == 0 ? "" : "?" + string.Join('&', parts);
    }

    public static ReviewFilter Filter(HttpRequest request) => new(
        IdText.TryRead<SourceId>(request.Query["source"], out var source) ? source : null,
        Enum.TryParse<CustomerKind>(request.Query["kind"], ignoreCase: false, out var kind) && Enum.IsDefined(kind) ? kind : null);

    public static void MapReview(this IEndpointRouteBuilder app)
    {
        var review = app.MapGroup(Page).RequirePermission(Permissions.JoinRecords);
        review.MapPost("undo", TakeBack);
        review.MapPost("{pair}", Decide);
    }

    private static async Task<IResult> Decide(string pair, [FromForm] string? answer, HttpContext http, WaitingPairs waiting, Reviews reviews, ICurrentUser who, Sentences text, CancellationToken ct)
    {
        if (!IdText.TryRead<ReviewPairId>(pair, out var id) || VerdictOf(answer) is not { } verdict || await waiting.Find(id, who.Id, ct) is null) return TypedResults.NotFound();
        var done = await reviews.Answer(id, verdict, who.Id, ct);
        return Show(http, done.Refusal, done.Value is { StayTwo: true } ? "identity.review.stayTwo" : null, null, text);
    }

    private static async Task<IResult> TakeBack(HttpContext http, Reviews reviews, ICurrentUser who, Sentences text, CancellationToken ct)
    {
        var undone = await reviews.UndoLast(who.Id!.Value, ct);
        return Show(http, undone.Refusal, null, undone.Refusal is null ? undone.Value : null, text);
    }

    /// <summary>The words of forms and of the command line.</summary>
    public static Verdict? VerdictOf(string? answer) => answer switch
    {
        "same" => Verdict.Same,
        "not-same" => Verdict.Never,
        "later" => Verdict.Later,
        _ => null,
    };

    private static IResult Show(HttpContext http, Refusal? refusal, string? note, ReviewPairId? pair, Sentences text)
    {
        var filter = Filter(http.Request);
        if (http.Request.Headers["HX-Request"] != "true") return TypedResults.LocalRedirect(pair is { } one ? Of(one) : Page + Query(filter));
        // A pair that somebody else has answered is no mistake of this reader's: the sentence comes with the next pair.
        var said = refusal is not null ? text.Of(refusal, refusal.Key) : note is null ? null : text[note];
        var view = http.RequestServices.GetRequiredService<ReviewView>();
        (view.Filter, view.Wanted) = (filter, pair);
        return new RazorComponentResult<ReviewSheet>(new { Said = said });
    }
}
