using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web;

namespace Patron.Imports.ShowImport;

/// <summary>What the page of an import asks for beside itself: live progress, the refused rows, and the deeds of the last two steps.</summary>
internal static class ImportRoutes
{
    public static void MapImportRoutes(this IEndpointRouteBuilder app)
    {
        var import = app.MapGroup(Urls.Import("{id}")).RequirePermission(Permissions.ImportData);
        import.MapGet("/progress", Progress);
        import.MapGet("/rejected", (string id, ShownImport shown, ImportPreparation preparation, CancellationToken ct) => Refused(id, shown, preparation, n => n.Rejected, "rejected", ct));
        import.MapGet("/conflicts", (string id, ShownImport shown, ImportPreparation preparation, CancellationToken ct) => Refused(id, shown, preparation, n => n.Conflicts, "conflicts", ct));
        import.MapGet("/values", Values);
        import.MapPost("/apply", Apply);
        import.MapPost("/stop", Stop);
        import.MapPost("/pause", Pause);
        import.MapPost("/resume", Resume);
        import.MapCheckAgain();
    }

    private static async Task<IResult> Progress(string id, ShownImport shown, IJobs jobs, Fragments fragments, TimeProvider clock, CancellationToken gone)
    {
        if (!await shown.Load(id, columns: false, gone) || (shown.Apply ?? shown.Check) is not { } job) return TypedResults.NotFound();
        return fragments.Stream<ImportProgressView>(States, gone);

        async IAsyncEnumerable<Dictionary<string, object?>> States([EnumeratorCancellation] CancellationToken ct)
        {
            await foreach (var state in jobs.Watch(job.Id, ct)) yield return ImportProgressView.Of(state, shown.Row.FileName, clock.GetUtcNow());
        }
    }

    /// <summary>The rows that the check or the import refused, of one of the two files.</summary>
    private static async Task<IResult> Refused(string id, ShownImport shown, ImportPreparation preparation, Func<RefusedFiles.Names, string> which, string what, CancellationToken ct) =>
        await shown.Load(id, columns: false, ct) ? FileOf(shown, preparation, which(shown.Apply is null ? CheckJob.Refused : ApplyJob.Refused), what) : TypedResults.NotFound();

    /// <summary>The values that the check found would change or be left out.</summary>
    private static async Task<IResult> Values(string id, ShownImport shown, ImportPreparation preparation, CancellationToken ct) =>
        await shown.Load(id, columns: false, ct) ? FileOf(shown, preparation, CheckJob.ValuesName, "values") : TypedResults.NotFound();

    private static IResult FileOf(ShownImport shown, ImportPreparation preparation, string name, string what)
    {
        var path = Path.Combine(preparation.FolderOf(shown.Row.Id), name);
        return File.Exists(path)
            ? TypedResults.PhysicalFile(path, "text/csv; charset=utf-8", $"{Path.GetFileNameWithoutExtension(shown.Row.FileName)}-{what}.csv")
            : TypedResults.NotFound();
    }

    private static async Task<IResult> Apply(
        string id, ShownImport shown, IJobs jobs, Access.Contracts.ICurrentUser user, IDbContextFactory<PatronDb> contexts, Sentences text, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        // Asked twice, by a second click or a page that was left open, it is applied once.
        var canBegin = shown.Row.StoredFile is not null && shown.Check?.State == JobState.Done && shown.Apply?.State is null or JobState.Failed or JobState.Cancelled;
        if (!canBegin) return TypedResults.Redirect(shown.Url);
        var row = shown.Row.Id;
        var job = await jobs.Start(ApplyJob.JobKind, Json.Write(new ImportJobArguments(row, text.Language.Tag, null)), user.Id, null, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Imports.Where(i => i.Id == row).ExecuteUpdateAsync(set => set.SetProperty(i => i.ApplyJobId, job), ct);
        return TypedResults.Redirect(shown.Url);
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> Pause(string id, ShownImport shown, IJobs jobs, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        if ((shown.Apply ?? shown.Check) is { } job) await jobs.Pause(job.Id, ct);
        return TypedResults.Redirect(shown.Url);
    }

    private static async Task<Results<RedirectHttpResult, NotFound>> Resume(string id, ShownImport shown, IJobs jobs, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        if ((shown.Apply ?? shown.Check) is { State: JobState.Paused } job) await jobs.Resume(job.Id, ct);
        return TypedResults.Redirect(shown.Url);
    }

    /// <summary>What was written stays, and the rest can be imported later: the file may be applied again.</summary>
    private static async Task<Results<RedirectHttpResult, NotFound>> Stop(string id, ShownImport shown, IJobs jobs, CancellationToken ct)
    {
        if (!await shown.Load(id, columns: false, ct)) return TypedResults.NotFound();
        if ((shown.Apply ?? shown.Check) is { } job) await jobs.Cancel(job.Id, ct);
        return TypedResults.Redirect(shown.Url);
    }
}
