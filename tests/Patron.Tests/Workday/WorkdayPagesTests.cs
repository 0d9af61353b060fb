using System.Net;
using System.Text.RegularExpressions;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Tasks.KeepTasks;
using Patron.Tests.Customers;
using Patron.Workday.Contracts;

namespace Patron.Tests.Workday;

/// <summary>One server for all: the way from a call over My day to what is done, and the pages beside it.</summary>
public sealed class WorkdayPagesTests : IAsyncLifetime
{
    private PatronApp app = null!;
    private TestBrowser browser = null!;
    private CustomerId customer;

    public async ValueTask InitializeAsync()
    {
        app = await PatronApp.Start();
        customer = (await ListSample.Add(app.Get<IServiceProvider>(), 6)).First(k => k.Customer is { Name: not null }).Customer.Id;
        browser = await app.SignIn();
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await app.DisposeAsync();
    }

    [Fact]
    public async Task A_call_with_a_next_step_becomes_a_task_of_my_day_that_is_done_there_and_undone()
    {
        var page = await browser.Page($"/customers/{customer}");
        Assert.Contains($"/customers/{customer}/contacts/new", page, StringComparison.Ordinal);
        var logged = await browser.Submit($"/customers/{customer}/contacts/new?back=%2Fday", "contact", ("kind", "call"), ("direction", "out"), ("at", "2026-03-02T09:20"), ("subject", "Renewal"), ("outcome", "Thinks about it"),
            ("next", "CallBack"), ("nextTitle", "Ring with an offer"), ("nextDue", "2026-03-02T15:00"));
        var day = await logged.Content.ReadAsStringAsync();
        Assert.Equal("/day", logged.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("Saved.", day, StringComparison.Ordinal);
        Assert.Contains("Ring with an offer", day, StringComparison.Ordinal);
        Assert.Contains("15:00", day, StringComparison.Ordinal);
        Assert.Equal("1", (await browser.Page("/day/count")).Trim());

        var deed = Regex.Match(day, """action="(/customers/[^"]+/tasks/[^"]+/done)".*?name="version" value="(\d+)" """.Trim(), RegexOptions.Singleline);
        var done = await browser.Post(deed.Groups[1].Value, TestBrowser.TokenIn(day), ("version", deed.Groups[2].Value), ("back", "/day"));
        var after = await done.Content.ReadAsStringAsync();
        Assert.DoesNotContain("Ring with an offer", after, StringComparison.Ordinal);
        Assert.Contains("Call-back done", WebUtility.HtmlDecode(await browser.Page($"/customers/{customer}?show=task")), StringComparison.Ordinal);

        var undo = Regex.Match(after, """action="(/deeds/[^"]+/undo)" """.Trim()).Groups[1].Value;
        var back = await (await browser.Post(undo, TestBrowser.TokenIn(after), ("back", "/day"))).Content.ReadAsStringAsync();
        Assert.Contains("Undone.", back, StringComparison.Ordinal);
        Assert.Contains("Ring with an offer", back, StringComparison.Ordinal);

        var now = await browser.Page($"/customers/{customer}/now");
        Assert.Contains("Thinks about it", now, StringComparison.Ordinal);
        Assert.Contains("Ring with an offer", now, StringComparison.Ordinal);
        Assert.Contains("Ring with an offer", await browser.Page("/tasks?q=ring"), StringComparison.Ordinal);
        Assert.DoesNotContain("Ring with an offer", await browser.Page("/tasks?q=nothing"), StringComparison.Ordinal);
        Assert.Contains("Ring with an offer", await browser.Page("/tasks/export"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_is_edited_on_its_page_deleted_and_restored_and_its_file_comes_as_a_download()
    {
        var token = await browser.Token($"/customers/{customer}/contacts/new");
        using var form = new MultipartFormDataContent
        {
            { new StringContent(token), "__RequestVerificationToken" }, { new StringContent("contact"), "_handler" }, { new StringContent("letter"), "kind" }, { new StringContent("in"), "direction" },
            { new StringContent("2026-03-01T10:00"), "at" }, { new StringContent("Complaint"), "subject" }, { new ByteArrayContent("<script>x</script>"u8.ToArray()), "file", "letter.txt" },
        };
        var page = await (await browser.Http.PostAsync($"/customers/{customer}/contacts/new", form)).Content.ReadAsStringAsync();
        var address = Regex.Match(page, $"/customers/{customer}/contacts/int_[0-9a-z]+").Value;
        var contact = await browser.Page(address);
        var file = await browser.Get(Regex.Match(contact, address + "/files/int_[0-9a-z]+").Value);
        Assert.Equal(("attachment", "letter.txt", "text/plain"), (file.Content.Headers.ContentDisposition!.DispositionType, file.Content.Headers.ContentDisposition.FileName, file.Content.Headers.ContentType!.MediaType));
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith("default-src 'none'", file.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        var edited = await (await browser.Submit(address, "edit", ("version", "0"), ("kind", "letter"), ("direction", "in"), ("at", "2026-03-01T10:00"), ("subject", "Praise"))).Content.ReadAsStringAsync();
        Assert.Contains("Praise", edited, StringComparison.Ordinal);
        await browser.Post(address + "/delete", TestBrowser.TokenIn(edited), ("version", "1"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get(address)).StatusCode);
        var bin = await browser.Page($"/customers/{customer}/contacts/deleted");
        Assert.Contains("Praise", bin, StringComparison.Ordinal);
        var set = Regex.Match(bin, """name="set" value="(chg_[0-9a-z]+)" """.Trim()).Groups[1].Value;
        await browser.Post(address + "/restore", TestBrowser.TokenIn(bin), ("set", set));
        Assert.Contains("Praise", await browser.Page(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_never_to_be_mentioned_stands_first_at_service()
    {
        var notes = app.Get<Patron.Interactions.Contracts.INotes>();
        var note = (await notes.Add(customer, "His brother died", new(1), default)).Value!.Note!;
        Assert.DoesNotContain("His brother died", await browser.Page($"/customers/{customer}/now"), StringComparison.Ordinal);
        await browser.Post($"/customers/{customer}/notes/{note.Id}/never", await browser.Token($"/customers/{customer}"), ("version", "1"), ("never", "true"));
        Assert.Matches("note bad.*His brother died", Regex.Replace(await browser.Page($"/customers/{customer}/now"), "\\s+", " "));
    }

    [Fact]
    public async Task A_leader_sees_the_teams_day_and_nobody_else_does()
    {
        var token = await browser.Token("/settings/teams");
        await browser.Post("/settings/teams/add", token, ("name", "Field sales"));
        Assert.Contains("There is a team of this name.", await (await browser.Post("/settings/teams/add", token, ("name", "field SALES"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var analyst = await app.SignIn(Roles.Analyst);
        var team = (await app.Get<ITeams>().All(default)).Single();
        var users = (await app.Get<IColleagues>().All(default)).ToDictionary(c => c.Email!, c => c.Id);
        var (boss, other) = (users[PatronApp.EmailOf(Roles.Administrator)], users[PatronApp.EmailOf(Roles.Analyst)]);
        await browser.Post("/settings/teams/members", token, ("user", $"{boss}"), ("team", $"{team.Id}"), ("leads", "true"));
        await browser.Post("/settings/teams/members", token, ("user", $"{other}"), ("team", $"{team.Id}"));
        await app.Get<TaskBook>().Add(new(customer, TaskKind.Task, "Of the analyst", app.Clock.Now.AddHours(1)) { Owner = other }, boss, default);

        Assert.DoesNotContain("Of the analyst", await browser.Page("/day"), StringComparison.Ordinal);
        Assert.Contains("Of the analyst", await browser.Page($"/day?of={team.Id}"), StringComparison.Ordinal);
        Assert.Contains("Of the analyst", await browser.Page($"/day?of={other}"), StringComparison.Ordinal);
        Assert.Contains("Of the analyst", await analyst.Page("/day"), StringComparison.Ordinal);
        await app.Get<TaskBook>().Add(new(customer, TaskKind.Task, "Of the boss", app.Clock.Now.AddHours(1)) { Owner = boss }, boss, default);
        Assert.DoesNotContain("Of the boss", await analyst.Page($"/day?of={team.Id}"), StringComparison.Ordinal);
        Assert.DoesNotContain("Of the boss", await analyst.Page($"/day?of={boss}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Business_hours_are_set_and_read_back_and_what_is_unreadable_stands_at_its_field()
    {
        (string, string)[] week = [.. Enumerable.Range(0, 7).Select(day => ($"day{day}", day is 0 or 6 ? "" : "9:00 – 12:30,13:30-18:00"))];
        var bad = await (await browser.Submit("/settings/hours", "hours", [.. week, ("days", "2026-12-25\nChristmas")])).Content.ReadAsStringAsync();
        Assert.Contains("This line cannot be read: Christmas", bad, StringComparison.Ordinal);
        var good = await (await browser.Submit("/settings/hours", "hours", [.. week, ("days", "2026-12-25\n2026-12-24 09:00-12:00")])).Content.ReadAsStringAsync();
        Assert.Contains("09:00-12:30, 13:30-18:00", good, StringComparison.Ordinal);
        var calendar = await app.Get<IBusinessHours>().Calendar(default);
        Assert.False(calendar.IsOpen(new(2026, 3, 2, 13, 0, 0, TimeSpan.Zero)));
        Assert.Empty(calendar.On(new(2026, 12, 25)));
        Assert.Single(calendar.On(new(2026, 12, 24)));
    }

    [Fact]
    public async Task Every_page_of_the_working_day_opens_in_each_language()
    {
        await app.Get<TaskBook>().Add(new(customer, TaskKind.Promise, "A promise", app.Clock.Now.AddHours(-1)) { Owner = (await app.Get<IColleagues>().All(default))[0].Id }, null, default);
        foreach (var language in (string[])["en", "ko", "zh-Hans", "zh-Hant"])
        {
            browser.Http.DefaultRequestHeaders.AcceptLanguage.Clear();
            browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language);
            foreach (var path in (string[])["/day", "/tasks", "/tasks?state=overdue", "/tasks/hand-overs", "/tasks/promises?days=365", "/tasks/calendar", "/contacts/new", "/contacts/new?q=a", "/settings/teams", "/settings/hours", "/settings/mail",
                         $"/customers/{customer}", $"/customers/{customer}/now", $"/customers/{customer}/tasks/new", $"/customers/{customer}/contacts/new", $"/customers/{customer}/contacts/deleted", "/palette?q=a"])
            {
                var answer = await browser.Get(path);
                Assert.True(answer.StatusCode == HttpStatusCode.OK, $"{language} {path}: {answer.StatusCode}");
            }
        }
    }
}
