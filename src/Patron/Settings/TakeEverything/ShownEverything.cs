using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Settings.TakeEverything;

/// <summary>How it stands: what runs, the archive that is ready, what the last import did.</summary>
/// <param name="Archive">The job that wrote the archive in the data directory; null where there is none.</param>
/// <param name="Failed">The latest job, where it failed.</param>
internal sealed record EverythingState(JobProgress? Running, JobProgress? Archive, TakenExport? Taken, JobProgress? Failed);

/// <summary>Begins exports and imports of everything, one at a time, and shows them.</summary>
internal sealed class ShownEverything(IDbContextFactory<PatronDb> contexts, IJobs jobs, Everything everything, DataLocation location, IdMaker ids) : IDisposable
{
    private readonly SemaphoreSlim beginning = new(1, 1);

    public async Task<EverythingState> State(CancellationToken ct)
    {
        var (export, take) = (await Latest(ExportJob.JobKind, ct), await Latest(TakeJob.JobKind, ct));
        var running = IsBusy(export) ? export : IsBusy(take) ? take : null;
        var latest = (export?.Id.Value ?? 0) > (take?.Id.Value ?? 0) ? export : take;
        return new(
            running, export is { State: JobState.Done } && File.Exists(ExportJob.FileOf(location, export.Id)) ? export : null,
            take is { State: JobState.Done, Result: { } result } ? JsonSerializer.Deserialize<TakenExport>(result) : null, latest is { State: JobState.Failed } ? latest : null);
    }

    /// <summary>Where an upload goes.</summary>
    public string NewFile() => Path.Combine(location.Files(ExportJob.Folder), $"upload-{ids.Next<ImportId>()}.zip");

    public string FileOf(JobId job) => ExportJob.FileOf(location, job);

    public Task<Refusal?> Export(UserId? by, CancellationToken ct) => Begin(ExportJob.JobKind, "{}", by, ct);

    public async Task<Refusal?> Take(string file, Language language, UserId? by, CancellationToken ct) =>
        await everything.Judge(file, ct) ?? await Begin(TakeJob.JobKind, JsonSerializer.Serialize(new TakeArguments(file, language.Tag, Uploaded: true)), by, ct);

    public void Dispose() => beginning.Dispose();

    private async Task<Refusal?> Begin(string kind, string arguments, UserId? by, CancellationToken ct)
    {
        await beginning.WaitAsync(ct);
        try
        {
            if ((await State(ct)).Running is not null) return new EverythingBusy();
            await jobs.Start(kind, arguments, by, null, ct);
            return null;
        }
        finally
        {
            beginning.Release();
        }
    }

    private async Task<JobProgress?> Latest(string kind, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var id = await db.Set<JobRow>().Where(j => j.Kind == kind).OrderByDescending(j => j.Id).Select(j => (JobId?)j.Id).FirstOrDefaultAsync(ct);
        return id is { } there ? await jobs.Find(there, ct) : null;
    }

    private static bool IsBusy(JobProgress? job) => job is { State: JobState.Waiting or JobState.Running or JobState.Paused };
}

internal sealed record EverythingBusy() : Refusal("settings.everything.busy");
