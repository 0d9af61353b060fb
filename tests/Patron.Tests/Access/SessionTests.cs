using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Patron.Access;
using Patron.Access.Contracts;
using Patron.Access.ManageUsers;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Tests.Access;

public sealed class SessionTests
{
    private const string Account = "/account";
    private const string NewPassword = "four quite calm words";

    [Fact]
    public async Task A_new_password_ends_every_other_session_and_keeps_this_one()
    {
        await using var app = await PatronApp.Start();
        using var here = await app.SignIn();
        using var there = await app.SignIn();

        var changed = await here.Submit(Account, "password", ("old", PatronApp.Password), ("password", NewPassword), ("again", NewPassword));

        Assert.Equal("/account?saved=password", changed.RequestMessage!.RequestUri!.PathAndQuery);
        Assert.True(await IsSignedIn(here));
        Assert.False(await IsSignedIn(there));
    }

    [Theory, InlineData("role"), InlineData("disable"), InlineData("reset")]
    public async Task A_session_ends_with_the_role_a_stop_or_a_reset(string deed)
    {
        await using var app = await PatronApp.Start();
        using var analyst = await app.SignIn(Roles.Analyst);
        using var administrator = await app.SignIn();
        Assert.True(await IsSignedIn(analyst));
        var id = (await app.Get<ManageUsersHandler>().List(default)).Single(u => u.Role == Roles.Analyst).Id;

        var done = await administrator.Submit("/settings/users", $"{deed}-{id}", ("role", Roles.Administrator));

        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.False(await IsSignedIn(analyst));
        Assert.True(await IsSignedIn(administrator));
    }

    [Fact]
    public async Task A_change_made_by_another_process_ends_the_session_within_seconds()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        Assert.True(await IsSignedIn(browser));
        await using (var db = await app.Db()) await db.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.Stamp, "another"));

        app.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.False(await IsSignedIn(browser));
    }

    [Fact]
    public async Task A_session_slides_and_ends_twelve_hours_after_the_last_visit()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        for (var visit = 0; visit < 3; visit++)
        {
            app.Clock.Advance(TimeSpan.FromHours(8));
            Assert.True(await IsSignedIn(browser));
        }
        app.Clock.Advance(TimeSpan.FromHours(12) + TimeSpan.FromSeconds(1));
        Assert.False(await IsSignedIn(browser));
    }

    [Fact]
    public async Task An_analyst_does_not_get_to_an_administrators_page()
    {
        await using var app = await PatronApp.Start();
        using var analyst = await app.SignIn(Roles.Analyst);

        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Get("/settings/users")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Post("/settings/users", await analyst.Token(Account), ("_handler", "add"), ("email", "x@patron.example"), ("role", "analyst"))).StatusCode);
        Assert.Equal(2, (await app.Get<ManageUsersHandler>().List(default)).Count);
    }

    [Fact]
    public async Task A_fragment_is_told_to_go_to_the_sign_in_and_back_to_its_page()
    {
        await using var app = await PatronApp.Start();
        await app.AddUser(Roles.Administrator);
        using var browser = app.Client();
        browser.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        browser.Http.DefaultRequestHeaders.Add("HX-Current-URL", "http://elsewhere.example/customers?sort=name");

        var answer = await browser.Get("/palette?q=a");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Equal("/sign-in?returnTo=%2Fcustomers%3Fsort%3Dname", answer.Headers.GetValues("HX-Redirect").Single());
    }

    [Fact]
    public async Task A_program_is_told_that_nobody_is_signed_in()
    {
        await using var app = await PatronApp.Start();
        await app.AddUser(Roles.Administrator);
        using var http = new HttpClient { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json");

        Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync("/palette?q=a")).StatusCode);
    }

    [Fact]
    public async Task A_route_that_says_nothing_is_closed_and_a_delete_needs_its_token()
    {
        var deleted = 0;
        await using var app = await PatronApp.Start(map: routes =>
        {
            routes.MapGet("/silent", () => "open");
            routes.MapDelete("/thing", () => { deleted++; return "gone"; }).RequirePermission(Permissions.SignedIn);
        });
        using var browser = await app.SignIn();

        var silent = await browser.Get("/silent");
        Assert.Equal(HttpStatusCode.InternalServerError, silent.StatusCode);
        Assert.Contains(app.Log, line => line.Contains("neither names a permission", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Http.DeleteAsync("/thing")).StatusCode);
        Assert.Equal(0, deleted);
        using var request = new HttpRequestMessage(HttpMethod.Delete, "/thing");
        request.Headers.Add("RequestVerificationToken", await browser.Token(Account));
        Assert.Equal(HttpStatusCode.OK, (await browser.Http.SendAsync(request)).StatusCode);
        Assert.Equal(1, deleted);
    }

    [Fact]
    public async Task A_strangers_token_is_no_token()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        using var stranger = await app.SignIn(Roles.Analyst);

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post("/sign-out", await stranger.Token(Account))).StatusCode);
    }

    [Fact]
    public async Task The_keys_that_seal_sessions_are_their_owners_alone()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        var folder = Path.Combine(app.Get<DataLocation>().Directory, "keys");

        Assert.NotEmpty(Directory.GetFiles(folder));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder));
    }

    [Fact]
    public async Task Files_of_the_page_need_no_sign_in()
    {
        await using var app = await PatronApp.Start();
        using var browser = app.Client(followRedirects: false);

        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/lib/patron/patron.css")).StatusCode);
    }

    [Fact]
    public async Task Ones_language_is_taken_in_a_browser_that_has_chosen_none()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();

        var saved = await browser.Submit(Account, "profile", ("name", "김민준"), ("language", "ko"));
        Assert.Contains("저장했습니다", WebUtility.HtmlDecode(await saved.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using var another = await app.SignIn();

        Assert.Contains("내 계정", WebUtility.HtmlDecode(await another.Page(Account)), StringComparison.Ordinal);
    }

    private static async Task<bool> IsSignedIn(TestBrowser browser) => (await browser.Get(Account)).RequestMessage!.RequestUri!.AbsolutePath == Account;
}
