using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.CustomerBase.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Tasks.KeepTasks;

/// <summary>Promises, or hand-overs, that fell due in a period.</summary>
/// <param name="Kept">Done by the time first promised; putting one off keeps none.</param>
/// <param name="Late">Done after it.</param>
/// <param name="Broken">Not done though the time has passed, or cancelled.</param>
/// <param name="Waiting">Not done, and not due yet.</param>
internal sealed record PromiseCount(UserId? Owner, TeamId? Team, int Kept, int Late, int Broken, int Waiting)
{
    /// <summary>Those whose time has come.</summary>
    public int Due => Kept + Late + Broken;

    /// <summary>Kept of those due; null where none was.</summary>
    public double? Share => Due == 0 ? null : (double)Kept / Due;
}

/// <param name="Name">Of the team; null for those of nobody's.</param>
internal sealed record DepartmentCount(string? Name, PromiseCount Count);

internal static class PromiseCounts
{
    /// <summary>By name. A promise is of the team in whose queue it is, else of the team of its owner; a hand-over is of the team that has it.</summary>
    public static IReadOnlyList<DepartmentCount> ByDepartment(this IEnumerable<PromiseCount> counts, IReadOnlyList<Team> teams) =>
        [.. counts.GroupBy(c => c.Team ?? (c.Owner is { } owner ? teams.Of(owner)?.Id : null))
            .Select(g => new DepartmentCount(teams.FirstOrDefault(t => t.Id == g.Key)?.Name, new(null, g.Key, g.Sum(c => c.Kept), g.Sum(c => c.Late), g.Sum(c => c.Broken), g.Sum(c => c.Waiting))))
            .OrderBy(d => d.Name, StringComparer.CurrentCulture)];
}

/// <param name="Fields">Columns that changed; empty for the beginning.</param>
internal sealed record TaskStep(DateTimeOffset At, UserId? By, string Kind, IReadOnlyList<string> Fields);

/// <summary>What became of what was due, by owner.</summary>
internal sealed record FollowUp(UserId? Owner, int InTime, int Late, int Open);

/// <summary>Reads tasks for pages and reports: only those of customers whom the asker may see.</summary>
internal sealed class TaskReads(IDbContextFactory<PatronDb> contexts, ICustomerBase customerBase, IVisibility visibility, TimeProvider clock)
{
    /// <summary>As the filter sorts them. Tasks of customers in the bin are in no list.</summary>
    public async Task<(IReadOnlyList<CustomerTask> Tasks, int Count)> List(TaskFilter filter, int skip, int take, UserId? asker, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var fields = filter.AsksOwn ? await RowFields.Read(session.Db, RowSubject.Task, ct) : RowFields.None;
        if (Limit(asker) is { } sees)
        {
            var all = (await Keys(session, filter, fields, "", ct)).FindAll(k => sees(new(k.Customer)));
            return (await Page(session, all.Skip(skip).Take(take), ct), all.Count);
        }
        await using var count = session.Command();
        count.CommandText = $"select count(*) from {TaskTable.Name} t where {filter.Where(count, clock.GetUtcNow(), fields)}";
        var found = Convert.ToInt32(await count.ExecuteScalarAsync(ct), CultureInfo.InvariantCulture);
        return (await Page(session, await Keys(session, filter, fields, string.Create(CultureInfo.InvariantCulture, $"limit {take} offset {skip}"), ct), ct), found);
    }

