using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Workday.Contracts;

namespace Patron.Tasks.TakeTasks;

/// <summary>A tasks file: what it gives fills and overwrites, what it leaves out stays; what people have done stays done.</summary>
internal sealed class TakesTasks(IRecordOwners owners, IUserNames users, ITeams teams, IBusinessHours hours) : ITakesRows<IncomingTask>
{
    public IRowIntake<IncomingTask> Begin(Intake intake) => new TaskIntake(intake, owners, users, teams, hours);
}

internal sealed class TaskIntake(Intake intake, IRecordOwners owners, IUserNames users, ITeams teams, IBusinessHours hours) : IRowIntake<IncomingTask>
{
    // A plan keeps what it would have written: it is in no table.
    private readonly Dictionary<string, BookedTask> known = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, RecordOwner> persons = new Dictionary<string, RecordOwner>();
    private readonly HashSet<BookedTask> touched = [];
    private IReadOnlyDictionary<string, UserId> people = new Dictionary<string, UserId>();
    private Dictionary<string, TeamId> queues = [];
    private RowFields own = RowFields.None;

    public async Task<IReadOnlyList<RowFate>> Take(BulkSession session, IReadOnlyList<IncomingTask> rows, CancellationToken ct)
    {
        people = await users.BySaid(session, [.. rows.Select(r => r.Owner).OfType<string>().Distinct(StringComparer.Ordinal)], ct);
        own = await RowFields.Read(session.Db, RowSubject.Task, ct);
        queues = (await teams.All(ct)).GroupBy(t => t.Name, StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => g.First().Id, StringComparer.OrdinalIgnoreCase);
        var fates = await ChunkFates.Decide(rows, r => r.Line, TaskChecks.Text, sound => Open(session, sound, ct), Decide);
        if (!intake.PlanOnly)
        {
            var calendar = await hours.Calendar(ct);
            foreach (var task in touched)
            {
                task.Row.Schedule(calendar, intake.Now);
                // What was late long before the file came is told to nobody at night: it stands in the lists.
                if (task.Row.Due < intake.Now) task.Row.EscalateAt = null;
            }
            await TaskStore.Write(session, intake, touched, ct);
            known.Clear();
        }
        touched.Clear();
        return fates;
    }

    /// <summary>What a task needs that is not there yet.</summary>
    private RowReason? Lacks(IncomingTask row) =>
        OwnerOf(row) is null && TeamOf(row) is null && intake.By is null ? new("tasks.row.owner", "owner", row.Owner ?? row.Team)
        : TaskChecks.KindOf(row) == TaskKind.HandOver && TeamOf(row) is null ? new("tasks.row.team", "team", row.Team)
        : row.Returned is not null && Queue(row.FromTeam) is null ? new("tasks.row.giver", "from_team", row.FromTeam) : null;

    private async Task Open(BulkSession session, List<IncomingTask> rows, CancellationToken ct)
    {
        var claims = await session.Find(ClaimScopes.Task(intake.Source.Id), rows.Select(r => r.Number).ToHashSet(StringComparer.Ordinal), ct);
        var unread = claims.Where(c => !known.ContainsKey(c.Key)).ToDictionary(c => new TaskId(c.Value.Id), c => c.Key);
        foreach (var row in await TaskStore.Read(session, [.. unread.Keys], ct)) known[unread[row.Id]] = new(unread[row.Id], row, row.Values);
        var fresh = intake.Rules.Mode == IntakeMode.UpdateOnly ? [] : rows.Where(r => !known.ContainsKey(r.Number) && Lacks(r) is null);
        persons = await owners.Meet(session, intake, rows.Select(r => r.Customer), fresh.Select(r => r.Customer), ct);
    }

    private (Fate, RowReason?) Decide(IncomingTask row)
    {
        if (!known.TryGetValue(row.Number, out var there))
        {
            if (intake.Rules.Mode == IntakeMode.UpdateOnly) return (Fate.Rejected, new("tasks.row.unknown", "id", row.Number));
            if (Lacks(row) is { } lacking) return (Fate.Rejected, lacking);
            touched.Add(known[row.Number] = Made(row));
            return (Fate.Created, null);
        }
        if (!persons.TryGetValue(row.Customer, out var named) || named.Customer != there.Row.CustomerId) return (Fate.Conflict, new("tasks.row.customer", "customer", row.Customer, new { number = row.Number }));
        if (intake.Rules.Mode == IntakeMode.CreateOnly && there.Stored is not null) return (Fate.Unchanged, new("tasks.row.known", "id", row.Number));
        var before = there.Row.Values;
        Fill(there.Row, row, intake.Rules.FillOnly);
        if (before.AsSpan().SequenceEqual(there.Row.Values)) return (Fate.Unchanged, null);
        Note(row, before, there.Row.Values);
        touched.Add(there);
        return (Fate.Updated, null);
    }

