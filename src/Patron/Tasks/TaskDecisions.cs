using Patron.Analytics.BusinessHours;
using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Tasks;

/// <summary>
/// What may become of a task. Each command changes the row, or says why not; nothing else is touched.
/// <code>
/// task, call-back, meeting, promise: Open -> Done | Cancelled
/// hand-over: Offered -> Accepted -> Done | Cancelled; Offered, Accepted -> Returned (its giver's again) -> Offered
/// </code>
/// </summary>
internal static class TaskDecisions
{
    public const int LongestMeeting = 1440, UsualMeeting = 60;

    /// <summary>A hand-over nobody has accepted after half a working day, and another task that is late by a whole one, are told to a leader.</summary>
    public static readonly TimeSpan AcceptWithin = TimeSpan.FromHours(4), LateBy = TimeSpan.FromHours(8);

    private static readonly TimeSpan BeforeAppointment = TimeSpan.FromMinutes(15), BeforeDue = TimeSpan.FromHours(1);

    extension(TaskRow task)
    {
        public Refusal? Accept(UserId? by, DateTimeOffset now)
        {
            if (task.Kind != TaskKind.HandOver) return new NoHandOver();
            if (task.State != TaskState.Offered) return new NotOffered();
            (task.State, task.OwnerId, task.AcceptedAt, task.Reason) = (TaskState.Accepted, by, now, null);
            return null;
        }

        /// <summary>It goes back to whoever gave it, with the reason.</summary>
        public Refusal? Return(string? reason)
        {
            if (task.Kind != TaskKind.HandOver) return new NoHandOver();
            if (task.State is not (TaskState.Offered or TaskState.Accepted)) return new NotOffered();
            if (reason?.Trim() is not { Length: > 0 } why) return new NoReason();
            if (why.Length > TaskTable.LongestReason) return new TextTooLong(TaskFields.Reason, TaskTable.LongestReason);
            (task.State, task.Reason, task.AcceptedAt, task.OwnerId, task.TeamId, task.FromTeamId) = (TaskState.Returned, why, null, task.CreatedBy, task.FromTeamId, task.TeamId);
            return null;
        }

        /// <summary>Offered to a team, perhaps again; <paramref name="owner"/> is one of it who is asked in person.</summary>
        public Refusal? Offer(TeamId? team, UserId? owner, TeamId? from)
        {
            if (task.Kind != TaskKind.HandOver) return new NoHandOver();
            if (!task.IsOpen) return new NotOpen();
            if (team is null) return new NoTeam();
            (task.State, task.TeamId, task.OwnerId, task.FromTeamId, task.AcceptedAt, task.Reason) = (TaskState.Offered, team, owner, from, null, null);
            return null;
        }

        /// <param name="proved">When the proof happened; null where there is none.</param>
        public Refusal? Complete(Reference? proof, DateTimeOffset? proved, UserId? by, DateTimeOffset now)
        {
            if (!task.IsOpen) return new NotOpen();
            if (task.Kind == TaskKind.HandOver)
            {
                if (task.State != TaskState.Accepted) return new NotAccepted();
                if (proof is null || proved is not { } at || at < task.AcceptedAt) return new NoProof();
            }
            else if (proof is not null && proved is null)
            {
                return new NoProof();
            }
            (task.State, task.DoneAt, task.DoneBy, task.ProofKind, task.ProofId) = (TaskState.Done, now, by, proof?.Kind, proof?.Id);
            return null;
        }

        public Refusal? Cancel(string? reason)
        {
            if (!task.IsOpen) return new NotOpen();
            if (reason?.Trim() is { Length: > TaskTable.LongestReason }) return new TextTooLong(TaskFields.Reason, TaskTable.LongestReason);
            (task.State, task.Reason) = (TaskState.Cancelled, reason?.Trim() is { Length: > 0 } why ? why : null);
            return null;
        }

        public Refusal? Reopen()
        {
            if (task.IsOpen) return new StillOpen();
            task.State = task.Kind != TaskKind.HandOver ? TaskState.Open : task.AcceptedAt is null ? TaskState.Offered : TaskState.Accepted;
            (task.DoneAt, task.DoneBy, task.ProofKind, task.ProofId, task.Reason) = (null, null, null, null, null);
            return null;
        }

        public Refusal? Postpone(DateTimeOffset due)
        {
            if (!task.IsOpen) return new NotOpen();
            task.Due = due;
            return null;
        }

        public Refusal? Assign(UserId? owner, TeamId? team)
        {
            if (!task.IsOpen) return new NotOpen();
            if (task.Kind == TaskKind.HandOver) return new OfferInstead();
            if (owner is null && team is null) return new NoOwner();
            (task.OwnerId, task.TeamId) = (owner, team);
            return null;
        }

        public Refusal? Describe(string? title, string? details, string? promisedTo, int? minutes, TaskPriority priority, string? custom)
        {
            if (!task.IsOpen) return new NotOpen();
            if (Check(task.Kind, title, details, promisedTo, minutes) is { } refusal) return refusal;
            (task.Title, task.Details, task.PromisedTo, task.Priority, task.Custom) = (title!.Trim(), Blank(details), Blank(promisedTo), priority, custom);
            if (task.Kind == TaskKind.Meeting) task.Minutes = minutes ?? UsualMeeting;
            return null;
        }

        /// <summary>When it is told to a leader and of when the owner is reminded: anew, after its due time or its receiver has changed.</summary>
        public void Schedule(BusinessCalendar calendar, DateTimeOffset now)
        {
            (task.EscalateAt, task.EscalatedAt, task.RemindAt, task.RemindedAt) = (null, null, null, null);
            if (!task.IsOpen) return;
            var late = task.State == TaskState.Accepted ? task.Due : calendar.Add(task.Due, LateBy) ?? task.Due + LateBy;
            var unaccepted = task.State == TaskState.Offered ? calendar.Add(now, AcceptWithin) ?? now + AcceptWithin : DateTimeOffset.MaxValue;
            task.EscalateAt = unaccepted < late ? unaccepted : late;
            var remind = task.Due - (task.Kind is TaskKind.Meeting or TaskKind.CallBack ? BeforeAppointment : BeforeDue);
            task.RemindAt = remind > now ? remind : null;
        }
    }

    public static Refusal? Check(TaskKind kind, string? title, string? details, string? promisedTo, int? minutes) =>
        string.IsNullOrWhiteSpace(title) ? new NoTitle()
        : title.Trim().Length > TaskTable.LongestTitle ? new TextTooLong(TaskFields.Title, TaskTable.LongestTitle)
        : details?.Trim().Length > TaskTable.LongestDetails ? new TextTooLong(TaskFields.Details, TaskTable.LongestDetails)
        : promisedTo?.Trim().Length > TaskTable.LongestName ? new TextTooLong(TaskFields.PromisedTo, TaskTable.LongestName)
        : kind == TaskKind.Meeting && minutes is < 1 or > LongestMeeting ? new NoSuchDuration(LongestMeeting)
        : null;

    public static string? Blank(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
}
