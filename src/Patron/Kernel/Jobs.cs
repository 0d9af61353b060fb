namespace Patron.Kernel;

public enum JobState { Waiting = 1, Running = 2, Paused = 3, Done = 4, Failed = 5, Cancelled = 6 }

/// <summary>What a job shows of itself while it runs and afterwards.</summary>
/// <param name="Phase">Resource key of what it does now.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units in all; null while unknown.</param>
/// <param name="Result">JSON of the handler's own, once it is done.</param>
/// <param name="Error">Resource key of why it failed.</param>
public sealed record JobProgress(JobId Id, string Kind, JobState State, string Phase, long Done, long? Total, DateTimeOffset? StartedAt, DateTimeOffset? EndedAt, string? Result, string? Error);

/// <summary>Long work that runs in the background, survives a crash from its own cursor, and can be paused and cancelled.</summary>
public interface IJobHandler
{
    /// <summary>The kind of job it runs.</summary>
    string Kind { get; }

    /// <summary>It reckons from what is there and writes results of its own alone. A server runs such jobs beside the others, so that nobody who waits for an import waits for them.</summary>
    bool Reckons => false;

    /// <summary>
    /// Does the work and returns the result as JSON. Called again after a crash, with the cursor last saved. Throws <see cref="OperationCanceledException"/>
    /// when <paramref name="ct"/> is cancelled; a <see cref="JobRefusedException"/> ends the job as failed with a sentence; anything else is retried.
    /// </summary>
    Task<string?> Run(IJobRun run, CancellationToken ct);
}

/// <summary>The running job as its handler sees it.</summary>
public interface IJobRun
{
    JobId Id { get; }
    UserId? By { get; }

    /// <summary>JSON given when the job was started.</summary>
    string Arguments { get; }

    /// <summary>Where the work stood when it was last saved; null at the beginning.</summary>
    string? Cursor { get; }

    /// <summary>Shown to whoever watches; cheap, may be called often.</summary>
    void Report(string phase, long done, long? total);

    /// <summary>Saves the cursor in <paramref name="session"/>'s transaction, so that work and cursor commit together. Throws when the lease was lost.</summary>
    Task SaveCursor(Data.BulkSession session, string cursor, CancellationToken ct);
}

/// <summary>The work cannot be done, and the user can be told why.</summary>
public sealed class JobRefusedException(Refusal refusal) : Exception(refusal.Key)
{
    public Refusal Refusal { get; } = refusal;
}

/// <summary>Starts and watches jobs.</summary>
public interface IJobs
{
    /// <summary>Puts a job in the queue; <paramref name="due"/> null is at once.</summary>
    Task<JobId> Start(string kind, string arguments, UserId? by, DateTimeOffset? due, CancellationToken ct);
    Task<JobProgress?> Find(JobId id, CancellationToken ct);

    /// <summary>The present state and every later one, at most about five a second, until the job has ended.</summary>
    IAsyncEnumerable<JobProgress> Watch(JobId id, CancellationToken ct);

    /// <summary>Runs it here and now, on the caller's thread of control, as the command line does; the background runner leaves it alone.</summary>
    Task<JobProgress> RunNow(string kind, string arguments, UserId? by, Action<JobProgress>? onProgress, CancellationToken ct);
    Task Pause(JobId id, CancellationToken ct);
    Task Resume(JobId id, CancellationToken ct);
    Task Cancel(JobId id, CancellationToken ct);
}
