using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;

namespace Patron.Households.FindHouseholds;

/// <summary>Has households looked for: once a file was taken or taken back, and when somebody asks.</summary>
internal sealed class Searches(IDbContextFactory<PatronDb> contexts, IJobs jobs) : IHearsOfImports
{
    public Task Imported(SourceId source, CancellationToken ct) => Soon(null, ct);

    /// <summary>Files that come one after the other are looked through together: one search waits at a time.</summary>
    public async Task Soon(UserId? by, CancellationToken ct)
    {
        await using (var db = await contexts.CreateDbContextAsync(ct))
        {
            if (await db.Set<JobRow>().AnyAsync(j => j.Kind == FindJob.JobKind && j.State == JobState.Waiting, ct)) return;
        }
        await jobs.Start(FindJob.JobKind, "{}", by, null, ct);
    }

    /// <summary>Waiting or running at this moment.</summary>
    public async Task<bool> IsUnderWay(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<JobRow>().AnyAsync(j => j.Kind == FindJob.JobKind && (j.State == JobState.Waiting || j.State == JobState.Running), ct);
    }
}
