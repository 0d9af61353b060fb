using System.Net;
using Microsoft.EntityFrameworkCore;
using Patron.Access;
using Patron.Access.Contracts;
using Patron.Data;

namespace Patron.Tests.Access;

public sealed class SetUpTests
{
    private static readonly (string Name, string Value)[] Good =
    [
        ("name", "Ada Byron"), ("email", "ada@patron.example"), ("password", PatronApp.Password), ("again", PatronApp.Password),
        ("organisation", "Byron & Daughters"), ("currency", "KWD"), ("timezone", "Asia/Seoul"),
    ];

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_first_visit_makes_the_administrator_and_no_later_one_does(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        using var browser = app.Client();

        Assert.Equal("/setup", (await browser.Get("/account")).RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Equal("/setup", (await browser.Get("/sign-in")).RequestMessage!.RequestUri!.AbsolutePath);
        await browser.Submit("/setup", "setup", Good);

        Assert.Contains("ada@patron.example", await browser.Page("/account"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/settings/users")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/setup")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/setup/")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Post("/setup", await browser.Token("/account"), [("_handler", "setup"), .. Good])).StatusCode);
        await using var db = await app.Db();
        var organisation = await db.Organisation(default);
        Assert.Equal(("Byron & Daughters", "KWD", "Asia/Seoul"), (organisation.Name, organisation.Currency, organisation.TimeZone));
        Assert.Equal(Roles.Administrator, (await db.Users.SingleAsync()).Role);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_two_who_set_up_at_once_one_does(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var browsers = Enumerable.Range(0, 4).Select(_ => app.Client(followRedirects: false)).ToList();
        var tokens = await Task.WhenAll(browsers.Select(b => b.Token("/setup")));

        var answers = await Task.WhenAll(browsers.Select((b, i) => b.Post("/setup", tokens[i], [("_handler", "setup"), .. Good.Skip(2), ("name", $"Person {i}"), ("email", $"p{i}@patron.example")])));

        Assert.DoesNotContain(app.Log, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Redirect);
        // Too late within the handler, or already before it.
        Assert.Equal(3, answers.Count(a => a.StatusCode is HttpStatusCode.Conflict or HttpStatusCode.NotFound));
        await using var db = await app.Db();
        Assert.Equal(1, await db.Users.CountAsync());
        browsers.ForEach(b => b.Dispose());
    }

    [Theory]
    [InlineData("name", " ", "Enter a name")]
    [InlineData("email", "ada", "This is not an e-mail address")]
    [InlineData("password", "short", "Use at least 10 characters")]
    [InlineData("again", "something else", "The two passwords differ")]
    [InlineData("organisation", "", "Enter the name of your organisation")]
    [InlineData("currency", "XYZ", "Choose a currency")]
    [InlineData("timezone", "Mars/Olympus", "Choose a time zone")]
    public async Task What_is_wrong_is_said_at_its_field(string field, string value, string sentence)
    {
        await using var app = await PatronApp.Start();
        using var browser = app.Client();

        var answer = await browser.Submit("/setup", "setup", [.. Good.Where(f => f.Name != field), (field, value)]);
        var page = await answer.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var problem = page.IndexOf($"id=\"{field}-problem\"", StringComparison.Ordinal);
        Assert.True(problem > 0 && page.IndexOf(sentence, problem, StringComparison.Ordinal) > 0, page);
        Assert.DoesNotContain(PatronApp.Password, page, StringComparison.Ordinal);
    }
}