    private BookedTask Made(IncomingTask row)
    {
        var (person, kind) = (persons[row.Customer], TaskChecks.KindOf(row)!.Value);
        var task = new TaskRow
        {
            CustomerId = person.Customer, Id = new(intake.Ids(TaskTable.Name).Next()), SourceRecordId = person.Record, Kind = kind, State = kind == TaskKind.HandOver ? TaskState.Offered : TaskState.Open,
            Priority = TaskPriority.Normal, Title = "", Due = Instants.FromMicroseconds(row.Due), FirstDue = Instants.FromMicroseconds(row.Due), CreatedBy = intake.By,
            CreatedAt = row.Created is { } created ? Instants.FromMicroseconds(created) : intake.Now, OwnerId = OwnerOf(row) ?? (TeamOf(row) is null ? intake.By : null),
            TeamId = TeamOf(row), FromTeamId = kind == TaskKind.HandOver ? Queue(row.FromTeam) : null, Version = 1,
        };
        Turn(task, row);
        Fill(task, row, fillOnly: false);
        return new(row.Number, task, null);
    }

    private void Fill(TaskRow task, IncomingTask row, bool fillOnly)
    {
        task.Custom = own.Taken(task.Custom, row.Custom, fillOnly);
        task.Details = fillOnly ? task.Details ?? row.Details : row.Details ?? task.Details;
        task.PromisedTo = fillOnly ? task.PromisedTo ?? row.PromisedTo : row.PromisedTo ?? task.PromisedTo;
        if (!fillOnly)
        {
            (task.Title, task.Due) = (row.Title, Instants.FromMicroseconds(row.Due));
            // Where a hand-over went after it was offered, people have decided.
            if (task.Kind != TaskKind.HandOver || task.State == TaskState.Offered) (task.OwnerId, task.TeamId) = (OwnerOf(row) ?? task.OwnerId, TeamOf(row) ?? task.TeamId);
            if (TaskChecks.PriorityOf(row) is { } priority) task.Priority = priority;
        }
        if (task.Kind == TaskKind.Meeting) task.Minutes = fillOnly ? task.Minutes ?? row.Minutes : row.Minutes ?? task.Minutes ?? TaskDecisions.UsualMeeting;
        if (!task.IsOpen) return;
        var state = TaskChecks.StateOf(row);
        if (state == TaskState.Cancelled) task.State = TaskState.Cancelled;
        // Whoever keeps no time of the end meant the time at which it was due.
        if (state == TaskState.Done) (task.State, task.DoneAt, task.DoneBy) = (TaskState.Done, Instants.FromMicroseconds(row.Done ?? row.Due), task.OwnerId);
    }

    /// <summary>What had become of a new hand-over, by the same rules as when people do it; from then on they decide.</summary>
    private void Turn(TaskRow task, IncomingTask row)
    {
        if (row.Accepted is { } accepted) task.Accept(task.OwnerId ?? intake.By, Instants.FromMicroseconds(accepted));
        if (row.Returned is { } reason) task.Return(reason);
    }

    private UserId? OwnerOf(IncomingTask row) => row.Owner is { } said && people.TryGetValue(said, out var user) ? user : null;

    private TeamId? TeamOf(IncomingTask row) => Queue(row.Team);

    private TeamId? Queue(string? said) => said is not null && queues.TryGetValue(said, out var team) ? team : null;

    /// <summary>What a check tells of a task that is known.</summary>
    private void Note(IncomingTask row, object?[] before, object?[] after)
    {
        if (intake.Planned is not { } planned) return;
        foreach (var (at, column) in TaskTable.Recorded.Index())
        {
            if (column.Name is "title" or "details" or "promised_to") planned.Compare(row.Line, row.Number, column.Name, (string?)before[at], (string?)after[at]);
            if (column.Name == "due") planned.Compare(row.Line, row.Number, "due", PlannedChanges.Instant((long)before[at]!, intake.Organisation.Zone), PlannedChanges.Instant((long)after[at]!, intake.Organisation.Zone));
        }
    }
}
