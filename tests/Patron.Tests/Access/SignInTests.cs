using System.Net;
using Patron.Access.Contracts;

namespace Patron.Tests.Access;

public sealed class SignInTests
{
    private const string Account = "/account";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Who_signs_in_comes_to_the_page_that_was_asked_for(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        await app.AddUser(Roles.Administrator);
        using var browser = app.Client();

        var asked = await browser.Get(Account);
        Assert.Equal("/sign-in?returnTo=%2Faccount", asked.RequestMessage!.RequestUri!.PathAndQuery);
        var page = await browser.Submit("/sign-in?returnTo=%2Faccount", "sign-in", ("email", " Administrator@Patron.example "), ("password", PatronApp.Password));

        Assert.Equal((HttpStatusCode.OK, Account), (page.StatusCode, page.RequestMessage!.RequestUri!.AbsolutePath));
        Assert.Contains("administrator@patron.example", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_e_mail_a_wrong_password_and_a_disabled_user_get_the_same_answer()
    {
        await using var app = await PatronApp.Start();
        await app.AddUser(Roles.Administrator);
        await app.AddUser(Roles.Analyst);
        var users = app.Get<Patron.Access.ManageUsers.ManageUsersHandler>();
        await users.Disable((await users.List(default)).Single(u => u.Role == Roles.Analyst).Id, true, null, default);

        var answers = new List<string>();
        foreach (var (email, password) in new[] { ("administrator@patron.example", "wrong words here"), ("nobody@patron.example", PatronApp.Password), ("analyst@patron.example", PatronApp.Password) })
        {
            using var browser = app.Client();
            var answer = await browser.Submit("/sign-in", "sign-in", ("email", email), ("password", password));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
            Assert.DoesNotContain(browser.Cookies, c => c.Name == "patron.session");
            answers.Add(Without(await answer.Content.ReadAsStringAsync(), email));
        }

        Assert.Contains("do not fit together", answers[0], StringComparison.Ordinal);
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task After_ten_tries_at_an_account_the_right_password_must_wait_too()
    {
        await using var app = await PatronApp.Start();
        await app.AddUser(Roles.Administrator);
        using var browser = app.Client();
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit("/sign-in", "sign-in", ("email", "administrator@patron.example"), ("password", "wrong"))).StatusCode);

        var blocked = await browser.Submit("/sign-in", "sign-in", ("email", "administrator@patron.example"), ("password", PatronApp.Password));
        Assert.Equal(HttpStatusCode.TooManyRequests, blocked.StatusCode);
        Assert.Contains("Wait a minute", await blocked.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        app.Clock.Advance(TimeSpan.FromMinutes(1));
        var passed = await browser.Submit("/sign-in?returnTo=%2Faccount", "sign-in", ("email", "administrator@patron.example"), ("password", PatronApp.Password));
        Assert.Equal(Account, passed.RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Theory]
    [InlineData("https://elsewhere.example/")]
    [InlineData("//elsewhere.example/")]
    [InlineData("/\\elsewhere.example/")]
    [InlineData("/\t/elsewhere.example/")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_sent_to_another_site(string returnTo)
    {
        await using var app = await PatronApp.Start();
        await app.AddUser(Roles.Administrator);
        using var browser = app.Client(followRedirects: false);

        var answer = await browser.Submit($"/sign-in?returnTo={Uri.EscapeDataString(returnTo)}", "sign-in", ("email", "administrator@patron.example"), ("password", PatronApp.Password));

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/", new Uri(app.Address, answer.Headers.Location!).PathAndQuery);
        Assert.Equal(app.Address.Authority, new Uri(app.Address, answer.Headers.Location!).Authority);
    }

    [Fact]
    public async Task The_sessions_cookie_is_out_of_reach_of_scripts_and_other_sites()
    {
        await using var app = await PatronApp.Start();
        await app.AddUser(Roles.Administrator);
        using var browser = app.Client(followRedirects: false);
        var answer = await browser.Submit("/sign-in", "sign-in", ("email", "administrator@patron.example"), ("password", PatronApp.Password));

        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), c => c.StartsWith("patron.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("secure", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Over_https_the_cookie_is_the_hosts_own_and_secure()
    {
        await using var app = await PatronApp.Start(more: Https.Pretend);
        await app.AddUser(Roles.Administrator);
        // A client that speaks http keeps what is marked secure to itself, so the form's cookie is carried by hand.
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = app.Address };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var page = await http.GetAsync("/sign-in");
        var formCookie = page.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("patron.form", StringComparison.Ordinal)).Split(';')[0];
        var token = TestBrowser.TokenIn(await page.Content.ReadAsStringAsync())!;
        using var post = new HttpRequestMessage(HttpMethod.Post, "/sign-in")
        {
            Content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("_handler", "sign-in"), new("email", "administrator@patron.example"), new("password", PatronApp.Password)]),
        };
        post.Headers.Add("Cookie", formCookie);

        var cookie = Assert.Single((await http.SendAsync(post)).Headers.GetValues("Set-Cookie"), c => c.Contains("patron.session", StringComparison.Ordinal));

        Assert.StartsWith("__Host-patron.session=", cookie, StringComparison.Ordinal);
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        await using var app = await PatronApp.Start();
        await app.AddUser(Roles.Administrator);
        using var browser = app.Client();
        await browser.Get("/sign-in");

        var answer = await browser.Post("/sign-in", null, ("_handler", "sign-in"), ("email", "administrator@patron.example"), ("password", PatronApp.Password));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.DoesNotContain(browser.Cookies, c => c.Name == "patron.session");
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_needs_the_token()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();

        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post("/sign-out", null)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get(Account)).StatusCode);
        var after = await browser.Post("/sign-out", await browser.Token(Account));

        Assert.Equal("/sign-in", after.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/sign-in", (await browser.Get(Account)).RequestMessage!.RequestUri!.AbsolutePath);
    }

    [Fact]
    public async Task Neither_e_mails_nor_passwords_are_logged()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        using var other = app.Client();
        await other.Submit("/sign-in", "sign-in", ("email", "administrator@patron.example"), ("password", "a wrong secret"));
        await other.Submit("/sign-in", "sign-in", ("email", "stranger@patron.example"), ("password", "a wrong secret"));
        await browser.Submit("/settings/users", "add", ("email", "new@patron.example"), ("name", "Newcomer"), ("role", "analyst"));

        Assert.Contains(app.Log, line => line.Contains("Sign-in of usr_", StringComparison.Ordinal));
        Assert.Contains(app.Log, line => line.Contains("Sign-in failed for usr_", StringComparison.Ordinal));
        Assert.Contains(app.Log, line => line.Contains("Sign-in failed for nobody we know", StringComparison.Ordinal));
        Assert.DoesNotContain(app.Log, line => line.Contains("@patron.example", StringComparison.OrdinalIgnoreCase)
            || line.Contains("a wrong secret", StringComparison.Ordinal) || line.Contains(PatronApp.Password, StringComparison.Ordinal) || line.Contains("Newcomer", StringComparison.Ordinal));
    }

    /// <summary>Tokens and what was typed differ from answer to answer; the rest must not.</summary>
    private static string Without(string page, string email) => System.Text.RegularExpressions.Regex.Replace(page.Replace(email, "", StringComparison.Ordinal), "CfDJ8[\\w-]+", "");
}
