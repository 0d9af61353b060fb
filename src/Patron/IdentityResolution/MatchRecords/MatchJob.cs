using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.IdentityResolution.MatchRecords;

/// <param name="Learn">A new version of the model first.</param>
/// <param name="Use">It takes effect, and the records are matched by it; else it is only learnt, to be compared.</param>
internal sealed record MatchArguments(bool Learn = false, bool Use = true);

internal sealed record MatchResult(IReadOnlyList<MatchedKind> Kinds, double Seconds);

/// <summary>Matches all records, or learns a version to compare.</summary>
internal sealed class MatchJob(Matcher matcher, TimeProvider clock) : IJobHandler
{
    public const string JobKind = "match-records";

    public string Kind => JobKind;

    public async Task<string?> Run(IJobRun run, CancellationToken ct)
    {
        var (asked, started) = (JsonSerializer.Deserialize<MatchArguments>(run.Arguments)!, clock.GetTimestamp());
        if (!asked.Use)
        {
            foreach (var kind in (CustomerKind[])[CustomerKind.Person, CustomerKind.Organisation]) await matcher.Learn(kind, run.By, run.Report, ct);
            return null;
        }
        var kinds = await matcher.Run(asked.Learn, run.By, run.Report, ct);
        return JsonSerializer.Serialize(new MatchResult(kinds, Math.Round(clock.GetElapsedTime(started).TotalSeconds, 3)));
    }
}

/// <summary>Sees to it that records are matched: after each import and each undo of one, and when somebody asks.</summary>
internal sealed class Matchings(IDbContextFactory<PatronDb> contexts, IJobs jobs, TimeProvider clock) : IHearsOfImports
{
    public Task Imported(SourceId source, CancellationToken ct) => Soon(null, ct);

    /// <summary>Files that come one after the other are matched together: one run waits at a time.</summary>
    public async Task Soon(UserId? by, CancellationToken ct)
    {
        var arguments = JsonSerializer.Serialize(new MatchArguments());
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Set<JobRow>().AnyAsync(j => j.Kind == MatchJob.JobKind && j.State == JobState.Waiting && j.Arguments == arguments, ct)) return;
        }
        await jobs.Start(MatchJob.JobKind, arguments, by, null, ct);
    }

    /// <summary>A version to be compared before it takes effect.</summary>
    public Task<JobId> Learn(UserId? by, CancellationToken ct) => jobs.Start(MatchJob.JobKind, JsonSerializer.Serialize(new MatchArguments(Learn: true, Use: false)), by, null, ct);

    /// <summary>The job that waits or runs at this moment; null for none.</summary>
    public async Task<JobId?> UnderWay(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        return await db.Set<JobRow>().Where(j => j.Kind == MatchJob.JobKind && (j.State == JobState.Running || (j.State == JobState.Waiting && j.Due <= now)))
            .OrderBy(j => j.Due).Select(j => (JobId?)j.Id).FirstOrDefaultAsync(ct);
    }
}
