using System.CommandLine;
using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CommandLine.Contracts;
using Patron.Imports;
using Patron.Imports.Contracts;
using Patron.Imports.TakeRows;
using Patron.Imports.UndoImport;

namespace Patron.Tests.Imports;

/// <summary>The undo of an import as people meet it: its pages, its routes, its command.</summary>
public sealed class UndoPagesTests(ImportPages pages) : IClassFixture<ImportPages>
{
    private const string Ended = "Nothing had to stay";
    private const string Waits = "Waiting until another import or undo";
    private static readonly string[] Printed = ["import", "job", "removed", "restored", "left", "seconds", "leftFile", "changeSet"];

    [Fact]
    public async Task Before_it_the_page_tells_in_numbers_what_goes_and_afterwards_the_list_says_that_it_is_undone()
    {
        var import = await pages.App.Import(ImportFilesOf.Lines(12), "order-lines", "Numbers");
        var page = Url(import);
        Assert.Contains($"{page}/undo", await pages.Browser.Read(page), StringComparison.Ordinal);
        var asked = await pages.Browser.Read(page + "/undo");
        Assert.Contains("<td>Order lines</td><td class=\"num\">12</td><td class=\"num\">0</td>", asked, StringComparison.Ordinal);
        Assert.Contains("<td>Orders</td><td class=\"num\">4</td>", asked, StringComparison.Ordinal);

        Assert.Equal(page, Location(await Post(page + "/undo/begin")));

        // The undo may have ended while that page was being read: what it says of the import is seen by the next one.
        await pages.Browser.Until(page, Ended);
        var done = await pages.Browser.Read(page);
        Assert.Contains("This import was undone", done, StringComparison.Ordinal);
        Assert.DoesNotContain($"{page}/undo\"", done, StringComparison.Ordinal);
        Assert.Contains(">Undone<", Row(await pages.Browser.Read("/data"), page), StringComparison.Ordinal);
        Assert.Equal(page + "/undo", Location(await Post(page + "/undo/begin")));
        Assert.Contains("undone already", await pages.Browser.Read(page + "/undo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_column_that_nothing_fits_a_field_is_made_and_undone_it_is_gone()
    {
        var (app, browser) = (pages.App, pages.Browser);
        var import = await browser.Upload("id,name,points,badge,location\n1,Margaret Ashworth,1240,007,Harbour\n2,Kim Seo,85,012,Hill\n", "club.csv", "Club");
        Assert.Contains("<option value=\"location\" selected", await browser.Read(import), StringComparison.Ordinal);
        foreach (var column in (string[])["2", "3"]) await browser.Post($"{import}/columns", await browser.Token(import), ("kind", "customers"), ("make", column));
        var columns = await browser.Read(import);
        Assert.Contains("<option value=\"points\" selected", columns, StringComparison.Ordinal);
        Assert.DoesNotContain("Make a field", columns, StringComparison.Ordinal);
        Assert.Equal("", await Fields());

        await browser.Post($"{import}/check", await browser.Token(import), ("kind", "customers"));
        await browser.Until(import, "Apply: create 2, update 0");
        await browser.Post($"{import}/apply", await browser.Token(import));
        await browser.Until(import, "The file is imported");
        Assert.Equal("badge Text, points Number", await Fields());
        await using (var db = await app.Db())
            Assert.Contains("\"badge\":\"007\"", (await db.Set<Patron.IdentityResolution.SourceRecord>().SingleAsync(r => r.Name == "Margaret Ashworth", TestContext.Current.CancellationToken)).Custom, StringComparison.Ordinal);

        await browser.Post($"{import}/undo/begin", await browser.Token(import));
        await browser.Until(import, "This import was undone");
        Assert.Equal("", await Fields());

        async Task<string> Fields()
        {
            await using var db = await app.Db();
            return string.Join(", ", (await db.Set<Patron.Customers.CustomField>().AsNoTracking().Where(f => f.Label != null).OrderBy(f => f.Key).ToListAsync(TestContext.Current.CancellationToken)).Select(f => $"{f.Key} {f.Type}"));
        }
    }

    [Fact]
    public async Task What_stays_is_counted_on_the_page_and_in_the_list_and_comes_as_a_file()
    {
        var first = await pages.App.Import("id,customer,kind,balance\nH1,A,loan,100\nH2,A,loan,5\n", "holdings", "Bank");
        await pages.App.Import("id,customer,kind,balance\nH1,A,loan,80\n", "holdings", "Bank");
        var page = Url(first);
        await Post(page + "/undo/begin");

        Assert.Contains("What stays (2)", await pages.Browser.Until(page, "What stays ("), StringComparison.Ordinal);
        Assert.Contains("2 things stay", Row(await pages.Browser.Read("/data"), page), StringComparison.Ordinal);
        var file = await pages.Browser.Get(page + "/left");
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        var rows = (await file.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).TrimStart('\uFEFF').TrimEnd().Split('\n');
        Assert.Equal("what,field,value,reason", rows[0]);
        Assert.Contains("Holding H1,,,It was changed since.", rows);
    }

    [Fact]
    public async Task Paused_it_stands_and_says_so_and_goes_on_when_it_is_told_to()
    {
        var import = await pages.App.Import(ImportFilesOf.Lines(6), "order-lines", "Paused");
        var page = Url(import);
        await using (await Turn(import))
        {
            await Post(page + "/undo/begin");
            await pages.Browser.Until(page, Waits);
            Assert.Contains(">Being undone<", Row(await pages.Browser.Read("/data"), page), StringComparison.Ordinal);

            await Post(page + "/undo/pause");

            Assert.Contains("The undo is paused", await pages.Browser.Until(page, "The undo is paused"), StringComparison.Ordinal);
            Assert.Contains(">Undo paused<", Row(await pages.Browser.Read("/data"), page), StringComparison.Ordinal);
            Assert.Equal(page + "/undo", Location(await Post(page + "/undo/begin")));
            Assert.Contains("is being undone", await pages.Browser.Read(page + "/undo"), StringComparison.Ordinal);
        }
        await Post(page + "/undo/resume");
        await pages.Browser.Until(page, "This import was undone");
    }

    [Fact]
    public async Task Stopped_it_is_offered_again_and_ends_as_if_it_had_not_been_stopped()
    {
        var import = await pages.App.Import(ImportFilesOf.Lines(9), "order-lines", "Stopped");
        var page = Url(import);
        await using (await Turn(import))
        {
            await Post(page + "/undo/begin");
            await pages.Browser.Until(page, Waits);

            await Post(page + "/undo/stop");

            Assert.Contains($"{page}/undo\"", await pages.Browser.Until(page, "The undo was stopped before its end"), StringComparison.Ordinal);
            Assert.Contains(">Half undone<", Row(await pages.Browser.Read("/data"), page), StringComparison.Ordinal);
        }
        await Post(page + "/undo/begin");
        await pages.Browser.Until(page, Ended);
        Assert.Contains("This import was undone", await pages.Browser.Read(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_progress_comes_as_events_until_it_has_ended()
    {
        var import = await pages.App.Import(ImportFilesOf.Lines(3), "order-lines", "Events");
        Assert.Equal(HttpStatusCode.NotFound, (await pages.Browser.Get(Url(import) + "/undo/progress")).StatusCode);
        await Post(Url(import) + "/undo/begin");

        var events = await pages.Browser.Get(Url(import) + "/undo/progress");

        Assert.Equal("text/event-stream", events.Content.Headers.ContentType!.MediaType);
        Assert.Contains("Undoing the import", await events.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await pages.Browser.Until(Url(import), "This import was undone");
    }

    [Fact]
    public async Task Nobody_may_without_the_right_or_the_token_and_what_is_not_there_is_not_found()
    {
        var import = await pages.App.Import(ImportFilesOf.Lines(3), "order-lines", "Rights");
        var page = Url(import);
        using var analyst = await pages.App.SignIn(Roles.Analyst, followRedirects: false);
        var token = await analyst.Token("/account");
        foreach (var path in (string[])["/undo", "/undo/progress", "/left"]) Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Get(page + path)).StatusCode);
        foreach (var path in (string[])["/undo/begin", "/undo/pause", "/undo/resume", "/undo/stop"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Post(page + path, token)).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await pages.Browser.Post(page + path, null)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await Post("/data/imports/imp_0000000000001" + path)).StatusCode);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await pages.Browser.Get(page + "/left")).StatusCode);
        Assert.Contains(">Imported<", Row(await pages.Browser.Read("/data"), page), StringComparison.Ordinal);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_command_takes_an_import_or_its_change_set_and_tells_what_it_did(bool bySet)
    {
        var import = await pages.App.Import(ImportFilesOf.Lines(9), "order-lines", bySet ? "Command set" : "Command");
        var name = bySet ? import.ChangeSet!.Value.ToString() : import.Import.ToString();

        var (exit, output, _) = await Command("undo", name, "--json");

        Assert.Equal(0, exit);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(Printed, json.RootElement.EnumerateObject().Select(p => p.Name));
        Assert.Equal((import.Import.ToString(), 0L, JsonValueKind.Null),
            (json.RootElement.GetProperty("import").GetString(), json.RootElement.GetProperty("left").GetInt64(), json.RootElement.GetProperty("leftFile").ValueKind));
        Assert.True(json.RootElement.GetProperty("removed").GetInt64() >= 12);
        var (again, none, why) = await Command("undo", name);
        Assert.Equal((1, ""), (again, none));
        Assert.Contains("undone already", why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_says_in_words_what_it_did_and_refuses_what_is_no_import()
    {
        var import = await pages.App.Import("id,customer,kind,balance\nH1,A,loan,100\n", "holdings", "Words");
        await pages.App.Import("id,customer,kind,balance\nH1,A,loan,80\n", "holdings", "Words");

        var (exit, output, _) = await Command("undo", import.Import.ToString());

        Assert.Equal(0, exit);
        Assert.Contains("2 stay", output, StringComparison.Ordinal);
        Assert.Contains("left.csv", output, StringComparison.Ordinal);
        foreach (var wrong in (string[])["imp_0000000000001", "chg_0000000000001", "nonsense"])
        {
            var (refused, _, why) = await Command("undo", wrong);
            Assert.Equal(1, refused);
            Assert.NotEmpty(why);
        }
    }

    /// <summary>As another import of the source has it: the undo waits for it, and can be paused and stopped there.</summary>
    private async Task<SourceTurn> Turn(ImportOutcome import)
    {
        await using var db = await pages.App.Db();
        var source = await db.Imports.Where(i => i.Id == import.Import).Select(i => i.SourceId).SingleAsync();
        return await pages.App.Get<SourceTurns>().Take(source, () => { }, TestContext.Current.CancellationToken);
    }

    private async Task<(int Exit, string Out, string Error)> Command(params string[] arguments)
    {
        var (command, output, error) = (new UndoCommand(), new StringWriter(), new StringWriter());
        var parsed = new RootCommand { command.Define() }.Parse(arguments);
        Assert.Empty(parsed.Errors);
        var exit = await command.Run(parsed, new CommandContext(pages.App.Get<IServiceProvider>(), null, output, error, ".", Live: false), TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }

    private async Task<HttpResponseMessage> Post(string path) => await pages.Browser.Post(path, await pages.Browser.Token("/data/imports/new"));

    private static string Url(ImportOutcome import) => "/data/imports/" + import.Import;

    private static string Location(HttpResponseMessage answer) => answer.Headers.Location!.ToString();

    /// <summary>The row of an import in the list.</summary>
    private static string Row(string list, string page) => list.Split("<tr>").Single(row => row.Contains($"href=\"{page}\"", StringComparison.Ordinal));
}
