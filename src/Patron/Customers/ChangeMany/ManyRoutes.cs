using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.FindCustomers;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Customers.ChangeMany;

/// <summary>What the page of a change asks for: live progress, pause, cancel, going on, and the taking back.</summary>
internal static class ManyRoutes
{
    public static void MapChangeMany(this IEndpointRouteBuilder app)
    {
        var change = app.MapGroup(Urls.CustomersChange("{set}")).RequirePermission(Permissions.WriteCustomers);
        change.MapGet("/progress", Progress);
        change.MapPost("/pause", (string set, ShownManyChange shown, IJobs jobs, CancellationToken ct) => Tell(set, shown, jobs.Pause, ct));
        change.MapPost("/resume", (string set, ShownManyChange shown, IJobs jobs, CancellationToken ct) => Tell(set, shown, jobs.Resume, ct));
        change.MapPost("/cancel", (string set, ShownManyChange shown, IJobs jobs, CancellationToken ct) => Tell(set, shown, jobs.Cancel, ct));
        change.MapPost("/undo", Undo);
    }

    /// <summary>Back with a word about what was done; while it is being done, to where it can be watched.</summary>
    public static IResult Go(HttpContext http, ManyBegun begun, string back) => Go(http, begun.Ended
        ? QueryHelpers.AddQueryString(back, ListAddress.Done, begun.Set.ToString())
        : QueryHelpers.AddQueryString(Urls.CustomersChange(begun.Set.ToString()), "back", back));

    public static IResult Go(HttpContext http, string url)
    {
        if (http.Request.Headers["HX-Request"] != "true") return TypedResults.LocalRedirect(url);
        http.Response.Headers["HX-Redirect"] = url;
        return TypedResults.NoContent();
    }

    private static async Task<IResult> Progress(string set, ShownManyChange shown, IJobs jobs, Fragments fragments, TimeProvider clock, CancellationToken gone)
    {
        if (!await shown.Load(set, gone) || shown.Job is not { } job) return TypedResults.NotFound();
        return fragments.Stream<ManyProgress>(States, gone);

        async IAsyncEnumerable<Dictionary<string, object?>> States([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var state in jobs.Watch(job.Id, ct))
            {
                yield return ManyProgress.Of(shown, state, clock.GetUtcNow());
                // The page then has other buttons.
                if (state.State == JobState.Paused) yield break;
            }
        }
    }

    private static async Task<IResult> Tell(string set, ShownManyChange shown, Func<JobId, CancellationToken, Task> what, CancellationToken ct)
    {
        if (!await shown.Load(set, ct)) return TypedResults.NotFound();
        if (shown.Job is { } job) await what(job.Id, ct);
        return TypedResults.LocalRedirect(Urls.CustomersChange(set));
    }

    private static async Task<IResult> Undo(string set, [FromForm] string? back, HttpContext http, ManyChanges many, ICurrentUser who, CancellationToken ct)
    {
        if (!IdText.TryRead<ChangeSetId>(set, out var id)) return TypedResults.NotFound();
        var to = string.IsNullOrEmpty(back) ? null : Urls.Local(back);
        // Asked twice, it was taken back once: the page says how it stands.
        if (await many.Undo(id, who.Id!.Value, ct) is not { } begun) return Go(http, Urls.CustomersChange(set));
        return to is null ? Go(http, Urls.CustomersChange(begun.Set.ToString())) : Go(http, begun, to);
    }
}
