using Patron.Data;
using Patron.Kernel;

namespace Patron.Tasks.Contracts;

/// <summary>A task to be. A title has 1 to 200 characters; there is an owner, a team or both.</summary>
/// <param name="Customer">Followed through merges.</param>
public sealed record NewTask(CustomerId Customer, TaskKind Kind, string Title, DateTimeOffset Due)
{
    public string? Details { get; init; }
    public UserId? Owner { get; init; }
    public TeamId? Team { get; init; }
    public TaskPriority Priority { get; init; } = TaskPriority.Normal;

    /// <summary>Of a meeting: 1 to 1440, an hour unless given.</summary>
    public int? Minutes { get; init; }
    public string? PromisedTo { get; init; }
    public Reference? About { get; init; }

    /// <summary>Own fields as a form says them, by key; refused where one does not fit.</summary>
    public IReadOnlyDictionary<string, string?>? Custom { get; init; }
}

/// <param name="ChangeSet">Its author may take it back: <see cref="Data.DeedUndo"/>.</param>
public sealed record TaskChanged(CustomerTask Task, ChangeSetId ChangeSet);

/// <summary>
/// Tasks, call-backs, meetings, promises and hand-overs for other rooms. States change by commands that refuse what does not fit; each is a change set.
/// The forms with a session work in the caller's transaction and change set, so that a call and its next step are undone together: what they did is saved with
/// the session's next SaveChangesAsync.
/// </summary>
public interface ITasks
{
    /// <summary>Refused: no or too long a title, no owner and no team, a customer, owner or team that is not there, a duration out of range, a hand-over without a team.</summary>
    Task<Result<TaskChanged>> Add(NewTask task, UserId? by, CancellationToken ct);

    Task<Result<TaskId>> Add(BulkSession session, ChangeRecorder changes, NewTask task, UserId? by, CancellationToken ct);

    /// <summary>Null where the customer has no such task.</summary>
    Task<CustomerTask?> Find(CustomerId customer, TaskId task, CancellationToken ct);

    /// <summary>The open ones, the earliest due first.</summary>
    Task<IReadOnlyList<CustomerTask>> OpenOf(CustomerId customer, CancellationToken ct);

    /// <summary>All that are about one thing of another room, done ones too, the earliest due first.</summary>
    Task<IReadOnlyList<CustomerTask>> About(CustomerId customer, Reference thing, CancellationToken ct);

    /// <summary>
    /// Done. A hand-over needs a proof that happened after it was accepted, which <see cref="IProvesTasks"/> of some room knows; others take one where it is given.
    /// Refused: not open any more, a hand-over not accepted, a proof that is missing, unknown or too early.
    /// </summary>
    Task<Result<TaskChanged>> Complete(CustomerId customer, TaskId task, Reference? proof, UserId? by, CancellationToken ct);

    Task<Result<TaskId>> Complete(BulkSession session, ChangeRecorder changes, CustomerId customer, TaskId task, Reference? proof, UserId? by, CancellationToken ct);
}

/// <summary>Something that happened with a customer and may prove that a hand-over was done.</summary>
/// <param name="Text">In the reader's language; may be long.</param>
public sealed record Happening(Reference Thing, DateTimeOffset At, string Text);

/// <summary>A room whose events prove that a hand-over was done: a logged visit, an order, a quote. Registered as a singleton.</summary>
public interface IProvesTasks
{
    /// <summary>The latest of the customer's events since an instant, 20 at most.</summary>
    Task<IReadOnlyList<Happening>> Since(CustomerId customer, DateTimeOffset since, Kernel.Texts.Sentences sentences, CancellationToken ct);

    /// <summary>When the thing happened, in the session's transaction; null where it is none of this room, or not the customer's.</summary>
    Task<DateTimeOffset?> At(BulkSession session, CustomerId customer, Reference thing, CancellationToken ct);
}
