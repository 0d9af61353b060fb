using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Workday.Contracts;

namespace Patron.Tasks.ShowDay;

/// <summary>What is due, overdue, promised and handed over, for My day; and who is on somebody's list already.</summary>
internal sealed class TaskDay(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility) : IDayItems, IKnowsContacts
{
    private static readonly TaskState[] InHand = [TaskState.Open, TaskState.Accepted, TaskState.Returned];
    private static readonly TimeSpan Promised = TimeSpan.FromDays(7);

    public async Task<IReadOnlyList<DayItem>> For(DayScope scope, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (users, teams, led, end, soon) = (scope.Users.Cast<UserId?>().ToArray(), scope.Teams.Cast<TeamId?>().ToArray(), scope.Led.Cast<UserId?>().ToArray(), scope.EndOfDay, scope.EndOfDay + Promised);
        var due = await db.Tasks.AsNoTracking().Where(t => users.Contains(t.OwnerId) && InHand.Contains(t.State) && t.Due < end).OrderBy(t => t.Due).ThenBy(t => t.Id).Take(scope.Most).ToListAsync(ct);
        var promised = await db.Tasks.AsNoTracking().Where(t => users.Contains(t.OwnerId) && t.State == TaskState.Open && t.Kind == TaskKind.Promise && t.Due >= end && t.Due < soon).OrderBy(t => t.Due).ThenBy(t => t.Id).Take(scope.Most).ToListAsync(ct);
        var offered = await db.Tasks.AsNoTracking().Where(t => users.Contains(t.OwnerId) && t.State == TaskState.Offered).OrderBy(t => t.Due).ThenBy(t => t.Id).Take(scope.Most).ToListAsync(ct);
        var queued = teams.Length == 0 ? [] : await db.Tasks.AsNoTracking().Where(t => t.OwnerId == null && teams.Contains(t.TeamId) && (t.State == TaskState.Offered || (t.State == TaskState.Open && t.Due < end))).OrderBy(t => t.Due).ThenBy(t => t.Id).Take(scope.Most).ToListAsync(ct);
        var escalated = led.Length == 0 ? [] : await db.Tasks.AsNoTracking().Where(t => led.Contains(t.OwnerId) && InHand.Contains(t.State) && t.EscalatedAt != null).OrderBy(t => t.Due).ThenBy(t => t.Id).Take(scope.Most).ToListAsync(ct);
        return
        [
            .. due.Select(t => Item(t, t.Due < scope.Now ? DayGroup.Overdue : DayGroup.Today, scope)),
            .. promised.Select(t => Item(t, DayGroup.Promised, scope)),
            .. offered.Concat(queued.Where(t => t.State == TaskState.Offered)).Select(t => Item(t, DayGroup.New, scope)),
            .. queued.Where(t => t.State == TaskState.Open).Select(t => Item(t, t.Due < scope.Now ? DayGroup.Overdue : DayGroup.Today, scope)),
            .. escalated.Where(e => due.TrueForAll(d => d.Id != e.Id)).Select(t => Item(t, DayGroup.Overdue, scope)),
        ];
    }

    public async Task<int> Count(IReadOnlyList<UserId> users, DateTimeOffset until, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var owners = users.Cast<UserId?>().ToArray();
        var due = await db.Tasks.AsNoTracking().Where(t => owners.Contains(t.OwnerId) && (t.State == TaskState.Offered || (InHand.Contains(t.State) && t.Due < until))).GroupBy(t => new { t.OwnerId, t.CustomerId })
            .Select(g => new { g.Key.OwnerId, g.Key.CustomerId, N = g.Count() }).ToListAsync(ct);
        // The number beside My day is that of the list: a task of somebody's own on a customer who is another's now is in neither.
        var (snapshot, count) = (customerBase.Current, 0);
        foreach (var of in due.GroupBy(d => d.OwnerId))
        {
            var visible = visibility.Set(snapshot, of.Key);
            count += of.Where(d => visible is null || (snapshot.TryIndex(d.CustomerId.Value, out var at) && visible.Get(at))).Sum(d => d.N);
        }
        return count;
    }

    /// <summary>Who has a task that is open is on somebody's list.</summary>
    public async Task<IReadOnlySet<CustomerId>> InTouch(IReadOnlyCollection<CustomerId> customers, DateTimeOffset since, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Tasks.AsNoTracking().Where(t => customers.Contains(t.CustomerId) && t.State != TaskState.Done && t.State != TaskState.Cancelled).Select(t => t.CustomerId).Distinct().ToListAsync(ct)).ToHashSet();
    }

    private static DayItem Item(TaskRow task, DayGroup group, DayScope scope) =>
        new(group, task.CustomerId, TaskWords.Icon(task.Kind), task.Title, Why(task, scope.Sentences), task.Due, Rank(task), task.OwnerId, Deeds(task, scope.Sentences));

    private static double Rank(TaskRow task) => (task.EscalatedAt is null ? 0 : 10) + (task.Priority switch { TaskPriority.High => 2, TaskPriority.Normal => 1, _ => 0 });

    private static string Why(TaskRow task, Sentences text) => string.Join(" · ", ((string?[])
    [
        TaskWords.Of(task.Kind, text), task.State is TaskState.Returned or TaskState.Offered ? TaskWords.Of(task.State, text) : null, task.Reason,
        task.PromisedTo is { } to ? text.Get("tasks.page.to", new { to }) : null, task.Priority == TaskPriority.High ? text["tasks.priority.high"] : null, task.EscalatedAt is null ? null : text["tasks.escalated"],
    ]).OfType<string>());

    private static IReadOnlyList<DayDeed> Deeds(TaskRow task, Sentences text)
    {
        var (customer, id) = (task.CustomerId, task.Id);
        var open = new DayDeed(text["tasks.deed.open"], TaskUrls.One(customer, id), Post: false, "o");
        var log = new DayDeed(text["tasks.deed.log"], TaskUrls.Log(customer, id), Post: false, "l");
        var later = Post("tasks.deed.tomorrow", "postpone", "p");
        var done = Post("tasks.deed.done", "done", "d");
        return (task.Kind, task.State) switch
        {
            (TaskKind.HandOver, TaskState.Offered) => [Post("tasks.deed.accept", "accept", "a"), open],
            (TaskKind.HandOver, TaskState.Accepted) => [log, later, open],
            (TaskKind.HandOver, _) => [open],
            (TaskKind.CallBack, _) => [log, done, later, open],
            _ => [done, log, later, open],
        };

        DayDeed Post(string key, string deed, string letter) => new(text[key], TaskUrls.One(customer, id, deed), Post: true, letter, task.Version);
    }
}
