using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Insights.KeepResults;

/// <summary>Sees to it that insights are reckoned: after each import, when settings change or somebody asks, every night, and when a program starts that reckons in another way.</summary>
internal sealed class InsightReckonings(IDbContextFactory<PatronDb> contexts, IJobs jobs, Schedules schedules, ResultStore store, TimeProvider clock) : IHearsOfImports
{
    private static readonly TimeOnly AtNight = new(3, 40);

    public Task Imported(SourceId source, CancellationToken ct) => Soon(null, ct);

    /// <summary>One reckoning waits at a time: files that come one after the other are reckoned together.</summary>
    public async Task Soon(UserId? by, CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Set<JobRow>().AnyAsync(j => j.Kind == ReckonInsightsJob.JobKind && j.State == JobState.Waiting && j.EveryMinutes == null, ct)) return;
        }
        await jobs.Start(ReckonInsightsJob.JobKind, "{}", by, null, ct);
    }

    /// <summary>What was kept by another way of reckoning is soon reckoned anew.</summary>
    public async Task Renew(IEnumerable<IReckonsInsights> reckonings, CancellationToken ct)
    {
        var kept = await store.Methods(ct);
        if (reckonings.Any(r => kept.TryGetValue(r.Kind, out var method) && method != r.Method)) await Soon(null, ct);
    }

    /// <summary>Waiting or running at this moment.</summary>
    public async Task<bool> IsUnderWay(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return await db.Set<JobRow>().AnyAsync(j => j.Kind == ReckonInsightsJob.JobKind && (j.State == JobState.Running || (j.State == JobState.Waiting && j.Due <= now)), ct);
    }

    /// <summary>The schedule is a row among the jobs, by the organisation's clock; made once.</summary>
    public async Task EveryNight(CancellationToken ct)
    {
        TimeZoneInfo zone;
        await using (var db = await contexts.CreateDbContextAsync(ct)) zone = (await db.Organisation(ct)).Zone;
        var here = TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime;
        var night = DateOnly.FromDateTime(here).AddDays(1).ToDateTime(AtNight);
        await schedules.Ensure(ReckonInsightsJob.JobKind, TimeSpan.FromDays(1), clock.GetUtcNow() + (night - here), ct);
    }
}
