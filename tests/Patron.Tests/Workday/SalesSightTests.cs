using System.Net;
using Microsoft.EntityFrameworkCore;
using Patron.Access;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.Customers.RelationForm;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Reports.Contracts;
using Patron.Sales.KeepLeads;
using Patron.Sales.ShowLeads;
using Patron.ServiceDesk.Contracts;
using Patron.Tasks.Contracts;
using Patron.Tests.Customers;
using Patron.Workday;
using Patron.Workday.KeepTeams;

namespace Patron.Tests.Workday;

/// <summary>A salesperson's customers are the own ones, the team's and nobody's, on every page and in every number; agents and leaders see all.</summary>
public sealed class SalesSightTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_salesperson_sees_the_own_customers_the_teams_and_those_of_nobody(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 8);
        foreach (var role in (string[])[Roles.Administrator, Roles.Salesperson, Roles.Agent, Roles.Leader]) await app.AddUser(role);
        CustomerId[] customers = [.. known.Select(k => k.Customer.Id)];
        var (mate, stranger) = (new UserId(901), new UserId(902));
        UserId me;
        await using (var db = await app.Db())
        {
            me = await db.Set<User>().Where(u => u.Role == Roles.Salesperson).Select(u => u.Id).SingleAsync(Ct);
            db.Add(new TeamRow { Id = new(21), Name = "North" });
            db.AddRange(new MemberRow { UserId = me, TeamId = new(21), Leads = false }, new MemberRow { UserId = mate, TeamId = new(21), Leads = true });
            var owners = new UserId?[] { me, mate, stranger, null };
            foreach (var (at, customer) in customers.Index())
            {
                db.Add(new FormRow { CustomerId = customer, Id = app.Get<IdMaker>().Next<CustomerId>().Value, UserId = owners[at % 4], At = app.Clock.Now });
                db.Tell(Patron.Data.Topics.Customers, customer);
            }
            await db.SaveChangesAsync(Ct);
        }
        await app.Get<ICustomerBase>().CatchUp(default);
        CustomerId[] seen = [.. customers.Where((_, at) => at % 4 != 2)], hidden = [.. customers.Where((_, at) => at % 4 == 2)];

        var (visibility, snapshot) = (app.Get<IVisibility>(), app.Get<ICustomerBase>().Current);
        foreach (var customer in customers) Assert.Equal(seen.Contains(customer), await visibility.Sees(customer, me, Ct));
        Assert.Equal(seen.Select(c => c.Value).Order(), visibility.Set(snapshot, me)!.Indexes().Select(i => snapshot.Ids[i]).Order());

        await app.Get<ITasks>().Add(new(seen[0], TaskKind.Task, "Seen task", app.Clock.Now.AddHours(1)) { Owner = me }, me, Ct);
        await app.Get<ITasks>().Add(new(hidden[0], TaskKind.Task, "Hidden task", app.Clock.Now.AddHours(1)) { Owner = me }, me, Ct);
        var ticket = (await app.Get<ITickets>().Open(new(hidden[0], TicketKind.Complaint, "Hidden ticket"), me, Ct)).Value!.Ticket;
        await LeadsWait(app, seen[1], hidden[1]);
        using (var sales = await app.SignIn(Roles.Salesperson))
        {
            Assert.Equal(HttpStatusCode.OK, (await sales.Get($"/customers/{seen[0]}")).StatusCode);
            foreach (var path in (string[])["", "/now", "/contacts/new", "/tasks/new", "/relations", "/form"]) Assert.Equal(HttpStatusCode.NotFound, (await sales.Get($"/customers/{hidden[0]}{path}")).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await sales.Get(TicketUrls.One(ticket.Id))).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await sales.Post($"/customers/{hidden[0]}/notes", await sales.Token($"/customers/{seen[0]}"), ("text", "x"))).StatusCode);
            foreach (var path in (string[])["/tasks", "/day"])
            {
                var page = await sales.Page(path);
                Assert.Contains("Seen task", page, StringComparison.Ordinal);
                Assert.DoesNotContain("Hidden task", page, StringComparison.Ordinal);
            }
            await NoLeadOf(app, sales, me, hidden[1]);
            Assert.DoesNotContain("Hidden ticket", await sales.Page("/tickets?view=all"), StringComparison.Ordinal);
            foreach (var path in (string[])["/customers/merge", "/settings/users", Patron.Web.Urls.NewImport, "/tasks/export"]) Assert.Equal(HttpStatusCode.Forbidden, (await sales.Get(path)).StatusCode);
        }
        foreach (var role in (string[])[Roles.Agent, Roles.Leader])
        {
            using var other = await app.SignIn(role);
            Assert.Equal(HttpStatusCode.OK, (await other.Get($"/customers/{hidden[0]}")).StatusCode);
            Assert.Contains("Hidden task", await other.Page("/tasks"), StringComparison.Ordinal);
            Assert.Equal(role == Roles.Leader ? HttpStatusCode.OK : HttpStatusCode.Forbidden, (await other.Get("/reports")).StatusCode);
        }
    }

    private static async Task LeadsWait(PatronApp app, params CustomerId[] customers)
    {
        await using var db = await app.Db();
        foreach (var customer in customers)
            db.Add(new Lead { CustomerId = customer, Id = app.Get<IdMaker>().Next<LeadId>(), Source = 1, Interest = "Shelves", State = LeadState.Offered, Budget = Answer.Unknown, Need = Answer.Unknown, Decider = Answer.Unknown, Soon = Answer.Unknown, CreatedAt = app.Clock.Now, Version = 1 });
        await db.SaveChangesAsync(Ct);
    }

    /// <summary>What waits on Home, the lists, the deeds and the reports know no lead of somebody unseen.</summary>
    private static async Task NoLeadOf(PatronApp app, TestBrowser sales, UserId me, CustomerId hidden)
    {
        var reads = app.Get<LeadReads>();
        Assert.Equal((1, 2), (await reads.Waiting(me, Ct), await reads.Waiting(null, Ct)));
        await using var db = await app.Db();
        var lead = await db.Set<Lead>().Where(l => l.CustomerId == hidden).Select(l => l.Id).SingleAsync(Ct);
        foreach (var deed in (string[])["accept", "pass-on", "done", "qualify"])
            Assert.Equal(HttpStatusCode.NotFound, (await sales.Post($"/sales/leads/{lead}/{deed}", await sales.Token("/account"), ("version", "1"), ("budget", "2"), ("need", "2"), ("decider", "2"), ("soon", "2"))).StatusCode);
        Assert.Equal(LeadState.Offered, await db.Set<Lead>().Where(l => l.Id == lead).Select(l => l.State).SingleAsync(Ct));
        Assert.DoesNotContain(lead.ToString(), await sales.Page("/sales/leads"), StringComparison.Ordinal);
        var text = app.Get<Patron.Kernel.Texts.Texts>().For(Patron.Kernel.Texts.Language.English);
        var report = app.Get<IEnumerable<IReport>>().Single(r => r.Key == "forecast-accuracy");
        var scope = new ReportScope(new(2026, 1, 1), new(2026, 3, 1), Organisation.Default, me, text);
        Assert.Equal((text["sales.report.accuracy.whole"], 0), ((await report.Of(scope, Ct)).Says, (await report.Of(scope, Ct)).Tables.Count));
        Assert.NotEmpty((await report.Of(scope with { Asker = null }, Ct)).Tables);
    }
}
