using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Tasks.KeepTasks;

/// <summary>Reads and writes tasks. Each command is one transaction with a change set of the kind "task." and what was done.</summary>
internal sealed class TaskBook(
    IDbContextFactory<PatronDb> contexts, ICustomers customers, IUserNames users, ITeams teams, IBusinessHours hours, IEnumerable<IProvesTasks> proofs, IdMaker ids, TimeProvider clock) : ITasks
{
    public const string Kinds = "task.";

    public async Task<Result<TaskChanged>> Add(NewTask task, UserId? by, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var changes = Recorder(session, "add", by);
        var added = await Write(session, changes, task, by, ct);
        return added.Refusal is { } refusal ? refusal : await Commit(session, changes, added.Value!, ct);
    }

    public async Task<Result<TaskId>> Add(BulkSession session, ChangeRecorder changes, NewTask task, UserId? by, CancellationToken ct)
    {
        var added = await Write(session, changes, task, by, ct);
        return added.Refusal is { } refusal ? refusal : added.Value!.Id;
    }

    public async Task<CustomerTask?> Find(CustomerId customer, TaskId task, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return (await db.Tasks.AsNoTracking().FirstOrDefaultAsync(t => t.CustomerId == customer && t.Id == task, ct))?.Shown;
    }

    public async Task<IReadOnlyList<CustomerTask>> OpenOf(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var open = await db.Tasks.AsNoTracking().Where(t => t.CustomerId == customer && t.State != TaskState.Done && t.State != TaskState.Cancelled).OrderBy(t => t.Due).ThenBy(t => t.Id).ToListAsync(ct);
        return open.ConvertAll(t => t.Shown);
    }

    public async Task<IReadOnlyList<CustomerTask>> About(CustomerId customer, Reference thing, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var about = await db.Tasks.AsNoTracking().Where(t => t.CustomerId == customer && t.ReferenceKind == thing.Kind && t.ReferenceId == thing.Id).OrderBy(t => t.Due).ThenBy(t => t.Id).ToListAsync(ct);
        return about.ConvertAll(t => t.Shown);
    }

    public Task<Result<TaskChanged>> Complete(CustomerId customer, TaskId task, Reference? proof, UserId? by, CancellationToken ct) => Complete(customer, task, null, proof, by, ct);

    public async Task<Result<TaskChanged>> Complete(CustomerId customer, TaskId task, int? version, Reference? proof, UserId? by, CancellationToken ct) =>
        await Change(customer, task, version, by, "done", async (session, row) => row.Complete(proof, await ProvedAt(session, customer, proof, ct), by, clock.GetUtcNow()), ct);

    public async Task<Result<TaskId>> Complete(BulkSession session, ChangeRecorder changes, CustomerId customer, TaskId task, Reference? proof, UserId? by, CancellationToken ct)
    {
        var done = await Change(session, changes, customer, task, null, async row => row.Complete(proof, await ProvedAt(session, customer, proof, ct), by, clock.GetUtcNow()), ct);
        return done.Refusal is { } refusal ? refusal : task;
    }

    public Task<Result<TaskChanged>> Accept(CustomerId customer, TaskId task, int version, UserId? by, CancellationToken ct) =>
        Change(customer, task, version, by, "accept", async (_, row) => await NotFor(by, row, ct) ?? row.Accept(by, clock.GetUtcNow()), ct);

    public Task<Result<TaskChanged>> Return(CustomerId customer, TaskId task, int version, string? reason, UserId? by, CancellationToken ct) =>
        Change(customer, task, version, by, "return", async (_, row) => await NotFor(by, row, ct) ?? row.Return(reason), ct);

    public Task<Result<TaskChanged>> Offer(CustomerId customer, TaskId task, int version, TeamId? team, UserId? owner, UserId? by, CancellationToken ct) =>
        Change(customer, task, version, by, "offer", async (_, row) => await NotThere(owner, team, ct) ?? row.Offer(team, owner, await TeamOf(by, ct)), ct);

    public Task<Result<TaskChanged>> Cancel(CustomerId customer, TaskId task, int version, string? reason, UserId? by, CancellationToken ct) =>
        Change(customer, task, version, by, "cancel", (_, row) => Now(row.Cancel(reason)), ct);

    public Task<Result<TaskChanged>> Reopen(CustomerId customer, TaskId task, int version, UserId? by, CancellationToken ct) =>
        Change(customer, task, version, by, "reopen", (_, row) => Now(row.Reopen()), ct);

    public Task<Result<TaskChanged>> Postpone(CustomerId customer, TaskId task, int? version, DateTimeOffset due, UserId? by, CancellationToken ct) =>
        Change(customer, task, version, by, "postpone", (_, row) => Now(row.Postpone(due)), ct);

    public Task<Result<TaskChanged>> Assign(CustomerId customer, TaskId task, int version, UserId? owner, TeamId? team, UserId? by, CancellationToken ct) =>
        Change(customer, task, version, by, "assign", async (_, row) => await NotThere(owner, team, ct) ?? row.Assign(owner, team), ct);

    public Task<Result<TaskChanged>> Describe(CustomerId customer, TaskId task, int version, string? title, string? details, string? promisedTo, int? minutes, TaskPriority priority, IReadOnlyDictionary<string, string?>? own, UserId? by, CancellationToken ct) =>
        Change(customer, task, version, by, "edit", async (session, row) =>
        {
            var custom = (await RowFields.Read(session.Db, RowSubject.Task, ct)).Set(row.Custom, own);
            return custom.Refusal ?? row.Describe(title, details, promisedTo, minutes, priority, custom.Value);
        }, ct);

    private static Task<Refusal?> Now(Refusal? decided) => Task.FromResult(decided);

    private async Task<Result<TaskRow>> Write(BulkSession session, ChangeRecorder changes, NewTask task, UserId? by, CancellationToken ct)
    {
        if (TaskDecisions.Check(task.Kind, task.Title, task.Details, task.PromisedTo, task.Minutes) is { } refusal) return refusal;
        if (task.Kind == TaskKind.HandOver && task.Team is null) return new NoTeam();
        if (task.Owner is null && task.Team is null) return new NoOwner();
        if (await NotThere(task.Owner, task.Team, ct) is { } nobody) return nobody;
        if (await customers.Resolve(task.Customer, ct) is not { } customer) return new TaskGone();
        var own = (await RowFields.Read(session.Db, RowSubject.Task, ct)).Set(null, task.Custom);
        if (own.Refusal is { } unfit) return unfit;
        var now = clock.GetUtcNow();
        var row = new TaskRow
        {
            CustomerId = customer, Id = ids.Next<TaskId>(), Kind = task.Kind, State = task.Kind == TaskKind.HandOver ? TaskState.Offered : TaskState.Open, Priority = task.Priority,
            Title = task.Title.Trim(), Details = TaskDecisions.Blank(task.Details), Due = task.Due, FirstDue = task.Due,
            Minutes = task.Kind == TaskKind.Meeting ? task.Minutes ?? TaskDecisions.UsualMeeting : null, OwnerId = task.Owner, TeamId = task.Team,
            FromTeamId = task.Kind == TaskKind.HandOver ? await TeamOf(by, ct) : null, PromisedTo = TaskDecisions.Blank(task.PromisedTo),
            ReferenceKind = task.About?.Kind, ReferenceId = task.About?.Id, CreatedBy = by, CreatedAt = now, Custom = own.Value, Version = 1,
        };
        row.Schedule(await hours.Calendar(ct), now);
        session.Db.Add(row);
        changes.Range(TaskTable.Name, row.Id.Value, row.Id.Value);
        session.Tell(Topics.Tasks, customer.Value);
        return row;
    }

    private async Task<Result<TaskChanged>> Change(CustomerId customer, TaskId task, int? version, UserId? by, string deed, Func<BulkSession, TaskRow, Task<Refusal?>> decide, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var changes = Recorder(session, deed, by);
        var changed = await Change(session, changes, customer, task, version, row => decide(session, row), ct);
        if (changed.Refusal is { } refusal) return refusal;
        try
        {
            return await Commit(session, changes, changed.Value!, ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return new TaskChangedMeanwhile();
        }
    }

    private async Task<Result<TaskRow>> Change(BulkSession session, ChangeRecorder changes, CustomerId customer, TaskId task, int? version, Func<TaskRow, Task<Refusal?>> decide, CancellationToken ct)
    {
        if (await customers.Resolve(customer, ct) is not { } owner || await session.Db.Tasks.FirstOrDefaultAsync(t => t.CustomerId == owner && t.Id == task, ct) is not { } row) return new TaskGone();
        if (version is { } seen && seen != row.Version) return new TaskChangedMeanwhile();
        var (before, due, state) = (row.Values, row.Due, row.State);
        if (await decide(row) is { } refusal) return refusal;
        if (row.Due != due || row.State != state) row.Schedule(await hours.Calendar(ct), clock.GetUtcNow());
        Record(changes, row, before);
        session.Tell(Topics.Tasks, owner.Value);
        return row;
    }

    /// <summary>Only what differs is kept.</summary>
    private static void Record(ChangeRecorder changes, TaskRow row, object?[] before)
    {
        var (after, was, becomes) = (row.Values, new Dictionary<string, object?>(), new Dictionary<string, object?>());
        for (var i = 0; i < before.Length; i++)
            if (!Equals(before[i], after[i])) (was[TaskTable.Recorded[i].Name], becomes[TaskTable.Recorded[i].Name]) = (before[i], after[i]);
        if (was.Count > 0) changes.Row(TaskTable.Name, row.Id.Value, row.CustomerId, was, becomes);
    }

    private ChangeRecorder Recorder(BulkSession session, string deed, UserId? by) => new(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = by, Kind = Kinds + deed });

    private static async Task<Result<TaskChanged>> Commit(BulkSession session, ChangeRecorder changes, TaskRow row, CancellationToken ct)
    {
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return new TaskChanged(row.Shown, changes.Set.Id);
    }

    private async Task<DateTimeOffset?> ProvedAt(BulkSession session, CustomerId customer, Reference? proof, CancellationToken ct)
    {
        if (proof is not { } thing) return null;
        foreach (var room in proofs)
            if (await room.At(session, customer, thing, ct) is { } at) return at;
        return null;
    }

    private async Task<Refusal?> NotThere(UserId? owner, TeamId? team, CancellationToken ct)
    {
        if (owner is { } user && !(await users.Of([user], ct)).ContainsKey(user)) return new NoOwner();
        return team is { } queue && (await teams.All(ct)).All(t => t.Id != queue) ? new NoTeam() : null;
    }

    /// <summary>A hand-over is answered by those to whom it was given.</summary>
    private async Task<Refusal?> NotFor(UserId? by, TaskRow row, CancellationToken ct) =>
        by is { } user && row.Kind == TaskKind.HandOver && !(await teams.All(ct)).MayAnswer(row.Shown, user, out var team) ? new NotForYou(team) : null;

    private async Task<TeamId?> TeamOf(UserId? user, CancellationToken ct) => user is { } one ? (await teams.All(ct)).Of(one)?.Id : null;
}
