using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Reasons.Contracts;
using Patron.Reasons.ShowReasons;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;
using Patron.Tests.Customers;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Reasons;

/// <summary>One register for the reasons of deals, of customers who leave, and of tickets.</summary>
public sealed class ReasonRegisterTests
{
    [Theory]
    [InlineData(Database.Sqlite, false), InlineData(Database.Postgres, false), InlineData(Database.Sqlite, true), InlineData(Database.Postgres, true)]
    public async Task Reasons_of_tickets_move_into_the_register_under_their_own_ids(Database kind, bool edited)
    {
        await using var database = await TestDatabase.New(kind, PatronServices.Template);
        await using (var db = Open(kind, database.Connection))
        {
            if (edited) await db.Database.ExecuteSqlRawAsync("""insert into kernel_settings (key, value) values ('reasons', '{{"All":[{{"Id":{{"Value":11}},"Kind":3,"Parent":null,"Key":"moved","Name":"다른 \"도시\"","Low":0.04,"High":0.05,"Retired":true}}]}}')""");
            // As it was before: the table is there, and this migration was not applied.
            var (flag, no, yes) = kind == Database.Sqlite ? ("integer", "0", "1") : ("boolean", "false", "true");
            var before = $"""
                delete from "__EFMigrationsHistory" where "MigrationId" = '202611225101_OneReasonsRegister';
                create table service_reasons (id bigint primary key, parent_id bigint, name varchar(100) not null, retired {flag} not null);
                insert into service_reasons (id, parent_id, name, retired) values (7000000001, null, 'Delivery', {no}), (7000000002, 7000000001, 'Too "late"', {yes}), (7000000003, 5, 'Orphan', {no});
                """;
            await db.Database.ExecuteSqlRawAsync(before);
            await db.Database.MigrateAsync();
            await db.ClosePool();
        }

        var stored = await Read(kind, database.Connection);
        var tickets = new ReasonPaths(stored.Of(ReasonKind.Ticket));
        Assert.Equal([(7_000_000_001, "Delivery", false), (7_000_000_002, "Delivery / Too \"late\"", true), (7_000_000_003, "Orphan", false)], tickets.All.Select(r => (r.Id.Value, r.Path, r.Retired)));
        // The trees of which nothing was stored have their ready-made reasons, whether others were edited or not.
        Assert.Contains(stored.Of(ReasonKind.NotBuying), r => r.Key == "price");
        var moved = stored.Of(ReasonKind.Leaving).First();
        Assert.Equal(edited ? (11L, "다른 \"도시\"", true) : (moved.Id.Value, null, false), (moved.Id.Value, moved.Name, moved.Retired));
        Assert.Equal((.04, .05), (moved.Low, moved.High));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_register_counts_the_tickets_that_the_list_shows_to_whoever_asks(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var known = await ListSample.Add(patron.Services, 4);
        var top = await TicketReasons.Add(patron, "Delivery");
        var late = await TicketReasons.Add(patron, "Too late", top);
        foreach (var (customer, reason) in known.Zip([top, late, late, (ReasonId?)null]))
            Assert.Null((await patron.Get<TicketBook>().Open(new(customer.Customer.Id, TicketKind.Complaint, "A matter") { Reason = reason }, null, Ct)).Refusal);

        var counts = (await patron.Get<IReasons>().Count(ReasonKind.Ticket, null, null, null, Ct)).ToDictionary(c => c.Reason.Id);
        Assert.Equal((3L, 2L, 0), (counts[top].Given, counts[late].Given, counts[top].Depth));
        Assert.Equal(1, counts[top].Share);
        var tree = await patron.Get<IReasons>().Of(ReasonKind.Ticket, Ct);
        Assert.Equal(counts[top].Given, await patron.Get<TicketReads>().Count(new(Reasons: tree.WithBelow(top)), null, Ct));
        var today = DateOnly.FromDateTime(patron.Clock.Now.UtcDateTime);
        Assert.Equal(0, (await patron.Get<IReasons>().Count(ReasonKind.Ticket, today.AddDays(1), null, null, Ct)).Sum(c => c.Given));
        Assert.Equal(3, (await patron.Get<IReasons>().Count(ReasonKind.Ticket, today, today, null, Ct)).First(c => c.Reason.Id == top).Given);
    }

    [Fact]
    public async Task A_reason_is_moved_and_never_becomes_a_part_of_itself()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        var deeds = patron.Get<ReasonDeeds>();
        var top = await TicketReasons.Add(patron, "Delivery");
        var late = await TicketReasons.Add(patron, "Too late", top);

        Assert.IsType<PartOfItself>((await deeds.Edit(top, "Delivery", late, null, null, Ct)).Refusal);
        Assert.IsType<PartOfItself>((await deeds.Edit(top, "Delivery", top, null, null, Ct)).Refusal);
        Assert.IsType<ReasonNameNeeded>((await deeds.Edit(top, " ", null, null, null, Ct)).Refusal);
        Assert.NotNull((await deeds.Edit(late, "Late", null, null, null, Ct)).Value);
        Assert.Equal(["Delivery", "Late"], (await patron.Get<IReasons>().Of(ReasonKind.Ticket, Ct)).All.Select(r => r.Path));
        // A ready-made name that was only looked at goes on to follow the reader's language.
        var price = (await patron.Get<IReasons>().All(Ct)).First(r => r.Key == "price");
        Assert.Null((await deeds.Edit(price.Id, "Price", null, "Price", null, Ct)).Value);
        Assert.NotNull((await deeds.Edit(price.Id, "Too dear", null, "Price", null, Ct)).Value);
        Assert.Equal("Too dear", (await patron.Get<IReasons>().All(Ct)).First(r => r.Id == price.Id).Name);
    }

