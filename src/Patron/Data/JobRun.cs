using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>One run of a job in this process: keeps the lease, holds the progress, carries the wish to stop.</summary>
internal sealed class JobRun : IJobRun, IAsyncDisposable
{
    private readonly JobRow row;
    private readonly string holder;
    private readonly IDbContextFactory<PatronDb> contexts;
    private readonly TimeProvider clock;
    private readonly Action<JobProgress>? onProgress;
    private readonly CancellationTokenSource stopping;
    private readonly ITimer renewal;
    private volatile JobProgress progress;
    private volatile string? cursor;
    private int stoppedAs;

    public JobRun(JobRow row, string holder, IDbContextFactory<PatronDb> contexts, TimeProvider clock, Action<JobProgress>? onProgress, CancellationToken ct)
    {
        (this.row, this.holder, this.contexts, this.clock, this.onProgress, cursor) = (row, holder, contexts, clock, onProgress, row.Cursor);
        progress = new(row.Id, row.Kind, JobState.Running, row.Phase, row.Done, row.Total, row.StartedAt, null, null, null);
        stopping = CancellationTokenSource.CreateLinkedTokenSource(ct);
        renewal = clock.CreateTimer(_ => Renew(), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
    }

    public JobId Id => row.Id;
    public UserId? By => row.CreatedBy;
    public string Arguments => row.Arguments;
    public string? Cursor => cursor;
    public JobProgress Progress => progress;
    public CancellationToken Token => stopping.Token;
    public JobState? StoppedAs => stoppedAs == 0 ? null : (JobState)stoppedAs;

    public void Report(string phase, long done, long? total)
    {
        progress = progress with { Phase = phase, Done = done, Total = total };
        onProgress?.Invoke(progress);
    }

    public async Task SaveCursor(BulkSession session, string cursor, CancellationToken ct)
    {
        var (now, shown) = (clock.GetUtcNow(), progress);
        var until = now + Jobs.Lease;
        var kept = await session.Db.Set<JobRow>().Where(j => j.Id == row.Id && j.Holder == holder)
            .ExecuteUpdateAsync(set => set.SetProperty(j => j.Cursor, cursor).SetProperty(j => j.LeasedUntil, until)
                .SetProperty(j => j.Phase, shown.Phase).SetProperty(j => j.Done, shown.Done).SetProperty(j => j.Total, shown.Total), ct);
        if (kept != 1) throw new OperationCanceledException("The job was taken over by another process.");
        this.cursor = cursor;
    }

    /// <summary>For whoever watches, while the job's row cannot be written.</summary>
    public void Show(JobState state, string error) => progress = progress with { State = state, Error = error };

    public void Stop(JobState state)
    {
        Interlocked.CompareExchange(ref stoppedAs, (int)state, 0);
        stopping.Cancel();
    }

    /// <summary>A renewal that is under way is waited for: nothing of the run touches the database afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        await renewal.DisposeAsync();
        stopping.Dispose();
    }

    // Every two seconds: keep the lease, show the progress to other processes, and see whether another process asked to stop.
    private void Renew()
    {
        if (stopping.IsCancellationRequested) return;
        var (until, shown) = (clock.GetUtcNow() + Jobs.Lease, progress);
        try
        {
            using var db = contexts.CreateDbContext();
            var kept = db.Set<JobRow>().Where(j => j.Id == row.Id && j.Holder == holder && j.State == JobState.Running)
                .ExecuteUpdate(set => set.SetProperty(j => j.LeasedUntil, until).SetProperty(j => j.Phase, shown.Phase).SetProperty(j => j.Done, shown.Done).SetProperty(j => j.Total, shown.Total));
            if (kept == 1) return;
            var state = db.Set<JobRow>().AsNoTracking().Where(j => j.Id == row.Id).Select(j => j.State).FirstOrDefault();
            Stop(state is JobState.Paused or JobState.Cancelled ? state : JobState.Cancelled);
        }
        catch (Exception e) when (PassingTrouble.IsOfDatabase(e))
        {
            // The database cannot be reached, or is busy with a long transaction, often this very job's: the lease outlives many such misses.
        }
        catch (ObjectDisposedException)
        {
            // The run ended while the timer fired.
        }
    }
}
