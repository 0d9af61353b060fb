using Patron.Kernel;
using Patron.Tasks.Contracts;

namespace Patron.Tasks.TakeTasks;

/// <summary>What is wrong with a row by itself, and what its words mean.</summary>
internal static class TaskChecks
{
    public static RowReason? Text(IncomingTask row) =>
        Length("title", row.Title, TaskTable.LongestTitle) ?? Length("details", row.Details, TaskTable.LongestDetails) ?? Length("promised_to", row.PromisedTo, TaskTable.LongestName)
        ?? (KindOf(row) is null ? new RowReason("tasks.row.kind", "kind", row.Kind) : null)
        ?? (row.State is not null && StateOf(row) is null ? new RowReason("tasks.row.state", "state", row.State) : null)
        ?? (row.Priority is not null && PriorityOf(row) is null ? new RowReason("tasks.row.priority", "priority", row.Priority) : null)
        ?? (row.Accepted is null && row.Returned is null || KindOf(row) == TaskKind.HandOver ? null : new RowReason("tasks.row.turns", row.Accepted is null ? "returned" : "accepted", row.Returned))
        ?? Length("returned", row.Returned, TaskTable.LongestReason)
        ?? (((long?[])[row.Due, row.Created, row.Done, row.Accepted]).All(IsTime) ? null : new RowReason("tasks.row.time", "due", null))
        ?? (row.Minutes is < 1 or > TaskDecisions.LongestMeeting ? new RowReason("tasks.row.minutes", "minutes", null, new { most = TaskDecisions.LongestMeeting }) : null);

    // As forms have it: business hours and reminders are reckoned from these.
    private static readonly long First = Instants.ToMicroseconds(new(1900, 1, 1, 0, 0, 0, TimeSpan.Zero)), Last = Instants.ToMicroseconds(new(2201, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static bool IsTime(long? at) => at is null || (at >= First && at < Last);

    public static TaskKind? KindOf(IncomingTask row) => row.Kind is null ? TaskKind.Task : Word<TaskKind>(row.Kind);

    /// <summary>Open, Done or Cancelled; null for a word that is none of them.</summary>
    public static TaskState? StateOf(IncomingTask row) => row.State is null ? row.Done is null ? TaskState.Open : TaskState.Done
        : Word<TaskState>(row.State) switch { TaskState.Done => TaskState.Done, TaskState.Cancelled => TaskState.Cancelled, { } => row.Done is null ? TaskState.Open : TaskState.Done, null => null };

    public static TaskPriority? PriorityOf(IncomingTask row) => row.Priority is null ? null : Word<TaskPriority>(row.Priority);

    /// <summary>"call-back", "Call back" and "callback" are one; a number is none.</summary>
    private static T? Word<T>(string said) where T : struct, Enum =>
        string.Concat(said.Where(char.IsLetter)) is { Length: > 0 } word && Enum.TryParse<T>(word, ignoreCase: true, out var known) && Enum.IsDefined(known) ? known : null;

    private static RowReason? Length(string column, string? text, int most) => text?.Length > most ? new("tasks.row.toolong", column, null, new { most }) : null;
}
