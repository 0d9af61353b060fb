using Microsoft.EntityFrameworkCore;
using Patron.Kernel;

namespace Patron.Data;

/// <summary>Jobs that come again: rows of the job table that are due anew some time after they ended.</summary>
internal sealed class Schedules(IDbContextFactory<PatronDb> contexts, IdMaker ids, TimeProvider clock)
{
    /// <summary>Makes the schedule unless there is one of its kind.</summary>
    public async Task Ensure(string kind, TimeSpan every, DateTimeOffset first, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Set<JobRow>().AnyAsync(j => j.Kind == kind && j.EveryMinutes != null, ct)) return;
        db.Add(new JobRow
        {
            Id = ids.Next<JobId>(), Kind = kind, Arguments = "{}", State = JobState.Waiting, Due = first, EveryMinutes = (int)every.TotalMinutes, Phase = Jobs.WaitingKey, CreatedAt = clock.GetUtcNow(),
        });
        await db.SaveChangesAsync(ct);
    }
}
