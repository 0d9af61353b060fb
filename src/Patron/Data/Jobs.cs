using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>The one job table: queue, leases, progress, schedules. <see cref="JobRunner"/> works it off in a server.</summary>
internal sealed partial class Jobs(
    IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock, IServiceProvider services, ILogger<Jobs> logger, DataLocation? location = null) : IJobs, IDisposable
{
    public const string FailedKey = "kernel.job.failed";
    public const string WaitingKey = "kernel.job.waiting";
    public const string DiskFullKey = "kernel.job.diskFull";
    public const string LostKey = "kernel.job.lost";
    private const int MaxAttempts = 5;
    internal static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan UntilTriedAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<JobId, JobRun> running = [];
    private readonly SemaphoreSlim work = new(0), reckoningWork = new(0);
    private readonly string holder = $"{Place(location)}{Environment.ProcessId}-{Guid.CreateVersion7(clock.GetUtcNow()):N}";

    /// <summary>What every holder that works on this data directory is named by; only one process at a time does.</summary>
    private static string Place(DataLocation? location) => location is null ? ""
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}:{location.Directory}")).AsSpan(0, 6)) + "-";

    /// <summary>Jobs whose holder worked on this data directory before this process did, and so has ended: they need not wait for their leases to run out.</summary>
    internal async Task ReleaseAbandoned(CancellationToken ct)
    {
        var place = Place(location);
        if (place.Length == 0) return;
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.Set<JobRow>().Where(j => j.State == JobState.Running && j.Holder!.StartsWith(place) && j.Holder != holder)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, JobState.Waiting).SetProperty(j => j.Holder, (string?)null).SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null), ct);
    }

    internal Task<bool> WaitForWork(bool reckoning, TimeSpan atMost, CancellationToken ct) => (reckoning ? reckoningWork : work).WaitAsync(atMost, ct);

    public async Task<JobId> Start(string kind, string arguments, UserId? by, DateTimeOffset? due, CancellationToken ct)
    {
        var row = await Insert(kind, arguments, by, due ?? clock.GetUtcNow(), lease: false, ct);
        Wake();
        return row.Id;
    }

    public async Task<JobProgress> RunNow(string kind, string arguments, UserId? by, Action<JobProgress>? onProgress, CancellationToken ct)
    {
        var row = await Insert(kind, arguments, by, clock.GetUtcNow(), lease: true, ct);
        await Run(row, onProgress, ct);
        return await Find(row.Id, ct) ?? throw new InvalidOperationException("The job is gone.");
    }

    public async Task<JobProgress?> Find(JobId id, CancellationToken ct)
    {
        if (running.TryGetValue(id, out var run)) return run.Progress;
        await using var db = await contexts.CreateDbContextAsync(ct);
        var row = await db.Set<JobRow>().AsNoTracking().FirstOrDefaultAsync(j => j.Id == id, ct);
        return row is null ? null : ProgressOf(row);
    }

    public async IAsyncEnumerable<JobProgress> Watch(JobId id, [EnumeratorCancellation] CancellationToken ct)
    {
        JobProgress? last = null;
        while (await Find(id, ct) is { } now)
        {
            if (now != last) yield return last = now;
            if (now.State is JobState.Done or JobState.Failed or JobState.Cancelled) yield break;
            await Task.Delay(TimeSpan.FromMilliseconds(200), clock, ct);
        }
    }

    public Task Pause(JobId id, CancellationToken ct) => Stop(id, JobState.Paused, ct);

    public Task Cancel(JobId id, CancellationToken ct) => Stop(id, JobState.Cancelled, ct);

    public async Task Resume(JobId id, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        await db.Set<JobRow>().Where(j => j.Id == id && (j.State == JobState.Paused || j.State == JobState.Failed))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, JobState.Waiting).SetProperty(j => j.Due, now).SetProperty(j => j.Attempts, 0).SetProperty(j => j.Error, (string?)null), ct);
        Wake();
    }

    public void Dispose()
    {
        work.Dispose();
        reckoningWork.Dispose();
    }

    /// <summary>Takes the next job that is due, or one whose holder has fallen silent; null where there is none.</summary>
    /// <param name="reckoning">Only those that reckon, or only the others; null for any.</param>
    internal async Task<JobRow?> Take(CancellationToken ct, bool? reckoning = null)
    {
        var reckoners = services.GetServices<IJobHandler>().Where(h => h.Reckons).Select(h => h.Kind).ToArray();
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var next = await db.Set<JobRow>().AsNoTracking()
            .Where(j => (j.State == JobState.Waiting && j.Due <= now) || (j.State == JobState.Running && j.LeasedUntil < now))
            .Where(j => reckoning == null || reckoners.Contains(j.Kind) == reckoning)
            .OrderBy(j => j.Due).ThenBy(j => j.Id).FirstOrDefaultAsync(ct);
        if (next is null) return null;
        var until = now + Lease;
        var taken = await db.Set<JobRow>()
            .Where(j => j.Id == next.Id && j.State == next.State && (j.State == JobState.Waiting || j.LeasedUntil < now))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, JobState.Running).SetProperty(j => j.Holder, holder).SetProperty(j => j.LeasedUntil, until)
                .SetProperty(j => j.StartedAt, j => j.StartedAt ?? now).SetProperty(j => j.Attempts, j => j.Attempts + 1), ct);
        return taken == 1 ? await db.Set<JobRow>().AsNoTracking().FirstAsync(j => j.Id == next.Id, ct) : null;
    }

    internal async Task Run(JobRow row, Action<JobProgress>? onProgress, CancellationToken ct)
    {
        var handler = services.GetServices<IJobHandler>().FirstOrDefault(h => h.Kind == row.Kind)
            ?? throw new InvalidOperationException($"No handler for jobs of kind {row.Kind}.");
        for (var present = row; present is not null; )
        {
            await using var run = new JobRun(present, holder, contexts, clock, onProgress, ct);
            running[row.Id] = run;
            try
            {
                if (await Once(handler, present, run, onProgress is not null, ct)) return;
                present = await Again(present, run, ct);
            }
            finally
            {
                running.TryRemove(row.Id, out _);
            }
        }
    }

    /// <summary>False where the database was lost on the way: the job is to go on when it is back.</summary>
    private async Task<bool> Once(IJobHandler handler, JobRow row, JobRun run, bool throws, CancellationToken ct)
    {
        try
        {
            var result = await handler.Run(run, run.Token);
            await End(row, run, row.EveryMinutes is null ? JobState.Done : JobState.Waiting, result, null);
        }
        catch (Exception e) when (PassingTrouble.IsLost(e) && !run.Token.IsCancellationRequested)
        {
            Lost(logger, row.Id, e);
            return false;
        }
        catch (Exception e) when (PassingTrouble.IsFullDisk(e))
        {
            Full(logger, row.Id, e);
            await PauseForRoom(row, run, ct);
        }
        catch (OperationCanceledException) when (run.StoppedAs is not null || ct.IsCancellationRequested)
        {
            // Paused and cancelled were written by whoever asked for it; where the program stops, the job waits for the next start.
            await End(row, run, run.StoppedAs ?? JobState.Waiting, null, null);
        }
        catch (JobRefusedException refused)
        {
            await End(row, run, JobState.Failed, null, refused.Refusal.Key);
        }
        catch (Exception e)
        {
            Failed(logger, row.Id, row.Attempts, e);
            await End(row, run, row.Attempts >= MaxAttempts ? JobState.Failed : JobState.Waiting, null, FailedKey);
            if (throws) throw;
        }
        return true;
    }

    /// <summary>Waits until the database is there again; the job as it was last saved, or null where it is another's by now, or none's.</summary>
    private async Task<JobRow?> Again(JobRow row, JobRun run, CancellationToken ct)
    {
        run.Show(JobState.Running, LostKey);
        while (true)
        {
            await Task.Delay(UntilTriedAgain, clock, ct);
            try
            {
                await using var db = await contexts.CreateDbContextAsync(ct);
                var until = clock.GetUtcNow() + Lease;
                var kept = await db.Set<JobRow>().Where(j => j.Id == row.Id && j.Holder == holder && j.State == JobState.Running)
                    .ExecuteUpdateAsync(set => set.SetProperty(j => j.LeasedUntil, until), ct);
                return kept == 1 ? await db.Set<JobRow>().AsNoTracking().FirstAsync(j => j.Id == row.Id, ct) : null;
            }
            catch (Exception e) when (PassingTrouble.IsLost(e))
            {
                Lost(logger, row.Id, e);
            }
        }
    }

    /// <summary>The job stops where it stands, and a person resumes it when there is room. Where even this cannot be written, it is tried until it can.</summary>
    private async Task PauseForRoom(JobRow row, JobRun run, CancellationToken ct)
    {
        run.Show(JobState.Paused, DiskFullKey);
        while (true)
        {
            try
            {
                await End(row, run, JobState.Paused, null, DiskFullKey);
                return;
            }
            catch (Exception e) when (PassingTrouble.IsFullDisk(e))
            {
                await Task.Delay(UntilTriedAgain, clock, ct);
            }
        }
    }

    private async Task End(JobRow row, JobRun run, JobState state, string? result, string? error)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var now = clock.GetUtcNow();
        var due = error is not null ? now + TimeSpan.FromSeconds(Math.Pow(4, row.Attempts)) : row.EveryMinutes is { } every ? now.AddMinutes(every) : now;
        DateTimeOffset? ended = state is JobState.Waiting or JobState.Paused ? null : now;
        var progress = run.Progress;
        // A schedule that went well begins counting its attempts anew.
        var attempts = error is null && row.EveryMinutes is not null ? 0 : row.Attempts;
        await db.Set<JobRow>().Where(j => j.Id == row.Id && j.Holder == holder && (j.State == JobState.Running || j.State == state))
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, state).SetProperty(j => j.Holder, (string?)null).SetProperty(j => j.LeasedUntil, (DateTimeOffset?)null)
                .SetProperty(j => j.Due, due).SetProperty(j => j.Attempts, attempts).SetProperty(j => j.EndedAt, ended).SetProperty(j => j.Result, result).SetProperty(j => j.Error, error)
                .SetProperty(j => j.Phase, progress.Phase).SetProperty(j => j.Done, progress.Done).SetProperty(j => j.Total, progress.Total));
    }

    private async Task Stop(JobId id, JobState state, CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            var now = clock.GetUtcNow();
            await db.Set<JobRow>().Where(j => j.Id == id && (j.State == JobState.Waiting || j.State == JobState.Running || j.State == JobState.Paused))
                .ExecuteUpdateAsync(set => set.SetProperty(j => j.State, state).SetProperty(j => j.EndedAt, state == JobState.Cancelled ? now : null), ct);
        }
        if (running.TryGetValue(id, out var run)) run.Stop(state);
    }

    private async Task<JobRow> Insert(string kind, string arguments, UserId? by, DateTimeOffset due, bool lease, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var row = new JobRow
        {
            Id = ids.Next<JobId>(), Kind = kind, Arguments = arguments, State = lease ? JobState.Running : JobState.Waiting, Due = due, Phase = WaitingKey,
            CreatedAt = now, CreatedBy = by, Holder = lease ? holder : null, LeasedUntil = lease ? now + Lease : null, StartedAt = lease ? now : null, Attempts = lease ? 1 : 0,
        };
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.Add(row);
        await db.SaveChangesAsync(ct);
        return row;
    }

    private void Wake()
    {
        work.Release();
        reckoningWork.Release();
    }

    private static JobProgress ProgressOf(JobRow row) =>
        new(row.Id, row.Kind, row.State, row.Phase, row.Done, row.Total, row.StartedAt, row.EndedAt, row.Result, row.Error);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} waits for the database, which cannot be reached")]
    private static partial void Lost(ILogger logger, JobId job, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} is paused: the disk is full")]
    private static partial void Full(ILogger logger, JobId job, Exception e);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed at attempt {Attempt}")]
    private static partial void Failed(ILogger logger, JobId job, int attempt, Exception e);
}
