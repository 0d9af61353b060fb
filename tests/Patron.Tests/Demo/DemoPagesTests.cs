using System.Net;
using Patron.Access.Contracts;
using Patron.Data;
using Patron.Demo;
using Patron.Demo.ShowDemo;
using Patron.Kernel;

namespace Patron.Tests.Demo;

public sealed class DemoPagesTests
{
    [Fact]
    public async Task Only_an_administrator_may_see_load_and_remove_the_demo()
    {
        await using var app = await PatronApp.Start();
        var analyst = await app.SignIn(Roles.Analyst, followRedirects: false);
        foreach (var page in (string[])["/demo", "/demo/remove", "/demo/progress"]) Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Get(page)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await analyst.Post("/demo/load", await analyst.Token("/account"))).StatusCode);

        var administrator = await app.SignIn();
        Assert.Contains("Load demo data", await administrator.Page("/demo"), StringComparison.Ordinal);
        Assert.Contains("CC BY 4.0", await administrator.Page("/demo"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_and_what_stays_is_said_before_it_is_removed()
    {
        await using var app = await PatronApp.Start();
        await Mark(app);
        var browser = await app.SignIn();
        Assert.Contains("href=\"/demo/remove\"", await browser.Page("/account"), StringComparison.Ordinal);
        var page = await browser.Page("/demo/remove");
        Assert.Contains("What goes", page, StringComparison.Ordinal);
        Assert.Contains("What stays", page, StringComparison.Ordinal);
        Assert.NotNull(await app.Get<DemoData>().Mark(default));

        await browser.Submit("/demo/remove", "remove");
        for (var i = 0; i < 200 && await app.Get<DemoData>().Mark(default) is not null; i++) await Task.Delay(100, TestContext.Current.CancellationToken);

        Assert.Null(await app.Get<DemoData>().Mark(default));
        Assert.DoesNotContain("href=\"/demo/remove\"", await browser.Page("/account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_demo_is_offered_only_while_there_is_nothing()
    {
        await using var app = await PatronApp.Start();
        var shown = app.Get<ShownDemo>();
        Assert.True(await shown.CanLoad(default));

        await Mark(app);

        Assert.False(await shown.CanLoad(default));
        Assert.True((await shown.State(default)).CanRemove);
    }

    private static async Task Mark(PatronApp app)
    {
        await using var db = await app.Db();
        await db.Write(SettingsKeys.Demo, new DemoMark(true, null), default);
        await db.SaveChangesAsync();
        app.Get<DemoData>().Reread();
    }
}
