using System.Net;
using Microsoft.AspNetCore.Http;
using Patron.Customers.Contracts;
using Patron.Customers.RowFieldSettings;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.Imports.Contracts;
using Patron.Imports.Mapping;
using Patron.Kernel;
using Patron.Sales.KeepLeads;
using Patron.Sales.MoveDeals;
using Patron.Sales.ShowDeals;
using Patron.Sales.ShowLeads;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tasks.ShowTasks;
using Patron.Tests.Customers;
using Patron.Tests.Exporting;
using Patron.Tests.Imports;

namespace Patron.Tests.Customers.RowFieldSettings;

/// <summary>Fields of the organisation's own on tickets, tasks, leads and deals: made, filled by forms and files, filtered and sorted by, taken back, kept in archives.</summary>
public sealed class RowFieldTests
{
    private static readonly RowSubject[] Subjects = Enum.GetValues<RowSubject>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Files_fill_them_lists_find_and_sort_by_them_and_archives_keep_them(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        foreach (var subject in Subjects) await Fields(app, subject);
        await app.Import(app.Write("team.csv", "name,email\nTom Reed,tom@example.com\n"), "team", source: "Desk");
        var files = new Dictionary<RowSubject, (string Kind, string Header, string Row)>
        {
            [RowSubject.Ticket] = ("tickets", "id,customer,subject,at", "{0},A,Row {0},2026-02-0{0} 10:00"),
            [RowSubject.Task] = ("tasks", "id,customer,subject,due,owner", "{0},A,Row {0},2026-03-0{0} 10:00,Tom Reed"),
            [RowSubject.Lead] = ("leads", "id,name,email,source,interested_in", "L{0},Row {0},row{0}@example.com,Fair,Row {0}"),
            [RowSubject.Deal] = ("opportunities", "opportunity_id,account,name,stage", "{0},A,Row {0},Prospecting"),
        };
        foreach (var subject in Subjects)
        {
            var (rows, header, row) = files[subject];
            // Nine is less than ten only as a number; what is no number is left out.
            string File(string more) => app.Write($"{rows}-{more.Length}.csv", $"{header},Shelf height,색상,Fits,Checked on,Remark\n" + string.Join('\n', ((string[])[
                "9,Red,yes,2026-01-05,100%_sure", $"10,blue,no,2026-02-05,{more}", ",,,,", "much,green,,,"]).Select((own, at) => string.Format(null, row, at + 1) + "," + own)) + "\n");

            var first = await app.Import(File("in the rain"), rows, source: "Desk");
            Assert.Equal(4, first.Counts().Item2);
            Assert.Equal(["Row 1", "Row 2", "Row 3", "Row 4"], (await Listed(app, subject, "")).Order());
            foreach (var (asked, found) in ((string, string[])[])[
                ("f.shelf_height.from=9.5", ["Row 2"]), ("f.shelf_height.to=9.5", ["Row 1"]), ("f.shelf_height=10.0", ["Row 2"]), ("f.색상=Blue", ["Row 2"]), ("f.fits=true", ["Row 1"]), ("f.checked_on.from=2026-01-05&f.checked_on.to=2026-02-04", ["Row 1"]),
                ("f.remark=100%25_S", ["Row 1"]), ("f.remark=RAIN", ["Row 2"]), ("f.remark=100%25x", []), ("f.shelf_height.from=9&f.fits=false", ["Row 2"]), ("f.nothing=1&f.shelf_height.from=x&f.shelf_height.to=9", ["Row 1"]), ("f.x';drop=1", ["Row 1", "Row 2", "Row 3", "Row 4"])])
                Assert.Equal(found, (await Listed(app, subject, asked)).Order());
            Assert.Equal(["Row 1", "Row 2"], (await Listed(app, subject, "sort=f.shelf_height")).Take(2));
            Assert.Equal(["Row 2", "Row 1"], (await Listed(app, subject, "sort=-f.shelf_height")).Take(2));
            Assert.Equal(["Row 4", "Row 1", "Row 2"], (await Listed(app, subject, "sort=-f.색상")).Take(3));
            Assert.Equal(4, (await Listed(app, subject, "sort=f.x")).Length);
            // How changes are recorded and taken back is the same for all on both databases; one of them is enough on the second.
            if (subject == RowSubject.Lead || (kind is Database.Postgres && subject != RowSubject.Ticket)) continue;

            // Only a remark differs; it comes back as it was.
            var second = await app.Import(File("in the sun"), rows, source: "Desk");
            Assert.Equal((1, 3), (second.Counts().Item3, second.Counts().Item4));
            Assert.Empty(await Listed(app, subject, "f.remark=rain"));
            Assert.Null((await app.Get<IUndoImports>().Run(second.Import, "en", null, null, Ct)).Refusal);
            Assert.Equal(["Row 2"], await Listed(app, subject, "f.remark=rain"));
        }

        var archive = await ArchiveFiles.Export(app, "first.zip");
        await using var other = await PatronServices.Start(kind);
        Assert.Null((await other.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        await other.Get<ICustomerBase>().CatchUp(Ct);
        foreach (var subject in Subjects)
        {
            Assert.Equal(["Row 2", "Row 1"], (await Listed(other, subject, "sort=-f.shelf_height")).Take(2));
            Assert.Equal(["Row 2"], await Listed(other, subject, "f.remark=rain&f.색상=Blue&f.fits=false&f.checked_on=2026-02-05"));
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Forms_fill_them_refuse_what_does_not_fit_and_every_deed_is_taken_back(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        foreach (var subject in Subjects) await Fields(app, subject);
        await app.Import(app.Write("known.csv", "id,name,email\nK1,Ann Lee,ann@example.com\n"), "customers", source: "shop");
        var (ann, by) = (new CustomerId((long)(await app.Ask("select id from customers where merged_into is null"))!), new UserId(1));
        await using (var db = await app.Db())
        {
            db.Add(new Patron.Access.User { Id = by, Email = "t@patron.example", EmailKey = "t@patron.example", Name = "Tom", Role = "administrator", PasswordHash = "x", Stamp = "x", CreatedAt = app.Clock.Now });
            await db.WriteAtOnce(LeadSources.Key, new LeadSources([new(1, "Fair", LeadSourceKind.TradeShow, 0)]), Ct);
            await db.SaveChangesAsync(Ct);
        }
        await app.Get<ICustomerBase>().CatchUp(Ct);
        Dictionary<string, string?> good = new() { ["shelf_height"] = "9.50", ["색상"] = "red", ["fits"] = "true", ["nothing"] = "x" }, bad = new() { ["checked_on"] = "tomorrow" }, less = new() { ["색상"] = " ", ["remark"] = "Mind the \"step\"" };
        const string first = """{"fits":"true","shelf_height":"9.5","색상":"Red"}""", then = """{"fits":"true","remark":"Mind the \"step\"","shelf_height":"9.5"}""";
        var (tickets, tasks, leads, deals, text) = (app.Get<TicketBook>(), app.Get<TaskBook>(), app.Get<LeadDeeds>(), app.Get<DealDeeds>(), app.Get<Patron.Kernel.Texts.Texts>().For(Patron.Kernel.Texts.Language.English));

        Assert.Equal("custom.checked_on", Assert.IsType<RowValueUnfit>((await tickets.Open(new(ann, TicketKind.Request, "One") { Custom = bad }, by, Ct)).Refusal).Field);
        var ticket = (await tickets.Open(new(ann, TicketKind.Request, "One") { Custom = good }, by, Ct)).Value!.Ticket;
        Assert.Equal(first, ticket.Custom);
        await Deed("service_tickets", (await tickets.Describe(ticket.Id, 1, TicketKind.Request, "One", null, null, less, by, Ct)).Value!.ChangeSet);

        Assert.IsType<RowValueUnfit>((await tasks.Add(new(ann, TaskKind.Task, "One", app.Clock.Now) { Owner = by, Custom = bad }, by, Ct)).Refusal);
        var task = (await tasks.Add(new(ann, TaskKind.Task, "One", app.Clock.Now) { Owner = by, Custom = good }, by, Ct)).Value!.Task;
        Assert.Equal(first, task.Custom);
        await Deed("tasks_tasks", (await tasks.Describe(ann, task.Id, 1, "One", null, null, null, TaskPriority.Normal, less, by, Ct)).Value!.ChangeSet);

        Assert.IsType<RowValueUnfit>((await leads.Capture(ann, 1, "One", null, by, text, Ct, bad)).Refusal);
        var lead = (await leads.Capture(ann, 1, "One", null, by, text, Ct, good)).Value!.Lead;
        await Deed("sales_leads", (await leads.Describe(lead, 1, less, by, Ct)).Value!.Set);

        var edit = new DealEdit("One", null, null, false, by, null, null, new("Call", null));
        Assert.IsType<RowValueUnfit>((await deals.Open(ann, null, null, null, edit with { Own = bad }, by, Ct)).Refusal);
        var deal = (await deals.Open(ann, null, null, null, edit with { Own = good }, by, Ct)).Value!.Deal;
        var steps = await app.Ask("select count(*) from sales_steps");
        await Deed("sales_opportunities", (await deals.Edit(deal, 1, edit with { Own = less }, by, Ct)).Value!.Set);
        // A field of one's own changes no forecast, so it is no step.
        Assert.Equal(steps, await app.Ask("select count(*) from sales_steps"));
        // Whoever says nothing of them leaves them as they are.
        Assert.Null((await deals.Edit(deal, 3, edit, by, Ct)).Value!.Set);

        async Task Deed(string table, ChangeSetId? set)
        {
            Assert.Equal(then, await app.Ask($"select custom from {table}"));
            Assert.Null((await app.Get<DeedUndo>().Undo(set!.Value, by, Ct)).Refusal);
            Assert.Equal(first, await app.Ask($"select custom from {table}"));
        }
    }

    [Fact]
    public async Task An_administrator_makes_orders_and_retires_them_and_takes_it_back()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var (deeds, by) = (app.Get<RowFieldDeeds>(), new UserId(1));
        Task<Result<ChangeSetId?>> Add(string label, CustomFieldType type = CustomFieldType.Text, string? choices = null) => deeds.Add(RowSubject.Ticket, label, type, choices, false, by, Ct);

        Assert.IsType<RowFieldUnnamed>((await Add(" ")).Refusal);
        Assert.IsType<RowFieldUnnamed>((await Add(new('x', 101))).Refusal);
        Assert.IsType<RowFieldChoiceless>((await Add("Colour", CustomFieldType.Choice, "red\n red \n")).Refusal);
        foreach (var label in (string[])["Owner", "Größe (cm)", "客戶 編號", "!?", new('y', 100)]) Assert.NotNull((await Add(label)).Value);
        Assert.IsType<RowFieldUnnamed>((await Add("größe (CM)")).Refusal);
        var colour = (await Add("Colour", CustomFieldType.Choice, "red\r\n green \n\nRed")).Value!.Value;
        Assert.Equal(["owner_2", "größe_cm", "客戶_編號", "field", new('y', 57), "colour"], (await All()).Select(f => f.Key));
        Assert.Equal(["red", "green"], (await All())[5].Choices);

        Assert.NotNull((await deeds.Raise(RowSubject.Ticket, "größe_cm", by, Ct)).Value);
        Assert.IsType<RowFieldGone>((await deeds.Raise(RowSubject.Ticket, "größe_cm", by, Ct)).Refusal);
        Assert.IsType<RowFieldGone>((await deeds.Set(RowSubject.Task, "field", "F", null, true, true, by, Ct)).Refusal);
        var retired = (await deeds.Set(RowSubject.Ticket, "field", "Place", null, inForms: false, inLists: true, by, Ct)).Value!.Value;
        Assert.Equal(("größe_cm", ("Place", false, true)), ((await All())[0].Key, ((await All())[3].Label, (await All())[3].InForms, (await All())[3].InLists)));
        Assert.Null((await app.Get<DeedUndo>().Undo(retired, by, Ct)).Refusal);
        Assert.Equal(("!?", true), ((await All())[3].Label, (await All())[3].InForms));
        // What was changed since stays.
        Assert.IsType<DeedChangedSince>((await app.Get<DeedUndo>().Undo(colour, by, Ct)).Refusal);

        // A key that came with an archive never reaches a query.
        await using var db = await app.Db();
        await db.WriteAtOnce(RowFields.KeyOf(RowSubject.Lead), new RowFields([new("a'\"x", CustomFieldType.Text, "A", [], true, true)]), Ct);
        Assert.Empty((await RowFields.Read(db, RowSubject.Lead, Ct)).All);

        async Task<IReadOnlyList<RowField>> All()
        {
            await using var db = await app.Db();
            return (await RowFields.Read(db, RowSubject.Ticket, Ct)).All;
        }
    }

    [Fact]
    public void No_field_has_the_name_of_a_column_that_a_file_has_already() => Assert.All(
        ((ImportKind[])[ImportKind.Tickets, ImportKind.Tasks, ImportKind.Leads, ImportKind.Opportunities]).SelectMany(k => ImportFields.Of(k).Fields), field => Assert.Contains(field.Key, RowFieldDeeds.Taken));

    [Fact]
    public async Task On_the_pages_a_field_is_made_filled_shown_filtered_and_exported()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 2))[0].Customer.Id;
        using var browser = await app.SignIn();
        foreach (var word in (string[])["ticket", "task"])
            Assert.Contains("Shelf &lt;b&gt;", await (await browser.Post($"/settings/fields/{word}/add", await browser.Token("/settings/fields"), ("label", "Shelf <b>"), ("type", "Number"), ("lists", "yes"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Post("/settings/fields/customer/add", await browser.Token("/settings/fields"), ("label", "A"))).StatusCode);
        Assert.Contains("name of its own", await (await browser.Post("/settings/fields/task/add", await browser.Token("/settings/fields"), ("label", ""))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var at = $"/tickets/new?customer={customer}";
        var refused = await (await browser.Submit(at, "new-ticket", ("kind", "Request"), ("title", "High"), ("custom.shelf_b", "tall"))).Content.ReadAsStringAsync();
        Assert.Contains("a number is needed", refused, StringComparison.Ordinal);
        Assert.Contains("value=\"tall\"", refused, StringComparison.Ordinal);
        Assert.Contains("12.5", await (await browser.Submit(at, "new-ticket", ("kind", "Request"), ("title", "High"), ("custom.shelf_b", "12.5"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        await browser.Submit($"/customers/{customer}/tasks/new", "task", ("kind", "Task"), ("title", "Measure"), ("due", "2030-01-01T10:00"), ("owner", (await Me(app)).ToString()), ("custom.shelf_b", "7"));
        foreach (var (list, title) in ((string, string)[])[("/tickets", "High"), ("/tasks", "Measure")])
        {
            Assert.Contains(title, await browser.Page($"{list}?f.shelf_b.from=7&sort=-f.shelf_b"), StringComparison.Ordinal);
            Assert.DoesNotContain(">" + title + "</a>", await browser.Page($"{list}?f.shelf_b.from=13"), StringComparison.Ordinal);
            Assert.Contains(",shelf_b", await browser.Page($"{list}/export"), StringComparison.Ordinal);
        }
    }

    private static async Task<UserId> Me(PatronApp app)
    {
        await using var db = await app.Db();
        return db.Set<Patron.Access.User>().Select(u => u.Id).First();
    }

    private static async Task Fields(PatronServices app, RowSubject subject)
    {
        foreach (var (label, type, choices) in ((string, CustomFieldType, string?)[])[("Shelf height", CustomFieldType.Number, null), ("색상", CustomFieldType.Choice, "Red\nBlue"), ("Fits", CustomFieldType.YesNo, null), ("Checked on", CustomFieldType.Day, null), ("Remark", CustomFieldType.Text, null)])
            Assert.NotNull((await app.Get<RowFieldDeeds>().Add(subject, label, type, choices, true, null, Ct)).Value);
    }

    /// <summary>The titles of a list under an address, in its order.</summary>
    private static async Task<string[]> Listed(PatronServices app, RowSubject subject, string address)
    {
        var http = new DefaultHttpContext();
        http.Request.QueryString = new("?" + address);
        var query = http.Request.Query;
        return subject switch
        {
            RowSubject.Ticket => [.. (await app.Get<TicketReads>().List((TicketAddress.Of(http.Request) with { View = TicketAddress.All }).Filter(null, null, r => [r]), TicketAddress.Of(http.Request).Sort, 1, null, Ct)).Rows.Select(r => r.Ticket.Title)],
            RowSubject.Task => [.. (await app.Get<TaskReads>().List(TaskAddress.Of(query).Filter, 0, 50, null, Ct)).Tasks.Select(t => t.Title)],
            RowSubject.Lead => [.. (await app.Get<LeadReads>().List(LeadAddress.Of(query, name => query[name]), null, Ct)).Rows.Select(r => r.Lead.Interest)],
            _ => [.. (await app.Get<DealReads>().List(ListAddress.Of(query, name => query[name]), null, Ct)).Rows.Select(r => r.Deal.Facts.Name!)],
        };
    }
}
