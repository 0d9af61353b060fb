using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.ReportService;
using Patron.ServiceDesk.SetService;
using Patron.ServiceDesk.ShowTicket;
using Patron.Tests.Customers;
using Patron.Tests.Reasons;

namespace Patron.Tests.ServiceDesk;

/// <summary>Tickets on both databases: commands and what they refuse, promises, undo, lists and reports whose numbers agree.</summary>
public sealed class TicketTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_complaint_is_promised_answered_paused_solved_reopened_and_closed_and_each_time_can_be_replayed(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var customer = await Somebody(patron);
        var book = patron.Get<TicketBook>();
        // Monday, 2 March 2026, 09:30: business hours are 09:00 to 18:00 in London.
        var opened = await Open(patron, customer, TicketKind.Complaint, "The kettle leaks");
        Assert.Equal(TicketState.New, opened.State);
        Assert.Equal(At(2, 13, 30), opened.AnswerDue);
        Assert.Equal(opened.AnswerDue, opened.NextDue);
        Assert.IsType<NotAnswered>((await book.Wait(opened.Id, opened.Version, null, null, Ct)).Refusal);
        Assert.IsType<NotSolved>((await book.Close(opened.Id, opened.Version, null, Ct)).Refusal);
        Assert.IsType<NoText>((await book.Answer(opened.Id, opened.Version, "  ", null, Ct)).Refusal);

        patron.Clock.Now = At(2, 10, 30);
        var answered = Done(await book.Answer(opened.Id, opened.Version, "We look into it.", null, Ct));
        Assert.Equal((TicketState.Open, (DateTimeOffset?)At(2, 10, 30), opened.AnswerDue), (answered.State, answered.AnsweredAt, answered.AnswerDue));
        Assert.IsType<TicketChangedMeanwhile>((await book.Answer(opened.Id, opened.Version, "Too late", null, Ct)).Refusal);
        // 27 hours of business time: 8.5 on Monday, 9 on Tuesday, 9 on Wednesday, and half an hour on Thursday.
        Assert.Equal(At(5, 9, 30), answered.SolveDue);

        var waiting = Done(await book.Wait(answered.Id, answered.Version, "A photo", null, Ct));
        Assert.Null(waiting.NextDue);
        Assert.IsType<WaitsAlready>((await book.Wait(waiting.Id, waiting.Version, null, null, Ct)).Refusal);
        // One hour was used: 26 are left on Wednesday morning.
        patron.Clock.Now = At(4, 9, 0);
        var resumed = Done(await book.Resume(waiting.Id, waiting.Version, null, null, Ct));
        Assert.Equal(At(6, 17, 0), resumed.SolveDue);

        patron.Clock.Now = At(4, 11, 0);
        var solved = Done(await book.Solve(resumed.Id, resumed.Version, "A new kettle.", null, Ct));
        Assert.False(solved.IsOpen);
        Assert.Equal(resumed.SolveDue, solved.SolveDue);
        Assert.IsType<NotOpen>((await book.Answer(solved.Id, solved.Version, "Hello", null, Ct)).Refusal);
        var shown = (await patron.Get<TicketDetails>().Find(solved.Id, null, Ct))!;
        Assert.Equal((TimeSpan.FromHours(1), TimeSpan.FromHours(3)), (shown.AnswerTime, shown.SolveTime));

        patron.Clock.Now = At(5, 9, 0);
        var closed = Done(await book.Close(solved.Id, solved.Version, null, Ct));
        patron.Clock.Now = At(6, 9, 0);
        Assert.IsType<NoText>((await book.Reopen(closed.Id, closed.Version, null, null, Ct)).Refusal);
        var again = Done(await book.Reopen(closed.Id, closed.Version, "It leaks again", null, Ct));
        Assert.Equal((TicketState.Open, 1, null, null), (again.State, again.Reopened, again.SolvedAt, again.ClosedAt));
        Assert.IsType<StillOpen>((await book.Reopen(again.Id, again.Version, "Again", null, Ct)).Refusal);
        patron.Clock.Now = At(6, 10, 0);
        Assert.Equal(TimeSpan.FromHours(4), (await patron.Get<TicketDetails>().Find(again.Id, null, Ct))!.SolveTime);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Each_deed_is_undone_whole_and_not_once_something_came_after(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var (customer, book, undo) = (await Somebody(patron), patron.Get<TicketBook>(), patron.Get<DeedUndo>());
        var opening = (await book.Open(new(customer, TicketKind.Question, "Where is my order?"), null, Ct)).Value!;
        var answer = (await book.Answer(opening.Ticket.Id, 1, "It left us today.", null, Ct)).Value!;

        Assert.IsType<DeedChangedSince>((await undo.Undo(opening.ChangeSet!.Value, null, Ct)).Refusal);
        Assert.Null((await undo.Undo(answer.ChangeSet!.Value, null, Ct)).Refusal);
        var back = (await patron.Get<TicketDetails>().Find(opening.Ticket.Id, null, Ct))!;
        Assert.Equal((TicketState.New, null, 1), (back.Ticket.State, back.Ticket.AnsweredAt, back.Events.Count));
        Assert.Equal(opening.Ticket.NextDue, back.Ticket.NextDue);
        Assert.True(back.Ticket.Version > answer.Ticket.Version);
        var noted = (await book.Note(back.Ticket.Id, back.Ticket.Version, "Called twice", null, Ct)).Value!;
        Assert.IsType<DeedChangedSince>((await undo.Undo(opening.ChangeSet.Value, null, Ct)).Refusal);
        Assert.Null((await undo.Undo(noted.ChangeSet!.Value, null, Ct)).Refusal);
        Assert.Null((await undo.Undo(opening.ChangeSet.Value, null, Ct)).Refusal);
        Assert.Null(await patron.Get<TicketDetails>().Find(opening.Ticket.Id, null, Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_reports_numbers_are_those_of_the_lists_it_leads_to(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var (book, reads, random) = (patron.Get<TicketBook>(), patron.Get<TicketReads>(), new Random(7));
        var known = (await ListSample.Add(patron.Services, 20)).Select(k => k.Customer.Id).ToArray();
        var top = await TicketReasons.Add(patron, "Delivery");
        ReasonId?[] some = [top, await TicketReasons.Add(patron, "Too late", top), null];
        for (var n = 0; n < 40; n++)
        {
            patron.Clock.Advance(TimeSpan.FromHours(random.Next(1, 9)));
            var ticket = (await book.Open(new(known[random.Next(known.Length)], (TicketKind)random.Next(1, 4), $"Matter {n}") { Reason = some[random.Next(3)] }, null, Ct)).Value!.Ticket;
            patron.Clock.Advance(TimeSpan.FromHours(random.Next(0, 12)));
            if (n % 4 > 0) ticket = Done(await book.Answer(ticket.Id, ticket.Version, "Yes", null, Ct));
            patron.Clock.Advance(TimeSpan.FromHours(random.Next(0, 12)));
            if (n % 4 > 1) Done(await book.Solve(ticket.Id, ticket.Version, "Done", null, Ct));
        }
        var tree = await patron.Get<IReasons>().Of(ReasonKind.Ticket, Ct);
        var report = await patron.Get<ServiceReports>().Of(new(2026, 3, 2), new(2026, 3, 20), null, Ct);
        var period = new TicketFilter(From: report.From, To: report.To);

        Assert.InRange(report.Opened, 10, 40);
        Assert.Equal(report.Opened, await reads.Count(period, null, Ct));
        Assert.Equal((await reads.List(period, "due", 1, null, Ct)).Found, report.Opened);
        Assert.Equal(report.AnswerKept, await reads.Count(period with { Answered = PromiseIs.Kept }, null, Ct));
        Assert.Equal(report.AnswerLate, await reads.Count(period with { Answered = PromiseIs.Late }, null, Ct));
        Assert.Equal(report.SolveKept, await reads.Count(period with { Solved = PromiseIs.Kept }, null, Ct));
        Assert.Equal(report.SolveLate, await reads.Count(period with { Solved = PromiseIs.Late }, null, Ct));
        Assert.Equal(report.Solved, await reads.Count(new(SolvedFrom: report.From, SolvedTo: report.To), null, Ct));
        Assert.Equal(3, report.Reasons.Count);
        foreach (var line in report.Reasons)
        {
            var of = period with { Reasons = line.Reason is { } reason ? tree.WithBelow(reason.Id) : [] };
            Assert.Equal(line.All, await reads.Count(of, null, Ct));
            Assert.Equal(line.Complaints, await reads.Count(of with { Kind = TicketKind.Complaint }, null, Ct));
        }
        var all = new List<ListedTicket>();
        await foreach (var row in reads.All(period, "-opened", null, Ct)) all.Add(row);
        Assert.Equal(report.Opened, all.Count);
        // What is stored for lists is what the events tell when they are replayed.
        foreach (var row in all.Where(r => r.Ticket.AnsweredAt is not null && r.Ticket.AnswerDue is not null))
        {
            var shown = (await patron.Get<TicketDetails>().Find(row.Ticket.Id, null, Ct))!;
            Assert.Equal(row.Ticket.AnsweredAt <= row.Ticket.AnswerDue, shown.AnswerTime <= shown.Rules.Answer(row.Ticket.Severity));
            if (row.Ticket.SolvedAt is not null) Assert.Equal(row.Ticket.SolvedAt <= row.Ticket.SolveDue, shown.SolveTime <= shown.Rules.Solve(row.Ticket.Severity));
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Lists_find_by_words_and_owner_count_what_is_overdue_and_pass_over_the_bin(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var (book, reads) = (patron.Get<TicketBook>(), patron.Get<TicketReads>());
        var known = (await ListSample.Add(patron.Services, 4)).Select(k => k.Customer.Id).ToArray();
        var late = await Open(patron, known[0], TicketKind.Complaint, "100% of it_is broken");
        await Open(patron, known[1], TicketKind.Request, "An invoice, please");
        patron.Clock.Now = At(3, 17, 0);
        var fresh = await Open(patron, known[2], TicketKind.Complaint, "Too loud");

        Assert.Equal([late.Id], await Ids(new(Words: "100% of IT_")));
        Assert.Empty(await Ids(new(Words: "100x")));
        Assert.Equal([fresh.Id], await Ids(new(Words: "#" + fresh.Number.ToLowerInvariant())));
        Assert.Equal([late.Id, fresh.Id], (await Ids(new(Kind: TicketKind.Complaint))).Order(Comparer<TicketId>.Create((a, b) => a.Value.CompareTo(b.Value))));
        Assert.Contains(late.Id, await Ids(new(Overdue: true)));
        Assert.DoesNotContain(fresh.Id, await Ids(new(Overdue: true)));
        Assert.Empty(await Ids(new(Owner: new(12345))));
        DateTimeOffset? now = patron.Clock.Now;
        await using (var db = await patron.Db()) await db.Set<Patron.Customers.Customer>().Where(c => c.Id == known[0]).ExecuteUpdateAsync(set => set.SetProperty(c => c.DeletedAt, now), Ct);
        Assert.DoesNotContain(late.Id, await Ids(new()));
        Assert.Equal(2, await reads.Count(new(Open: true), null, Ct));

        async Task<IReadOnlyList<TicketId>> Ids(TicketFilter filter) => [.. (await reads.List(filter, "due", 1, null, Ct)).Rows.Select(r => r.Ticket.Id)];
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Goodwill_follows_the_rule_by_value_or_a_reason_and_every_case_is_kept(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var book = patron.Get<TicketBook>();
        var known = await ListSample.Add(patron.Services, 60);
        var year = ListSample.Today.AddDays(-364);
        var good = known.MaxBy(k => k.Orders.Where(o => o.Day >= year).Sum(o => o.Amount))!.Customer.Id;
        var bad = known.First(k => k.OrderCount == 0).Customer.Id;
        var (fine, loss) = (await Open(patron, good, TicketKind.Complaint, "Scratched"), await Open(patron, bad, TicketKind.Complaint, "Always late"));
        Assert.Equal(Severity.High, fine.Severity);
        Assert.Equal(Severity.Normal, loss.Severity);

        Assert.IsType<NoAmount>((await book.Give(fine.Id, 1, 0, null, null, Ct)).Refusal);
        Assert.Null((await book.Give(fine.Id, 1, Micros.PerUnit, null, null, Ct)).Refusal);
        Assert.IsType<AgainstRule>((await book.Give(loss.Id, 1, Micros.PerUnit, null, null, Ct)).Refusal);
        var given = Done(await book.Give(loss.Id, 1, Micros.PerUnit, "Promised on the phone", null, Ct));
        Assert.Equal(Micros.PerUnit, given.Goodwill);
        Assert.Null((await book.RefuseGoodwill(fine.Id, 2, 30 * Micros.PerUnit, null, null, Ct)).Refusal);

        var report = await patron.Get<ServiceReports>().Of(null, null, null, Ct);
        var promises = await patron.Get<ServiceReports>().Promises(null, Ct);
        Assert.Equal((report.Opened, report.AnswerKept, report.AnswerLate), (promises.Opened, promises.AnswerKept, promises.AnswerLate));
        Assert.True(promises.Opened > 0);
        Assert.Equal((3, 2 * Micros.PerUnit), (report.Cases.Count, report.Given));
        var said = GoodwillWords.Of(report, ListSample.English(patron.Services));
        Assert.Contains("waives £1.00 for a loss-making and refuses £30.00 to a profitable customer", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_customer_was_kept_who_buys_within_the_days_after_the_solution()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var known = await ListSample.Add(patron.Services, 60);
        var last = ListSample.Today.AddDays(-120);
        var bought = known.First(k => k.Orders.Any(o => o.Day > last && o.Day <= last.AddDays(90)));
        var silent = known.First(k => k.Orders.All(o => o.Day <= last || o.Day > last.AddDays(90)));
        patron.Clock.Now = new(last.ToDateTime(new(12, 0)), TimeSpan.Zero);
        foreach (var one in new[] { bought, silent })
        {
            var ticket = await Open(patron, one.Customer.Id, TicketKind.Complaint, "Broken");
            Done(await patron.Get<TicketBook>().Solve(ticket.Id, 1, "Mended", null, Ct));
        }
        patron.Clock.Now = new(ListSample.Today.ToDateTime(new(9, 30)), TimeSpan.Zero);

        var report = await patron.Get<ServiceReports>().Of(last, last, null, Ct);
        var again = bought.Orders.Where(o => o.Day > last && o.Day <= last.AddDays(90)).Sum(o => o.Amount);

        Assert.Equal((2, 1, 1, 0), (report.Solved, report.Kept, report.NotKept, report.KeptOpen));
        Assert.Equal((long)(again * .3), report.Saved);
        Assert.Equal(2 * 8 * Micros.PerUnit, report.TicketCost);
        Assert.Equal(report.Saved - report.TicketCost, report.Balance);
    }

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 3, day, hour, minute, 0, TimeSpan.Zero);

    private static async Task<CustomerId> Somebody(PatronServices patron) => (await ListSample.Add(patron.Services, 1))[0].Customer.Id;

    private static async Task<Ticket> Open(PatronServices patron, CustomerId customer, TicketKind kind, string title) => Done(await patron.Get<TicketBook>().Open(new(customer, kind, title), null, Ct));

    private static Ticket Done(Result<TicketChanged> result) => result.Value?.Ticket ?? throw new InvalidOperationException(result.Refusal!.Key);
}
