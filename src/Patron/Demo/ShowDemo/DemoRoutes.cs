using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Patron.Access.Contracts;
using Patron.Kernel;
using Patron.Web;

namespace Patron.Demo.ShowDemo;

internal static class DemoRoutes
{
    public static void MapDemoRoutes(this IEndpointRouteBuilder app)
    {
        var demo = app.MapGroup("").RequirePermission(Permissions.ManageSettings);
        demo.MapPost(Urls.LoadDemo, Load);
        demo.MapGet(Urls.DemoProgress, Progress);
    }

    private static async Task<RedirectHttpResult> Load(ShownDemo shown, ICurrentUser user, CancellationToken ct)
    {
        await shown.Load(user.Id, ct);
        return TypedResults.Redirect(Urls.Demo);
    }

    private static async Task<IResult> Progress(ShownDemo shown, IJobs jobs, Fragments fragments, CancellationToken gone)
    {
        if ((await shown.State(gone)).Job is not { } job) return TypedResults.NotFound();
        return fragments.Stream<DemoProgressView>(States, gone);

        async IAsyncEnumerable<Dictionary<string, object?>> States([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var state in jobs.Watch(job.Id, ct)) yield return DemoProgressView.Of(state);
        }
    }
}