    private async Task<List<(long Customer, long Id)>> Keys(BulkSession session, TaskFilter filter, RowFields fields, string some, CancellationToken ct)
    {
        var keys = new List<(long, long)>();
        await using var command = session.Command();
        command.CommandText = $"select t.customer_id, t.id from {TaskTable.Name} t where {filter.Where(command, clock.GetUtcNow(), fields)} order by {filter.Order(session.IsPostgres, fields)} {some}";
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct)) keys.Add((reader.GetInt64(0), reader.GetInt64(1)));
        return keys;
    }

    private static async Task<IReadOnlyList<CustomerTask>> Page(BulkSession session, IEnumerable<(long Customer, long Id)> keys, CancellationToken ct)
    {
        TaskId[] ids = [.. keys.Select(k => new TaskId(k.Id))];
        var page = (await session.Db.Tasks.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync(ct)).ToDictionary(t => t.Id);
        return [.. ids.Where(page.ContainsKey).Select(id => page[id].Shown)];
    }

    /// <summary>All open hand-overs, the earliest due first.</summary>
    public async Task<IReadOnlyList<CustomerTask>> HandOvers(int most, UserId? asker, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        TaskState[] open = [TaskState.Offered, TaskState.Accepted, TaskState.Returned];
        var ordered = db.Tasks.AsNoTracking().Where(t => t.Kind == TaskKind.HandOver && open.Contains(t.State)).OrderBy(t => t.Due).ThenBy(t => t.Id);
        var found = Limit(asker) is { } sees ? (await ordered.ToListAsync(ct)).FindAll(t => sees(t.CustomerId)) : await ordered.Take(most).ToListAsync(ct);
        return [.. found.Take(most).Select(t => t.Shown)];
    }

    /// <summary>By owner and team: promises to customers, or hand-overs from one department to another, first due from one instant up to another, that one excluded; null: up to any later one.</summary>
    public async Task<IReadOnlyList<PromiseCount>> Promises(TaskKind kind, DateTimeOffset from, DateTimeOffset? until, UserId? asker, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var promises = db.Tasks.AsNoTracking().Where(t => t.Kind == kind && t.FirstDue >= from && (until == null || t.FirstDue < until));
        if (Limit(asker) is { } sees) promises = (await promises.ToListAsync(ct)).FindAll(t => sees(t.CustomerId)).AsQueryable();
        var counted = promises.GroupBy(t => new { t.OwnerId, t.TeamId })
            .Select(g => new PromiseCount(g.Key.OwnerId, g.Key.TeamId,
                g.Count(t => t.State == TaskState.Done && t.DoneAt <= t.FirstDue),
                g.Count(t => t.State == TaskState.Done && t.DoneAt > t.FirstDue),
                g.Count(t => t.State == TaskState.Cancelled || (t.State != TaskState.Done && t.FirstDue < now)),
                g.Count(t => t.State != TaskState.Done && t.State != TaskState.Cancelled && t.FirstDue >= now)));
        return Limit(asker) is null ? await counted.ToListAsync(ct) : [.. counted];
    }

    /// <summary>What fell due in a period: done by its time, after it, or not yet. What was cancelled is not counted, nor what is due only later.</summary>
    public async Task<IReadOnlyList<FollowUp>> FollowedUp(DateTimeOffset from, DateTimeOffset until, UserId? asker, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var now = clock.GetUtcNow();
        var due = db.Tasks.AsNoTracking().Where(t => t.Due >= from && t.Due < until && t.State != TaskState.Cancelled && (t.State == TaskState.Done || t.Due < now));
        if (Limit(asker) is { } sees) due = (await due.ToListAsync(ct)).FindAll(t => sees(t.CustomerId)).AsQueryable();
        var counted = due.GroupBy(t => t.OwnerId).Select(g => new FollowUp(g.Key,
            g.Count(t => t.State == TaskState.Done && t.DoneAt <= t.Due), g.Count(t => t.State == TaskState.Done && t.DoneAt > t.Due), g.Count(t => t.State != TaskState.Done)));
        return Limit(asker) is null ? await counted.ToListAsync(ct) : [.. counted];
    }

    /// <summary>Null for whoever sees everybody.</summary>
    private Func<CustomerId, bool>? Limit(UserId? asker)
    {
        var snapshot = customerBase.Current;
        return visibility.Set(snapshot, asker) is { } visible ? customer => snapshot.TryIndex(customer.Value, out var at) && visible.Get(at) : null;
    }

    /// <summary>What was done to it, the last first. How it began is told by the task: the ranges that imports made are not looked through.</summary>
    public async Task<IReadOnlyList<TaskStep>> History(CustomerTask task, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var changed = await db.Set<ChangeRow>().AsNoTracking().Where(r => r.Entity == TaskTable.Name && r.EntityId == task.Id.Value)
            .Join(db.Set<ChangeSet>().AsNoTracking(), r => r.ChangeSetId, s => s.Id, (r, s) => new { s.At, s.By, s.Kind, r.Fields }).ToListAsync(ct);
        return [.. changed.OrderByDescending(s => s.At).Select(s => new TaskStep(s.At, s.By, s.Kind, s.Fields.Split(',', StringSplitOptions.RemoveEmptyEntries))), new(task.CreatedAt, task.CreatedBy, TaskBook.Kinds + "add", [])];
    }
}
