using System.Runtime.CompilerServices;
using Patron.Access.Contracts;
using Patron.Imports.ShowImport;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Imports.UndoImport;

/// <summary>The deeds of an undo, its live progress, and the file of what was left.</summary>
internal static class UndoRoutes
{
    public static void MapUndoImport(this IEndpointRouteBuilder app)
    {
        var undo = app.MapGroup(Urls.Import("{id}")).RequirePermission(Permissions.ImportData);
        // Not "/undo" itself: the page of that address answers every method.
        undo.MapPost("/undo/begin", Begin);
        undo.MapGet("/undo/progress", Progress);
        undo.MapPost("/undo/pause", (string id, ShownImport shown, IJobs jobs, CancellationToken ct) => Do(id, shown, jobs.Pause, ct));
        undo.MapPost("/undo/resume", (string id, ShownImport shown, IJobs jobs, CancellationToken ct) => Do(id, shown, jobs.Resume, ct));
        undo.MapPost("/undo/stop", (string id, ShownImport shown, IJobs jobs, CancellationToken ct) => Do(id, shown, jobs.Cancel, ct));
        undo.MapGet("/left", Left);
    }

    /// <summary>Asked twice, it is undone once: the page says why the second time it was not.</summary>
    private static async Task<IResult> Begin(string id, ShownImport shown, ImportUndo undo, ICurrentUser user, Sentences text, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        var started = await undo.Start(shown.Row.Id, text.Language.Tag, user.Id, ct);
        return TypedResults.Redirect(started.Refusal is null ? shown.Url : shown.Url + "/undo");
    }

    private static async Task<IResult> Do(string id, ShownImport shown, Func<JobId, CancellationToken, Task> deed, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct) || shown.Row.UndoJobId is not { } job) return TypedResults.NotFound();
        await deed(job, ct);
        return TypedResults.Redirect(shown.Url);
    }

    private static async Task<IResult> Progress(string id, ShownImport shown, IJobs jobs, Fragments fragments, TimeProvider clock, CancellationToken gone)
    {
        if (!await shown.Load(id, columns: false, gone) || shown.Row.UndoJobId is not { } job) return TypedResults.NotFound();
        return fragments.Stream<ImportProgressView>(States, gone);

        async IAsyncEnumerable<Dictionary<string, object?>> States([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var state in jobs.Watch(job, ct)) yield return ImportProgressView.Of(state, shown.Row.FileName, clock.GetUtcNow());
        }
    }

    private static async Task<IResult> Left(string id, ShownImport shown, ImportPreparation preparation, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        var path = Path.Combine(preparation.FolderOf(shown.Row.Id), UndoJob.LeftName);
        return File.Exists(path)
            ? TypedResults.PhysicalFile(path, "text/csv; charset=utf-8", $"{Path.GetFileNameWithoutExtension(shown.Row.FileName)}-left.csv")
            : TypedResults.NotFound();
    }
}
