using Microsoft.EntityFrameworkCore;
using Patron.Access;
using Patron.Access.Contracts;
using Patron.Customers.RelationForm;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Reports.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.KeepObjections;
using Patron.Sales.MoveDeals;
using Patron.Sales.ShowBoard;
using Patron.Sales.ShowDeals;
using Patron.Sales.ShowForecast;
using Patron.Sales.ShowLeads;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.ReportService;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tests.Customers;
using Patron.Tests.Reasons;
using Patron.Workday.Contracts;
using Patron.Workday.KeepTeams;
using Patron.Workday.ShowDay;

namespace Patron.Tests.Workday;

/// <summary>Whoever sees only the own customers sees only theirs in every number of the working day, and each number is that of its list.</summary>
public sealed class SightCountsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Each_count_is_that_of_the_list_and_knows_nobody_unseen(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var known = await ListSample.Add(app.Services, 3);
        var (seen, hidden, me, other, team) = (known[0].Customer.Id, known[1].Customer.Id, new UserId(901), new UserId(902), new TeamId(21));
        await using (var db = await app.Db())
        {
            foreach (var (user, role) in ((UserId, string)[])[(me, Roles.Salesperson), (other, Roles.Leader)])
                db.Add(new User { Id = user, Email = $"{user.Value}@patron.example", EmailKey = $"{user.Value}@patron.example", Name = role, Role = role, PasswordHash = "x", Stamp = "x", CreatedAt = app.Clock.Now });
            db.Add(new TeamRow { Id = team, Name = "North" });
            db.Add(new MemberRow { UserId = me, TeamId = team, Leads = false });
            foreach (var (customer, owner) in ((CustomerId, UserId)[])[(seen, me), (hidden, other)])
            {
                db.Add(new FormRow { CustomerId = customer, Id = app.Get<IdMaker>().Next<CustomerId>().Value, UserId = owner, At = app.Clock.Now });
                db.Tell(Patron.Data.Topics.Customers, customer);
            }
            await Patron.Data.Settings.WriteAtOnce(db, LeadSources.Key, new LeadSources([new(1, "Fair", LeadSourceKind.TradeShow, 0)]), Ct);
            await db.SaveChangesAsync(Ct);
        }
        await app.Get<ICustomerBase>().CatchUp(Ct);
        var (lost, reason) = ((await app.Get<IReasons>().All(Ct)).First(r => r is { Kind: ReasonKind.NotBuying, Key: "price" }).Id, await TicketReasons.Add(app, "Late"));
        // The same happens with both, and all of it is the salesperson's own.
        foreach (var customer in (CustomerId[])[seen, hidden])
        {
            var due = app.Clock.Now.AddMinutes(30);
            foreach (var what in (TaskKind[])[TaskKind.Promise, TaskKind.HandOver, TaskKind.CallBack]) Assert.NotNull((await app.Get<TaskBook>().Add(new(customer, what, "Do", due) { Owner = me, Team = team }, me, Ct)).Value);
            Assert.NotNull((await app.Get<TicketBook>().Open(new(customer, TicketKind.Complaint, "Broken") { Owner = me, Reason = reason }, me, Ct)).Value);
            await using (var db = await app.Db())
            {
                db.Add(new Lead { CustomerId = customer, Id = app.Get<IdMaker>().Next<LeadId>(), Source = 1, Interest = "Shelves", State = LeadState.Offered, OwnerId = me, AcceptBy = due, Budget = Answer.Unknown, Need = Answer.Unknown, Decider = Answer.Unknown, Soon = Answer.Unknown, CreatedAt = app.Clock.Now, Version = 1 });
                await db.SaveChangesAsync(Ct);
            }
            var edit = new DealEdit("Shelves", 5_000_000, null, false, me, null, null, new("Call", DateOnly.FromDateTime(app.Clock.Now.DateTime)));
            Assert.NotNull((await app.Get<DealDeeds>().Open(customer, null, null, null, edit, me, Ct)).Value);
            var gone = (await app.Get<DealDeeds>().Open(customer, null, null, null, edit, me, Ct)).Value!;
            Assert.NotNull((await app.Get<DealDeeds>().Lose(gone.Deal, 1, null, lost, null, me, Ct)).Value);
            Assert.NotNull((await app.Get<Objections>().Add(customer, gone.Deal, null, ObjectionKind.Objective, "Too dear", "It lasts", true, me, Ct)).Value.ToString());
        }
        await app.Get<ICustomerBase>().CatchUp(Ct);
        app.Clock.Advance(TimeSpan.FromHours(2));

        foreach (var (asker, all) in ((UserId?, int)[])[(me, 1), (other, 2), (null, 2)])
        {
            var (tasks, today) = (app.Get<TaskReads>(), DateOnly.FromDateTime(app.Clock.Now.DateTime));
            Assert.Equal((3 * all, 3 * all), await tasks.List(new("open"), 0, 50, asker, Ct) is var (listed, count) ? (listed.Count, count) : default);
            Assert.Equal(all, (await tasks.HandOvers(50, asker, Ct)).Count);
            Assert.Equal(all, (await tasks.Promises(TaskKind.Promise, app.Clock.Now.AddHours(-2), app.Clock.Now, asker, Ct)).Sum(p => p.Broken));
            Assert.Equal((all, all), (await app.Get<TicketReads>().List(new(), "due", 1, asker, Ct) is var tickets ? tickets.Rows.Count : 0, await app.Get<TicketReads>().Count(new(), asker, Ct)));
            Assert.Equal(all, (await app.Get<ServiceReports>().Of(today, today, asker, Ct)).Opened);
            Assert.Equal((all, all), (await app.Get<LeadReads>().Waiting(asker, Ct), (int)(await app.Get<LeadReads>().List(LeadAddress.Of(_ => null), asker, Ct)).Found));
            Assert.Equal(all, (await app.Get<LeadReads>().Sources(null, null, asker, Ct)).Sum(s => s.Leads));
            Assert.Equal((all, all), ((await app.Get<BoardReads>().Read(new(null, null, false), asker, Ct)).Count, (int)(await app.Get<DealReads>().List(ListAddress.Of(_ => null), asker, Ct)).Found));
            Assert.Equal(all, (await app.Get<ForecastReads>().Read(new(today, today.AddDays(30), today.AddDays(-1)), asker, Ct)).Deals);
            Assert.Equal(all, (await app.Get<Objections>().Count(false, false, asker, Ct)).Sum(o => o.Times));
            Assert.Equal(all, (await app.Get<Objections>().Count(false, true, asker, Ct)).Sum(o => o.Times));
            Assert.Equal((all, all), ((int)(await app.Get<IReasons>().Count(ReasonKind.NotBuying, null, null, asker, Ct)).Sum(r => r.Given), (int)(await app.Get<IReasons>().Count(ReasonKind.Ticket, null, null, asker, Ct)).Sum(r => r.Given)));
            var text = app.Get<Patron.Kernel.Texts.Texts>().For(Patron.Kernel.Texts.Language.English);
            var scope = new ReportScope(today, today, Organisation.Default, asker, text);
            Assert.Equal(all * 3L, (await app.Get<IEnumerable<IReport>>().Single(r => r.Key == "follow-up").Of(scope, Ct)).Tables[0].Lines.Sum(l => (long)l.Values[1]!));
        }
        // What stands beside My day is what stands in it: three tasks, a ticket's promise, a deal's step, a lead.
        var day = app.Get<MyDay>();
        var shown = await day.Of(new([me], null), me, app.Get<Patron.Kernel.Texts.Texts>().For(Patron.Kernel.Texts.Language.English), Ct);
        Assert.DoesNotContain(shown.Groups.SelectMany(g => g.Items), i => i.Customer == hidden);
        Assert.Equal(shown.Groups.Where(g => g.Group is not (DayGroup.Call or DayGroup.Promised)).Sum(g => g.Items.Count), await day.Count(me, Ct));
    }
}
