using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Quality.ReckonQuality;

/// <summary>Sees to it that what the page shows is reckoned: after each import, when somebody asks, and every night.</summary>
internal sealed class Reckonings(IDbContextFactory<PatronDb> contexts, IJobs jobs, IdMaker ids, TimeProvider clock) : IHearsOfImports
{
    private const int DayInMinutes = 24 * 60;
    private static readonly TimeOnly AtNight = new(3, 10);

    /// <summary>Files that come one after the other are reckoned together: one reckoning waits at a time.</summary>
    public Task Imported(SourceId source, CancellationToken ct) => Soon(null, ct);

    public async Task Soon(UserId? by, CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Set<JobRow>().AnyAsync(j => j.Kind == ReckonJob.JobKind && j.State == JobState.Waiting && j.EveryMinutes == null, ct)) return;
        }
        await jobs.Start(ReckonJob.JobKind, "{}", by, null, ct);
    }

    /// <summary>Waiting or running at this moment.</summary>
    public async Task<bool> IsUnderWay(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return await db.Set<JobRow>().AnyAsync(j => j.Kind == ReckonJob.JobKind && (j.State == JobState.Running || (j.State == JobState.Waiting && j.Due <= now)), ct);
    }

    /// <summary>The schedule is a row among the jobs; made once.</summary>
    public async Task EveryNight(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<JobRow>().AnyAsync(j => j.Kind == ReckonJob.JobKind && j.EveryMinutes != null, ct)) return;
        var (now, zone) = (clock.GetUtcNow(), (await db.Organisation(ct)).Zone);
        var night = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime).AddDays(1).ToDateTime(AtNight);
        db.Add(new JobRow
        {
            Id = ids.Next<JobId>(), Kind = ReckonJob.JobKind, Arguments = "{}", State = JobState.Waiting, EveryMinutes = DayInMinutes, Phase = "quality.phase.reading",
            Due = now + (night - TimeZoneInfo.ConvertTime(now, zone).DateTime), CreatedAt = now,
        });
        await db.SaveChangesAsync(ct);
    }
}

/// <summary>In a server: the nightly reckoning is on the list of jobs.</summary>
internal sealed class NightlyReckoning(Reckonings reckonings) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => reckonings.EveryNight(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
