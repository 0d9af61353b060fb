using Patron.Analytics.BusinessHours;
using Patron.Analytics.Service;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk;

/// <summary>What becomes of an e-mail that a person writes to us and that answers nothing of ours.</summary>
internal enum UnaskedMail
{
    /// <summary>A ticket; who is not known becomes a customer.</summary>
    Everybody = 1,

    /// <summary>A ticket where the sender's address is a customer's.</summary>
    Known = 2,

    /// <summary>Nothing: it stays in the mailbox.</summary>
    Nobody = 3,
}

/// <summary>What the organisation promises its customers and gives them; editable.</summary>
/// <param name="AnswerMinutes">Business minutes until the first answer, for high, normal and low severity.</param>
/// <param name="SolveMinutes">The same until the solution.</param>
/// <param name="KeptDays">A customer who buys within so many days after the solution was kept.</param>
/// <param name="ByValue">Goodwill follows what the customer earns us; otherwise a flat limit.</param>
/// <param name="FlatLimit">Micros: goodwill below it is given to everybody.</param>
/// <param name="Share">Of what the customer earned us in a year, so much may be given.</param>
/// <param name="Margin">Of a purchase, so much is earned: between 0 and 1.</param>
/// <param name="TicketCost">Micros that the work on a ticket costs.</param>
/// <param name="SharesOut">A ticket that comes to a team is somebody's at once; otherwise it waits until somebody takes it.</param>
internal sealed record ServiceRules(
    IReadOnlyList<int> AnswerMinutes, IReadOnlyList<int> SolveMinutes, int KeptDays, bool ByValue, long FlatLimit, double Share, double Margin, long TicketCost, bool SharesOut = false,
    UnaskedMail Mail = UnaskedMail.Everybody)
{
    public const string Key = "service.rules";

    public static ServiceRules Usual { get; } = new([120, 240, 540], [540, 1_620, 2_700], 90, true, 25 * Micros.PerUnit, .1, .3, 8 * Micros.PerUnit);

    public TimeSpan Answer(Severity severity) => TimeSpan.FromMinutes(AnswerMinutes[(int)severity - 1]);

    public TimeSpan Solve(Severity severity) => TimeSpan.FromMinutes(SolveMinutes[(int)severity - 1]);

    /// <summary>What the rule in force says.</summary>
    public bool Grants(GoodwillCase of) => ByValue ? Goodwill.ByValue((decimal)Share, of) : Goodwill.Flat(FlatLimit, of.Amount);
}

/// <summary>Something of a ticket's history, as its clocks see it.</summary>
internal readonly record struct TicketMoment(DateTimeOffset At, TicketEventKind Kind);

/// <summary>The two clocks of a ticket, replayed from its events.</summary>
internal static class TicketClocks
{
    /// <summary>Runs from the opening to the first answer; a solution is an answer.</summary>
    public static IReadOnlyList<ClockEvent> Answer(IEnumerable<TicketMoment> history) => Turns(history, kind => kind switch
    {
        TicketEventKind.Opened => true,
        TicketEventKind.Answered or TicketEventKind.Solved => false,
        _ => null,
    });

    /// <summary>Runs from the opening to the solution, rests while we wait for the customer, and goes on when he writes back or the ticket is reopened.</summary>
    public static IReadOnlyList<ClockEvent> Solution(IEnumerable<TicketMoment> history) => Turns(history, kind => kind switch
    {
        TicketEventKind.Opened or TicketEventKind.Resumed or TicketEventKind.Reopened or TicketEventKind.Replied => true,
        TicketEventKind.Waiting or TicketEventKind.Solved => false,
        _ => null,
    });

    /// <summary>
    /// What was promised until when. A promise that was answered or solved keeps the time it had: its due is that of a clock that would have gone on.
    /// </summary>
    public static void Promise(this TicketRow ticket, IReadOnlyCollection<TicketMoment> history, ServiceRules rules, BusinessCalendar calendar)
    {
        ticket.AnswerDue = calendar.Add(ticket.OpenedAt, rules.Answer(ticket.Severity));
        var solution = Solution(history);
        ticket.SolveDue = PromiseClock.Due(calendar, ticket.SolvedAt is { } solved ? [.. solution, new(solved, Runs: true)] : solution, rules.Solve(ticket.Severity));
        ticket.IsOpen = ticket.State is TicketState.New or TicketState.Open or TicketState.Waiting;
        ticket.NextDue = ticket.State switch { TicketState.New => ticket.AnswerDue ?? ticket.SolveDue, TicketState.Open => ticket.SolveDue, _ => null };
    }

    private static ClockEvent[] Turns(IEnumerable<TicketMoment> history, Func<TicketEventKind, bool?> runs) =>
        [.. history.Select(m => (m.At, Runs: runs(m.Kind))).Where(m => m.Runs is not null).Select(m => new ClockEvent(m.At, m.Runs!.Value))];
}
