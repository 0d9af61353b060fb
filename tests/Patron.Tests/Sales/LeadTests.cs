using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Sales.KeepLeads;
using Patron.Sales.MoveDeals;
using Patron.Sales.SetSales;
using Patron.Sales.ShowLeads;
using Patron.Tasks.Contracts;
using Patron.Tests.Imports;
using Patron.Workday.KeepTeams;

namespace Patron.Tests.Sales;

/// <summary>Leads: from a file, to whom they go, how they are passed on, listed, and what their sources brought.</summary>
public sealed class LeadTests
{
    private const string Header = "id,name,email,country,source,source_kind,source_cost,interested_in,budget,need,decider,soon,lead_at\n";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_file_of_leads_finds_whom_we_know_and_can_be_taken_back(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("known.csv", "id,name,email\nK1,Ann Lee,ann@example.com\n"), "customers", source: "shop");
        var file = app.Write("leads.csv", Header
            + "1,Ann Lee,ann@example.com,GB,Spring Fair,trade show,9000,Printers,yes,yes,no,yes,2026-02-20T10:00:00Z\n"
            + "2,Bo Ray,bo@example.com,KR,Spring Fair,,,Scanners,,yes,,,\n3,Cy Mo,cy@example.com,KR,,,,Nothing,,,,,\n2,Bo Ray,bo@example.com,KR,Magazine,magazine,500,Ink,,,,,\n");

        var plan = (await app.Get<IImportFiles>().Run(new(file, "leads", "fair") { PlanOnly = true }, null, Ct)).Value!;
        Assert.Equal(0L, await app.Ask("select count(*) from sales_leads"));
        var done = await app.Import(file, "leads", source: "fair");
        var again = await app.Import(file, "leads", source: "fair");

        Assert.Equal((4, 3, 0, 0, 0, 1), plan.Counts());
        Assert.Equal((4, 3, 0, 0, 0, 1), done.Counts());
        Assert.Equal((4, 0, 0, 3, 0, 1), again.Counts());
        // Ann is one customer with a record of each system; her lead is hers.
        Assert.Equal(2L, await app.Ask("select count(*) from customers where merged_into is null"));
        await using var db = await app.Db();
        Assert.Equal([("Spring Fair", LeadSourceKind.TradeShow, 9_000_000_000), ("Magazine", LeadSourceKind.Magazine, 500_000_000)], (await LeadSources.Read(db, Ct)).All.Select(s => (s.Name, s.Kind, s.Cost)));
        var ann = await db.Set<Lead>().AsNoTracking().SingleAsync(l => l.Interest == "Printers", Ct);
        Assert.Equal((80, LeadState.Offered, new DateTimeOffset(2026, 2, 20, 10, 0, 0, TimeSpan.Zero)), (ann.Fit, ann.State, ann.CreatedAt));