    [Fact]
    public async Task The_page_shows_every_tree_and_only_an_administrator_edits_it()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1))[0].Customer.Id;
        using var browser = await app.SignIn();
        var page = ReasonUrls.Of(ReasonKind.Ticket);
        Assert.Contains("There are no reasons yet", await browser.Page(page), StringComparison.Ordinal);
        await browser.Post(ReasonUrls.List + "/begin?kind=ticket", await browser.Token("/account"));
        var late = (await app.Get<IReasons>().Of(ReasonKind.Ticket, Ct)).All.Single(r => r.Path == "Delivery / Too late").Id;
        Assert.Null((await app.Get<ITickets>().Open(new(customer, TicketKind.Complaint, "Where is it?") { Reason = late }, null, Ct)).Refusal);

        Assert.Contains($"href=\"/tickets?view=all&amp;reason={late}\"", await browser.Page(page), StringComparison.Ordinal);
        Assert.Contains("16 reasons are offered", await browser.Page("/settings/service"), StringComparison.Ordinal);
        using var reader = await app.SignIn(Roles.Analyst);
        Assert.DoesNotContain("<form method=\"post\" action=\"/reasons", await reader.Page(page), StringComparison.Ordinal);
        await reader.Post($"{ReasonUrls.List}/{late}/retire?kind=ticket", await reader.Token("/account"), ("retired", "true"));
        Assert.DoesNotContain((await app.Get<IReasons>().Of(ReasonKind.Ticket, Ct)).All, r => r.Retired);
    }

    private static PatronDb Open(Database kind, string connection)
    {
        var options = new DbContextOptionsBuilder<PatronDb>();
        _ = kind is Database.Sqlite ? options.UseSqlite(connection) : options.UseNpgsql(connection);
        return new(options.Options);
    }

    private static async Task<Patron.Reasons.ReasonTree> Read(Database kind, string connection)
    {
        await using var db = Open(kind, connection);
        var tree = await Patron.Reasons.ReasonTree.Read(db, Ct);
        await db.ClosePool();
        return tree;
    }
}
