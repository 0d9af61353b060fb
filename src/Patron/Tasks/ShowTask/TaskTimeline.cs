using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Web.Contracts;

namespace Patron.Tasks.ShowTask;

/// <summary>Tasks that are done, at the moment when they were; open ones stand in a panel of their own.</summary>
internal sealed class TaskTimeline(IDbContextFactory<PatronDb> contexts) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (at, id) = (before?.At, new TaskId(before?.Id ?? 0));
        var done = await db.Tasks.AsNoTracking().Where(t => t.CustomerId == customer && t.State == TaskState.Done && t.DoneAt != null && (at == null || t.DoneAt < at || (t.DoneAt == at && t.Id.CompareTo(id) < 0)))
            .OrderByDescending(t => t.DoneAt).ThenByDescending(t => t.Id).Take(count).ToListAsync(ct);
        return done.ConvertAll(t => new TimelineEntry(t.DoneAt!.Value, t.Id.Value, "task", TaskWords.Icon(t.Kind),
            sentences.Html("tasks.timeline.done", new { kind = t.Kind.ToString().ToLowerInvariant(), title = t.Title, late = t.Kind == TaskKind.Promise && t.DoneAt > t.FirstDue ? "yes" : "no" }), t.Details, null) { Href = TaskUrls.One(customer, t.Id) });
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Tasks.LongCountAsync(t => t.CustomerId == customer && t.State == TaskState.Done, ct);
    }
}
