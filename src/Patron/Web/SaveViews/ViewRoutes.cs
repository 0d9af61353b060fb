using System.Security.Claims;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Patron.Kernel;
using Patron.Web.Deeds;

namespace Patron.Web.SaveViews;

internal static class ViewRoutes
{
    public const string Save = "/views/save", Remove = "/views/remove";

    public static void MapViews(this IEndpointRouteBuilder app)
    {
        app.MapPost(Save, (HttpContext http, [FromForm] string? name, [FromForm] string? shared, [FromForm] string? list, [FromForm] string? query, [FromServices] SavedViews views, CancellationToken ct) =>
            Back(http, list, query, user => views.Save(list ?? "", name, query ?? "", shared is not null, user, ct)));
        app.MapPost(Remove, (HttpContext http, [FromForm] string? name, [FromForm] string? list, [FromForm] string? query, [FromServices] SavedViews views, CancellationToken ct) =>
            Back(http, list, query, user => views.Remove(list ?? "", name, user, ct)));
    }

    /// <summary>What an address asks for: without the page and without what was just done.</summary>
    public static string QueryOf(HttpRequest request)
    {
        var query = new QueryBuilder();
        foreach (var (name, values) in request.Query.Where(q => q.Key is not ("page" or "done" or DeedUrls.Deed or DeedUrls.Undone or DeedUrls.Failed)))
            foreach (var value in values.Where(v => !string.IsNullOrWhiteSpace(v))) query.Add(name, value!);
        return query.ToString().TrimStart('?');
    }

    public static UserId? UserOf(HttpContext http) => IdText.TryRead<UserId>(http.User.FindFirst(ClaimTypes.NameIdentifier)?.Value, out var user) ? user : null;

    private static async Task<IResult> Back(HttpContext http, string? list, string? query, Func<UserId, Task<Result<ChangeSetId?>>> deed)
    {
        if (UserOf(http) is not { } user) return TypedResults.NotFound();
        var (done, back) = (await deed(user), Urls.Local(string.IsNullOrEmpty(query) ? list : $"{list}?{query}"));
        return TypedResults.LocalRedirect(done.Refusal is { } refusal ? DeedUrls.With(back, DeedUrls.Failed, refusal.Key) : done.Value is { } set ? DeedUrls.Done(back, set) : back);
    }
}
