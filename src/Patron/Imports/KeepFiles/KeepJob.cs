using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Imports.KeepFiles;

/// <summary>How long the files of an import are kept after its end.</summary>
internal sealed record KeptTime(int Days = 30)
{
    /// <summary>In the settings table; absent: as long as it says here.</summary>
    public const string Key = "imports-kept";
}

/// <summary>
/// Every day: uploaded files and files of refused and left rows, which hold personal data, go some time after the import has ended. What the import did,
/// and its undo, need none of them.
/// </summary>
internal sealed class KeepJob(ImportPreparation preparation, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "imports-keep";
    private const string Phase = "imports.phase.keep";
    private static readonly JobState[] Ended = [JobState.Done, JobState.Failed, JobState.Cancelled];

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        run.Report(Phase, 0, null);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var kept = await db.Read<KeptTime>(KeptTime.Key, ct) ?? new();
        var before = clock.GetUtcNow().AddDays(-kept.Days);
        var old = await db.Imports.AsNoTracking().Where(i => i.CreatedAt < before).ToListAsync(ct);
        JobId[] ids = [.. old.SelectMany(i => (JobId?[])[i.CheckJobId, i.ApplyJobId, i.UndoJobId]).OfType<JobId>().Distinct()];
        var jobs = new Dictionary<JobId, (JobState State, DateTimeOffset? EndedAt)>();
        foreach (var some in ids.Chunk(1_000))
            foreach (var job in await db.Set<JobRow>().AsNoTracking().Where(j => some.Contains(j.Id)).Select(j => new { j.Id, j.State, j.EndedAt }).ToListAsync(ct)) jobs[job.Id] = (job.State, job.EndedAt);

        var gone = 0;
        foreach (var import in old)
        {
            JobId?[] own = [import.CheckJobId, import.ApplyJobId, import.UndoJobId];
            if (own.OfType<JobId>().Any(j => jobs.TryGetValue(j, out var job) && (!Ended.Contains(job.State) || job.EndedAt >= before))) continue;
            if (Remove(import)) gone++;
            if (import.StoredFile is not null)
                await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(row => row.SetProperty(i => i.StoredFile, (string?)null), ct);
        }
        run.Report(Phase, gone, gone);
        return Json.Write(new { gone });
    }

    private bool Remove(Import import)
    {
        var folder = preparation.FolderOf(import.Id);
        if (import.StoredFile is not null) File.Delete(preparation.PathOf(import));
        if (!Directory.Exists(folder)) return false;
        Directory.Delete(folder, recursive: true);
        return true;
    }
}

/// <summary>In a server: the job is there once.</summary>
internal sealed class KeepSchedule(Schedules schedules, TimeProvider clock) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => schedules.Ensure(KeepJob.JobKind, TimeSpan.FromDays(1), clock.GetUtcNow().AddHours(1), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
