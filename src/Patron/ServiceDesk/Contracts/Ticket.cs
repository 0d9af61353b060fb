using Patron.Kernel;

namespace Patron.ServiceDesk.Contracts;

public enum TicketKind { Complaint = 1, Question = 2, Request = 3 }

/// <summary>
/// New -> Open (answered) -> Solved -> Closed; Open -> Waiting (for the customer) -> Open; Solved, Closed -> Open again.
/// </summary>
public enum TicketState
{
    /// <summary>Waits for its first answer.</summary>
    New = 1,
    Open = 2,

    /// <summary>We wait for the customer: the clock rests.</summary>
    Waiting = 3,
    Solved = 4,
    Closed = 5,
}

public enum Severity { High = 1, Normal = 2, Low = 3 }

public enum TicketEventKind
{
    Opened = 1,
    Answered = 2,
    Waiting = 3,
    Resumed = 4,
    Solved = 5,
    Reopened = 6,
    Closed = 7,
    Assigned = 8,
    SeveritySet = 9,
    Goodwill = 10,
    GoodwillRefused = 11,
    Note = 12,

    /// <summary>The customer wrote back: what waited goes on, what was over is open again.</summary>
    Replied = 13,
}

/// <summary>A complaint, question or request of a customer as it stands.</summary>
/// <param name="Number">What people know it by; a source's own number where it was imported.</param>
/// <param name="Stake">Micros that the customer spent in the year before it was opened, less returns.</param>
/// <param name="SeveritySet">A person set the severity; otherwise it follows from what is at stake.</param>
/// <param name="Order">The order it is about, and the product of it; null for none.</param>
/// <param name="AnswerDue">Until when the first answer was promised; null where business is never open.</param>
/// <param name="SolveDue">Until when the solution is promised; null while we wait for the customer.</param>
/// <param name="NextDue">The promise to be kept next; null while nothing is.</param>
/// <param name="Goodwill">Micros given to the customer because of it.</param>
/// <param name="Version">To be given back with a command: it is refused when somebody else was quicker.</param>
public sealed record Ticket(
    CustomerId Customer, TicketId Id, string Number, TicketKind Kind, TicketState State, Severity Severity, bool SeveritySet, long Stake, ReasonId? Reason,
    string Title, string? Details, UserId? Owner, TeamId? Team, OrderId? Order, ProductId? Product, DateTimeOffset OpenedAt, DateTimeOffset? AnsweredAt,
    DateTimeOffset? SolvedAt, DateTimeOffset? ClosedAt, DateTimeOffset? AnswerDue, DateTimeOffset? SolveDue, DateTimeOffset? NextDue, string? Solution, long Goodwill, int Reopened, int Version)
{
    public bool IsOpen => State is TicketState.New or TicketState.Open or TicketState.Waiting;

    /// <summary>The values of own fields (RowValues of Customers); null for none.</summary>
    public string? Custom { get; init; }
}

/// <summary>A ticket to be. A title has 1 to 200 characters.</summary>
/// <param name="Customer">Followed through merges.</param>
public sealed record NewTicket(CustomerId Customer, TicketKind Kind, string Title)
{
    public string? Details { get; init; }
    public ReasonId? Reason { get; init; }
    public UserId? Owner { get; init; }
    public TeamId? Team { get; init; }
    public OrderId? Order { get; init; }
    public ProductId? Product { get; init; }

    /// <summary>Own fields as a form says them, by key.</summary>
    public IReadOnlyDictionary<string, string?>? Custom { get; init; }
}

/// <param name="ChangeSet">Undoes it: <see cref="Data.DeedUndo"/>; null where nothing changed.</param>
public sealed record TicketChanged(Ticket Ticket, ChangeSetId? ChangeSet);

/// <summary>Tickets for other rooms: the screen at the moment of service, a call that becomes a complaint.</summary>
public interface ITickets
{
    /// <summary>Refused: no or too long a title, a customer, owner, team, reason or order that is not there.</summary>
    Task<Result<TicketChanged>> Open(NewTicket ticket, UserId? by, CancellationToken ct);

    /// <summary>The open ones, what is due first; then those without a due time.</summary>
    Task<IReadOnlyList<Ticket>> OpenOf(CustomerId customer, CancellationToken ct);
}

/// <summary>Where tickets are shown, for rooms that lead to them.</summary>
public static class TicketUrls
{
    public const string List = "/tickets";

    public static string One(TicketId ticket) => $"{List}/{ticket}";

    public static string New(CustomerId customer) => $"{List}/new?customer={customer}";
}

/// <summary>A row of a tickets file. Times are microseconds since 1970 UTC; its state follows from them.</summary>
/// <param name="Kind">"complaint", "question" or "request"; null is a question.</param>
/// <param name="Reason">A name of the reason tree, made where it is not there; null for none.</param>
/// <param name="Owner">A user's e-mail or name; one who is not known is left out.</param>
public sealed record IncomingTicket(
    long Line, string Number, string Customer, string? Kind, string? Title, string? Details, string? Reason, string? Owner, long Opened, long? Answered, long? Solved, long? Closed, string? Solution)
{
    /// <summary>Own fields by key; null where the file has none.</summary>
    public IReadOnlyDictionary<string, string>? Custom { get; init; }
}
