using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Data.Erasing;
using Patron.Imports.Contracts;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Imports.KeepFiles;

/// <summary>The files of imports that have ended: uploads, refused rows, values that changed, rows that an undo left. What an import did, and its undo, need none of them.</summary>
internal sealed class KeptFiles(ImportPreparation preparation)
{
    private static readonly JobState[] Ended = [JobState.Done, JobState.Failed, JobState.Cancelled];

    /// <summary>Removes them; returns of how many imports.</summary>
    /// <param name="before">Imports that ended later keep theirs; null: none does.</param>
    public async Task<int> Remove(PatronDb db, DateTimeOffset? before, CancellationToken ct)
    {
        var imports = db.Imports.AsNoTracking();
        var old = await (before is { } day ? imports.Where(i => i.CreatedAt < day) : imports).ToListAsync(ct);
        JobId[] ids = [.. old.SelectMany(i => (JobId?[])[i.CheckJobId, i.ApplyJobId, i.UndoJobId]).OfType<JobId>().Distinct()];
        var jobs = new Dictionary<JobId, (JobState State, DateTimeOffset? EndedAt)>();
        foreach (var some in ids.Chunk(1_000))
            foreach (var job in await db.Set<JobRow>().AsNoTracking().Where(j => some.Contains(j.Id)).Select(j => new { j.Id, j.State, j.EndedAt }).ToListAsync(ct)) jobs[job.Id] = (job.State, job.EndedAt);

        var gone = 0;
        foreach (var import in old)
        {
            JobId?[] own = [import.CheckJobId, import.ApplyJobId, import.UndoJobId];
            if (own.OfType<JobId>().Any(j => jobs.TryGetValue(j, out var job) && (!Ended.Contains(job.State) || (before is not null && job.EndedAt >= before)))) continue;
            if (Remove(import)) gone++;
            if (import.StoredFile is not null)
                await db.Imports.Where(i => i.Id == import.Id).ExecuteUpdateAsync(row => row.SetProperty(i => i.StoredFile, (string?)null), ct);
        }
        return gone;
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

/// <summary>Every day: files that hold personal data go some time after the import has ended.</summary>
internal sealed class KeepJob(KeptFiles files, IDbContextFactory<PatronDb> contexts, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "imports-keep";
    private const string Phase = "imports.phase.keep";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        run.Report(Phase, 0, null);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var kept = await db.Read<KeptTime>(KeptTime.Key, ct) ?? new();
        var gone = await files.Remove(db, clock.GetUtcNow().AddDays(-kept.Days), ct);
        run.Report(Phase, gone, gone);
        return Json.Write(new { gone });
    }
}

/// <summary>
/// Whoever is erased may stand in any file that was imported, and nobody looks through files: those of all imports that have ended go. One that is not
/// applied yet is kept, for somebody still has to decide about it.
/// </summary>
internal sealed class ErasesFiles(KeptFiles files) : IErasesCustomers
{
    public int Order => 90;

    public Task<IReadOnlyCollection<CustomerId>> AlsoKnownAs(BulkSession session, IReadOnlyCollection<CustomerId> customers, CancellationToken ct) =>
        Task.FromResult<IReadOnlyCollection<CustomerId>>([]);

    public Task Erase(BulkSession session, Erased who, CancellationToken ct) => files.Remove(session.Db, null, ct);
}

/// <summary>In a server: the job is there once.</summary>
internal sealed class KeepSchedule(Schedules schedules, TimeProvider clock) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => schedules.Ensure(KeepJob.JobKind, TimeSpan.FromDays(1), clock.GetUtcNow().AddHours(1), cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
