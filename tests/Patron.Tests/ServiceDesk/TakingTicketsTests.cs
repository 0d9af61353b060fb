using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.SetService;
using Patron.ServiceDesk.ShowTicket;
using Patron.Tests.IdentityResolution.Taking;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.ServiceDesk;

/// <summary>Tickets files on both databases: times become events, a file taken twice changes nothing, what contradicts is told.</summary>
public sealed class TakingTicketsTests
{
    private static readonly IncomingTicket Solved = new(1, "T1", "c1", "complaint", "Leaks", "Since Monday", "Too late", null, At(2, 10), At(2, 11), At(3, 9), null, "Mended");

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Times_become_events_and_the_same_file_again_changes_nothing(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        IncomingTicket[] rows =
        [
            Solved, Solved with { Line = 2, Number = "T2", Kind = null, Title = null, Reason = "too LATE", Answered = null, Solved = null, Solution = null },
            Solved with { Line = 3, Number = "T3", Answered = At(1, 0) }, Solved with { Line = 4, Number = "T4", Kind = "rage" }, Solved with { Line = 5, Number = "T5", Solved = null, Closed = At(4, 9) },
        ];

        Assert.Equal([Fate.Created, Fate.Created, Fate.Rejected, Fate.Rejected, Fate.Rejected], await Take(patron, rows));
        Assert.Equal([Fate.Unchanged, Fate.Unchanged], await Take(patron, rows[..2]));

        var list = (await patron.Get<TicketReads>().List(new(), "opened", 1, null, Ct)).Rows.ToDictionary(r => r.Ticket.Number);
        Assert.Equal(2, list.Count);
        Assert.Single((await patron.Get<IReasons>().Of(ReasonKind.Ticket, Ct)).All);
        var (first, second) = (list["T1"].Ticket, list["T2"].Ticket);
        Assert.Equal((TicketKind.Complaint, TicketState.Solved, "Too late", "Mended"), (first.Kind, first.State, list["T1"].Reason, first.Solution));
        Assert.Equal((TicketKind.Question, TicketState.New, "T2"), (second.Kind, second.State, second.Title));
        Assert.NotNull(second.NextDue);
        patron.Clock.Now = new(2026, 3, 5, 9, 0, 0, TimeSpan.Zero);
        var shown = (await patron.Get<TicketDetails>().Find(first.Id, null, Ct))!;
        Assert.Equal([TicketEventKind.Opened, TicketEventKind.Answered, TicketEventKind.Solved], shown.Events.Select(e => e.Kind));
        // Monday 10:00 to Tuesday 09:00: one hour to the answer, eight to the solution.
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(8)), (shown.AnswerTime, shown.SolveTime));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_later_file_goes_on_with_a_ticket_and_one_that_contradicts_is_a_conflict(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await Take(patron, Solved with { Answered = null, Solved = null, Solution = null });

        Assert.Equal([Fate.Updated], await Take(patron, Solved));
        Assert.Equal([Fate.Updated], await Take(patron, Solved with { Closed = At(4, 9), Title = "It leaks" }));
        Assert.Equal([Fate.Conflict], await Take(patron, Solved with { Answered = At(2, 12) }));
        Assert.Equal([Fate.Conflict], await Take(patron, Solved with { Customer = "c2", Closed = At(4, 9) }));

        var ticket = Assert.Single((await patron.Get<TicketReads>().List(new(), "due", 1, null, Ct)).Rows).Ticket;
        Assert.Equal((TicketState.Closed, "It leaks"), (ticket.State, ticket.Title));
        Assert.Equal(4, (await patron.Get<TicketDetails>().Find(ticket.Id, null, Ct))!.Events.Count);
        Assert.Equal(0, await patron.Get<TicketReads>().Count(new(Open: true), null, Ct));
    }

    private static async Task<Fate[]> Take(PatronServices patron, params IncomingTicket[] rows)
    {
        var file = await patron.File("Desk");
        await using var session = await patron.Session();
        var fates = await patron.Get<ITakesRows<IncomingTicket>>().Begin(file).Take(session, rows, Ct);
        await session.Db.SaveChangesAsync(Ct);
        await session.Commit(Ct);
        return [.. fates.Select(f => f.Fate)];
    }

    private static long At(int day, int hour) => Instants.ToMicroseconds(new(2026, 3, day, hour, 0, 0, TimeSpan.Zero));
}
