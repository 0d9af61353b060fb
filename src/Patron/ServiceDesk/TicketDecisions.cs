using Patron.Kernel;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk;

/// <summary>What happens to a ticket by a command; <see cref="Kind"/> is null where nothing of its history.</summary>
internal readonly record struct Happened(TicketEventKind? Kind, string? Text = null, long? Amount = null, long? Worth = null);

/// <summary>
/// What may become of a ticket. Each command changes the row and says what happened, or why not; nothing else is touched.
/// <code>
/// New -(answer)-> Open -(wait)-> Waiting -(resume, reply)-> Open; New, Open, Waiting -(solve)-> Solved -(close)-> Closed; Solved, Closed -(reopen, reply)-> Open
/// </code>
/// </summary>
internal static class TicketDecisions
{
    extension(TicketRow ticket)
    {
        private bool Open => ticket.State is TicketState.New or TicketState.Open or TicketState.Waiting;

        /// <summary>A customer for whom we wait may be written to once more; that does not make the clock run.</summary>
        public Result<Happened> Answer(string? text, UserId? by, DateTimeOffset at)
        {
            if (!ticket.Open) return new NotOpen();
            if (Words(text, out var words) is { } refusal) return refusal;
            ticket.AnsweredAt ??= at;
            ticket.OwnerId ??= by;
            if (ticket.State == TicketState.New) ticket.State = TicketState.Open;
            return new Happened(TicketEventKind.Answered, words);
        }

        /// <param name="text">What we wait for; may be empty.</param>
        public Result<Happened> Wait(string? text)
        {
            if (ticket.State == TicketState.Waiting) return new WaitsAlready();
            if (!ticket.Open) return new NotOpen();
            if (ticket.State == TicketState.New) return new NotAnswered();
            if (TooLong(text) is { } refusal) return refusal;
            ticket.State = TicketState.Waiting;
            return new Happened(TicketEventKind.Waiting, Blank(text));
        }

        public Result<Happened> Resume(string? text)
        {
            if (ticket.State != TicketState.Waiting) return new DoesNotWait();
            if (TooLong(text) is { } refusal) return refusal;
            ticket.State = TicketState.Open;
            return new Happened(TicketEventKind.Resumed, Blank(text));
        }

        public Result<Happened> Solve(string? solution, UserId? by, DateTimeOffset at)
        {
            if (!ticket.Open) return new NotOpen();
            if (Words(solution, out var words) is { } refusal) return refusal;
            ticket.AnsweredAt ??= at;
            ticket.OwnerId ??= by;
            (ticket.State, ticket.SolvedAt, ticket.Solution) = (TicketState.Solved, at, words);
            return new Happened(TicketEventKind.Solved, words);
        }

        public Result<Happened> Reopen(string? why)
        {
            if (ticket.Open) return new StillOpen();
            if (Words(why, out var words) is { } refusal) return refusal;
            (ticket.State, ticket.SolvedAt, ticket.ClosedAt) = (TicketState.Open, null, null);
            ticket.Reopened++;
            return new Happened(TicketEventKind.Reopened, words);
        }

        /// <summary>Whatever became of the ticket, nobody's answer is lost: what waited goes on, and what was over is open again.</summary>
        public Happened Replied(string text)
        {
            if (!ticket.Open)
            {
                (ticket.SolvedAt, ticket.ClosedAt) = (null, null);
                ticket.Reopened++;
            }
            if (ticket.State != TicketState.New) ticket.State = TicketState.Open;
            var words = text.Trim();
            return new(TicketEventKind.Replied, words.Length > TicketTable.LongestDetails ? words[..TicketTable.LongestDetails] : Blank(words));
        }

        public Result<Happened> Close(DateTimeOffset at)
        {
            if (ticket.State != TicketState.Solved) return new NotSolved();
            (ticket.State, ticket.ClosedAt) = (TicketState.Closed, at);
            return new Happened(TicketEventKind.Closed);
        }

        public Result<Happened> Assign(UserId? owner, TeamId? team)
        {
            if (!ticket.Open) return new NotOpen();
            (ticket.OwnerId, ticket.TeamId) = (owner, team);
            return new Happened(TicketEventKind.Assigned);
        }

        public Result<Happened> SetSeverity(Severity severity)
        {
            if (!ticket.Open) return new NotOpen();
            (ticket.Severity, ticket.SeveritySet) = (severity, true);
            return new Happened(TicketEventKind.SeveritySet);
        }

        /// <summary>A matter that is over may still be sorted under another reason.</summary>
        public Result<Happened> Describe(TicketKind kind, string? title, string? details, ReasonId? reason, string? custom)
        {
            if (Check(title, details) is { } refusal) return refusal;
            (ticket.Kind, ticket.Title, ticket.Details, ticket.ReasonId, ticket.Custom) = (kind, title!.Trim(), Blank(details), reason, custom);
            return new Happened(null);
        }

        /// <param name="granted">What the rule in force says.</param>
        public Result<Happened> Give(long amount, long worth, bool granted, string? why)
        {
            if (amount <= 0) return new NoAmount();
            if (TooLong(why) is { } refusal) return refusal;
            if (!granted && Blank(why) is null) return new AgainstRule();
            ticket.Goodwill += amount;
            return new Happened(TicketEventKind.Goodwill, Blank(why), amount, worth);
        }
    }

    /// <summary>The ticket stays as it is; its history is longer.</summary>
    public static Result<Happened> Note(string? text) => Words(text, out var words) is { } refusal ? refusal : new Happened(TicketEventKind.Note, words);

    /// <summary>What was asked for and not given; the ticket is as it was, but the case is kept.</summary>
    public static Result<Happened> RefuseGoodwill(long amount, long worth, string? why) =>
        amount <= 0 ? new NoAmount() : TooLong(why) is { } refusal ? refusal : new Happened(TicketEventKind.GoodwillRefused, Blank(why), amount, worth);

    public static Refusal? Check(string? title, string? details) =>
        string.IsNullOrWhiteSpace(title) ? new NoTitle()
        : title.Trim().Length > TicketTable.LongestTitle ? new TextTooLong(TicketFields.Title, TicketTable.LongestTitle)
        : details?.Trim().Length > TicketTable.LongestDetails ? new TextTooLong(TicketFields.Details, TicketTable.LongestDetails)
        : null;

    public static string? Blank(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;

    private static TextTooLong? TooLong(string? text) => text?.Trim().Length > TicketTable.LongestDetails ? new TextTooLong(TicketFields.Text, TicketTable.LongestDetails) : null;

    private static Refusal? Words(string? text, out string words)
    {
        words = Blank(text) ?? "";
        return words.Length == 0 ? new NoText() : TooLong(words);
    }
}
