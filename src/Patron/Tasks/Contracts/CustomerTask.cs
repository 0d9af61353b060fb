using Patron.Kernel;

namespace Patron.Tasks.Contracts;

public enum TaskKind
{
    Task = 1,
    CallBack = 2,

    /// <summary>Begins when it is due and lasts <see cref="CustomerTask.Minutes"/>.</summary>
    Meeting = 3,

    /// <summary>Something was promised to somebody, until the due time.</summary>
    Promise = 4,

    /// <summary>From one team to another: accepted or returned, and done only by something that happened afterwards.</summary>
    HandOver = 5,
}

public enum TaskState
{
    Open = 1,

    /// <summary>A hand-over that waits to be accepted.</summary>
    Offered = 2,
    Accepted = 3,

    /// <summary>A hand-over that its receiver gave back, with a reason; it is its giver's again.</summary>
    Returned = 4,
    Done = 5,
    Cancelled = 6,
}

public enum TaskPriority { High = 1, Normal = 2, Low = 3 }

/// <summary>A thing of another room: a deal, a ticket, an order.</summary>
/// <param name="Kind">One word in small letters, at most 40: "deal", "ticket", "order", "interaction".</param>
public readonly record struct Reference(string Kind, long Id);

/// <summary>Something to be done for a customer. Every task has a customer: what concerns nobody is no task of this program.</summary>
/// <param name="Title">What is to be done or was promised, in a few words.</param>
/// <param name="Details">More of it; null for none.</param>
/// <param name="Due">Done after it is late; a meeting begins then.</param>
/// <param name="Minutes">How long a meeting lasts; null for other kinds.</param>
/// <param name="Owner">Who does it; null where anybody of <paramref name="Team"/> may take it.</param>
/// <param name="Team">Whose queue it is in; null for one person's alone.</param>
/// <param name="From">The team that handed it over; null for what is no hand-over.</param>
/// <param name="PromisedTo">The person to whom it was promised, where that is not the customer; null for none.</param>
/// <param name="About">What it is about in another room.</param>
/// <param name="Proof">What showed that a hand-over was done.</param>
/// <param name="Reason">Why it was returned or cancelled.</param>
/// <param name="EscalatedAt">When its leader was told that it is overdue.</param>
/// <param name="Version">To be given back with a command: it is refused when somebody else was quicker.</param>
public sealed record CustomerTask(
    CustomerId Customer, TaskId Id, TaskKind Kind, TaskState State, TaskPriority Priority, string Title, string? Details, DateTimeOffset Due, int? Minutes,
    UserId? Owner, TeamId? Team, TeamId? From, string? PromisedTo, Reference? About, UserId? CreatedBy, DateTimeOffset CreatedAt,
    DateTimeOffset? AcceptedAt, DateTimeOffset? DoneAt, UserId? DoneBy, Reference? Proof, string? Reason, DateTimeOffset? EscalatedAt, int Version)
{
    public bool IsOpen => State is not (TaskState.Done or TaskState.Cancelled);

    /// <summary>The values of own fields (RowValues of Customers); null for none.</summary>
    public string? Custom { get; init; }
}
