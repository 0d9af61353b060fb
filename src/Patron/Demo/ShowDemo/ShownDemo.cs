using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Demo.LoadDemo;
using Patron.Demo.RemoveDemo;
using Patron.Kernel;
using Patron.Web;
using Patron.Web.Contracts;

namespace Patron.Demo.ShowDemo;

/// <summary>How it stands with the demo: its mark, and the job that loads or removes it.</summary>
internal sealed record DemoState(DemoMark? Mark, JobProgress? Job)
{
    public bool IsBusy => Job is { State: JobState.Waiting or JobState.Running or JobState.Paused };

    public bool HasFailed => Job is { State: JobState.Failed };

    /// <summary>What was begun and came to nothing may be begun again.</summary>
    public bool CanLoad => !IsBusy && Mark is null or { Complete: false, Removing: false };

    public bool CanRemove => !IsBusy && Mark is not null;
}

/// <summary>Begins to load and to remove the demo, once however often it is asked.</summary>
internal sealed class ShownDemo(IDbContextFactory<PatronDb> contexts, DemoData data, IJobs jobs, ICustomerBase customerBase) : IOffersDemo, IDisposable
{
    private const string NoArguments = "{}";
    private readonly SemaphoreSlim beginning = new(1, 1);

    public string LoadUrl => Urls.LoadDemo;

    public async Task<bool> CanLoad(CancellationToken ct) => (await State(ct)).CanLoad && customerBase.Current.Known.Count() == 0;

    public async Task<DemoState> State(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var job = await db.Set<JobRow>().Where(j => j.Kind == LoadDemoJob.JobKind || j.Kind == RemoveDemoJob.JobKind)
            .OrderByDescending(j => j.Id).Select(j => (JobId?)j.Id).FirstOrDefaultAsync(ct);
        return new(await data.Mark(ct), job is { } id ? await jobs.Find(id, ct) : null);
    }

    public Task Load(UserId? by, CancellationToken ct) => Begin(LoadDemoJob.JobKind, s => s.CanLoad, by, ct);

    public Task Remove(UserId? by, CancellationToken ct) => Begin(RemoveDemoJob.JobKind, s => s.CanRemove, by, ct);

    public void Dispose() => beginning.Dispose();

    private async Task Begin(string kind, Func<DemoState, bool> can, UserId? by, CancellationToken ct)
    {
        await beginning.WaitAsync(ct);
        try
        {
            if (can(await State(ct))) await jobs.Start(kind, NoArguments, by, null, ct);
        }
        finally
        {
            beginning.Release();
        }
    }
}