        Assert.Null((await app.Get<IUndoImports>().Run(done.Import, "en", null, null, Ct)).Refusal);
        Assert.Equal(0L, await app.Ask("select count(*) from sales_leads"));
        Assert.Equal(1L, await app.Ask("select count(*) from customers where merged_into is null"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_lead_of_a_file_that_became_a_deal_is_with_sales_or_done_and_counts_for_its_source(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("known.csv", "id,name,email\n1,Ann Lee,ann@example.com\n2,Bo Ray,bo@example.com\n"), "customers", source: "shop");
        var deals = await app.Import(app.Write("deals.csv", "id,customer,stage,amount,opened,closed\nD1,1,Won,900,2026-02-01,2026-02-20\nD2,2,Prospecting,400,2026-02-05,\nD3,2,Lost,400,2026-02-05,2026-02-10\n"), "opportunities", source: "shop");
        var done = await app.Import(app.Write("leads.csv", "id,source,source_cost,interested_in,lead_at,deal\n1,Fair,600,Ink,2026-01-20T10:00:00Z,D1\n2,Fair,600,Pens,2026-01-20T10:00:00Z,D2\n2,List,90,Pens,2026-01-20T10:00:00Z,D3\n1,List,90,Paper,2026-01-20T10:00:00Z,D2\n"), "leads", source: "shop");
        Assert.Equal((4, 4, 0, 0, 0, 0), done.Counts());
        await app.Get<ICustomerBase>().CatchUp(Ct);
        await using var db = await app.Db();
        // The last one names another customer's deal: it came without it.
        Assert.Equal([("Ink", LeadState.Done, true), ("Paper", LeadState.Offered, false), ("Pens", LeadState.Sales, true), ("Pens", LeadState.Done, true)],
            (await db.Set<Lead>().AsNoTracking().OrderBy(l => l.Interest).ThenBy(l => l.State).ToListAsync(Ct)).Select(l => (l.Interest, l.State, l.OpportunityId is not null)));
        Assert.Equal([("Fair", 2, 2, 1, 300_000_000L), ("List", 2, 1, 0, 45_000_000L)],
            (await app.Get<LeadReads>().Sources(null, null, null, Ct)).Select(s => (s.Source.Name, s.Leads, s.Deals, s.Customers, s.PerLead!.Value)));

        // Deals that are taken back let their leads go.
        Assert.Null((await app.Get<IUndoImports>().Run(deals.Import, "en", null, null, Ct)).Refusal);
        Assert.Equal((4L, 0L), ((long)(await app.Ask("select count(*) from sales_leads"))!, (long)(await app.Ask("select count(opportunity_id) from sales_leads"))!));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_lead_goes_by_territory_language_skill_and_load_and_is_passed_on_in_time(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var (kim, lee, sam) = (await User(app, "kim"), await User(app, "lee"), await User(app, "sam"));
        var (korea, printing) = (await Team(app, "Korea", kim, lee), await Team(app, "Printing", sam));
        var settings = app.Get<LeadSettingDeeds>();
        Assert.IsType<RuleWrong>((await settings.AddRule("KR", null, null, null, null, Ct)).Refusal);
        Assert.Null((await settings.AddRule("KR, 서울", null, null, korea, null, Ct)).Refusal);
        Assert.Null((await settings.AddRule(null, null, "printer, ink", printing, null, Ct)).Refusal);
        await app.Import(app.Write("leads.csv", Header + "1,A,a@example.com,KR,Fair,,,Printers,,,,,\n2,B,b@example.com,KR,Fair,,,Scanners,,,,,\n3,C,c@example.com,GB,Fair,,,Big printers,,,,,\n"), "leads");

        // Two of Korea share the two of Korea, whoever prints takes the third.
        Assert.Equal([kim, lee], (await Owners(app, "Printers", "Scanners")).OrderBy(u => u.Value));
        Assert.Equal([sam], await Owners(app, "Big printers"));
        var (watch, before) = (app.Get<LeadWatch>(), await Owners(app, "Printers", "Scanners"));
        Assert.Equal(0, (await watch.Look(Ct)).Passed);
        app.Clock.Advance(LeadRules.Default.ToAccept);
        Assert.Equal(3, (await watch.Look(Ct)).Passed);
        Assert.Equal(before.Reverse(), await Owners(app, "Printers", "Scanners"));
        // Nobody else prints: it stays where it is, and waits as long again.
        Assert.Equal([sam], await Owners(app, "Big printers"));
        Assert.Equal(0, (await watch.Look(Ct)).Passed);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Qualifying_is_one_deed_and_one_undo(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var by = await User(app, "boss");
        var acme = await DealDeedsTests.Acme(app);
        await app.Get<LeadSettingDeeds>().AddSource("Fair", (int)LeadSourceKind.TradeShow, 900_000_000, by, Ct);
        var deeds = app.Get<LeadDeeds>();
        var lead = (await deeds.Capture(acme, 1, "Printers", null, by, Text(app), Ct)).Value!.Lead;

        var done = (await deeds.Qualify(lead, 1, new(Answer.Yes, Answer.Yes, Answer.Yes, Answer.Yes), "Call", by, Ct)).Value!;
        Assert.Equal((1L, 1L, 1L), (await app.Ask("select count(*) from sales_opportunities"), await app.Ask("select count(*) from sales_steps"), await app.Ask("select count(*) from tasks_tasks")));
        // The deal that it became is no second event: only what happens with it afterwards shows that somebody followed up.
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.IsType<NothingHappened>((await deeds.Finish(lead, 2, Text(app), by, Ct)).Refusal);

        Assert.Null((await app.Get<DeedUndo>().Undo(done.Set!.Value, by, Ct)).Refusal);
        foreach (var table in (string[])["sales_opportunities", "sales_steps", "tasks_tasks"]) Assert.Equal(0L, await app.Ask($"select count(*) from {table}"));
        await using var db = await app.Db();
        var back = await db.Set<Lead>().AsNoTracking().SingleAsync(Ct);
        Assert.Equal((LeadState.Offered, Answer.Unknown, 0, 3), (back.State, back.Budget, back.Fit, back.Version));

        var deal = (await deeds.Qualify(lead, 3, new(Answer.Yes, Answer.Yes, Answer.Yes, Answer.Yes), "Call", by, Ct)).Value!.Deal!.Value;
        app.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.NotNull((await app.Get<DealDeeds>().Move(deal, 1, 2, new("Offer", null), by, Ct)).Value);
        Assert.Equal(LeadState.Done, (await deeds.Finish(lead, 4, Text(app), by, Ct)).Value!.State);
    }

    [Fact]
    public async Task An_order_and_a_moved_deal_prove_a_hand_over_and_a_return_does_not()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var acme = await DealDeedsTests.Acme(app);
        await app.Import(app.Write("orders.csv", "order,customer,at,total\nO1,Acme,2026-03-01T10:00:00Z,50\n"), "orders");
        var proofs = app.Services.GetServices<IProvesTasks>().ToList();
        var since = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

        var order = Assert.Single((await Task.WhenAll(proofs.Select(p => p.Since(acme, since, Text(app), Ct)))).SelectMany(h => h));
        Assert.Equal(("order", "Order O1"), (order.Thing.Kind, order.Text));
        await using var session = await app.Session();
        var known = new List<DateTimeOffset?>();
        foreach (var room in proofs) known.Add(await room.At(session, acme, order.Thing, Ct));
        Assert.Equal(order.At, Assert.Single(known.OfType<DateTimeOffset>()));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_list_pages_filters_and_sorts_and_its_numbers_are_those_of_the_sources_and_the_file(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var rows = string.Concat(Enumerable.Range(1, 120).Select(n => FormattableString.Invariant($"{n},P{n},p{n}@example.com,GB,{(n % 3 == 0 ? "Fair" : "List")},,{(n % 3 == 0 ? 400 : 80)},Thing {n},{(n % 2 == 0 ? "yes" : "no")},{(n % 5 == 0 ? "yes" : "")},,{(n % 4 == 0 ? "yes" : "")},\n")));
        await app.Import(app.Write("leads.csv", Header + rows), "leads");
        await app.Get<ICustomerBase>().CatchUp(Ct);
        var reads = app.Get<LeadReads>();
        Task<LeadList> List(string query) => reads.List(LeadAddress.Of(name => Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query).TryGetValue(name, out var value) ? value.ToString() : null), null, Ct);

        var pages = new[] { await List(""), await List("page=2"), await List("page=3") };
        Assert.Equal([50, 50, 20], pages.Select(p => p.Rows.Count));
        Assert.All(pages, p => Assert.Equal((120, 120), (p.Found, p.Offered)));
        var all = pages.SelectMany(p => p.Rows).ToList();
        Assert.Equal(120, all.DistinctBy(l => l.Lead.Id).Count());
        Assert.Equal(all.Select(l => l.Score.Fit).OrderDescending(), all.Select(l => l.Score.Fit));
        // Each letter's own list holds exactly those who show it.
        foreach (var letter in "ABCD") Assert.Equal(all.Count(l => l.Score.Letter == letter), (await List("score=" + letter)).Found);

        var sources = await reads.Sources(null, null, null, Ct);
        foreach (var source in sources) Assert.Equal(source.Leads, (await List($"state=all&source={source.Source.Id}")).Found);
        Assert.Equal((40, 10_000_000L, (long?)null), (sources.Single(s => s.Source.Name == "Fair").Leads, sources.Single(s => s.Source.Name == "Fair").PerLead, sources.Single(s => s.Source.Name == "Fair").PerCustomer));
        await using var file = new StringWriter();
        await app.Get<LeadExport>().Write(file, "source=" + sources[0].Source.Id, null, Text(app), Ct);
        Assert.Equal(sources[0].Leads + 1, file.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private static Sentences Text(PatronServices app) => app.Get<Texts>().For(Language.English);

    private static async Task<UserId> User(PatronServices app, string name) =>
        (await app.Get<IUserAccounts>().Add(new(name + "@example.com", null, "administrator", "correct horse battery"), null, Ct)).Value!.Id;

    private static async Task<TeamId> Team(PatronServices app, string name, params UserId[] members)
    {
        await using var db = await app.Db();
        var team = new TeamRow { Id = app.Get<IdMaker>().Next<TeamId>(), Name = name };
        db.Add(team);
        foreach (var user in members) db.Add(new MemberRow { UserId = user, TeamId = team.Id, Leads = false });
        await db.SaveChangesAsync(Ct);
        return team.Id;
    }

    private static async Task<IReadOnlyList<UserId>> Owners(PatronServices app, params string[] interests)
    {
        await using var db = await app.Db();
        var leads = await db.Set<Lead>().AsNoTracking().ToListAsync(Ct);
        return [.. interests.Select(i => leads.Single(l => l.Interest == i).OwnerId!.Value)];
    }
}
