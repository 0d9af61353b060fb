using System.Net;
using System.Text.RegularExpressions;
using Patron.Access.Contracts;
using Patron.Customers.Contracts;
using Patron.IdentityResolution.SetSurvivorship;
using Patron.Kernel;

namespace Patron.Tests.IdentityResolution.SetSurvivorship;

public sealed partial class RulesPagesTests
{
    private static readonly UserId Grace = new(1 << 20);

    [Fact]
    public async Task Rules_are_changed_on_the_page_tried_on_the_data_switched_on_and_undone()
    {
        await using var app = await PatronApp.Start();
        var john = await Add(app, "John Smith", "john@smith.example", "020 7946 0001");
        app.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(john, await Add(app, "John Smith", "john@smith.example", "020 7946 0002"));
        var ann = await app.SignIn(followRedirects: true);

        Assert.Contains("href=\"/settings/rules\"", await ann.Page("/settings"), StringComparison.Ordinal);
        var page = await ann.Page("/settings/rules");
        Assert.Contains("These are the rules that hold.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/settings/rules/try", page, StringComparison.Ordinal);
        // The button adds, the draft stands in the address; a deed that means nothing does nothing.
        var draft = await ann.Page("/settings/rules?do=add:phone:Oldest");
        Assert.Contains("name=\"r\" value=\"phone:Oldest.Newest\"", draft, StringComparison.Ordinal);
        Assert.Contains("name=\"r\" value=\"phone:Newest\"", await ann.Page("/settings/rules?r=phone:Oldest.Newest&do=drop:phone:Oldest"), StringComparison.Ordinal);
        Assert.Contains("name=\"r\" value=\"phone:Newest\"", await ann.Page("/settings/rules?r=phone:Telling.Newest&do=drop:phone:Newest"), StringComparison.Ordinal);
        Assert.Contains("name=\"r\" value=\"name:Newest.Complete\"", await ann.Page("/settings/rules?do=up:name:Newest"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await ann.Get("/settings/rules?do=up:nothing:x&r=::&s=src_x")).StatusCode);

        var trial = await Ended(ann, await ann.Post("/settings/rules/try", TestBrowser.TokenIn(draft), ("r", "phone:Oldest.Newest")));
        Assert.Contains("<b>1 customer</b> would change", trial, StringComparison.Ordinal);
        Assert.Contains("7946 0002", trial, StringComparison.Ordinal);
        var on = await Ended(ann, await ann.Post(OnForm().Match(trial).Groups[1].Value, TestBrowser.TokenIn(trial)));
        Assert.Contains("all values are picked by them", on, StringComparison.Ordinal);
        Assert.Equal("+442079460001", (await app.Get<ICustomerReads>().Find([john], Ct))[john].Golden.Phone);
        Assert.Contains("From the oldest of 2 records", await ann.Page($"/customers/{john}"), StringComparison.Ordinal);

        var back = await Ended(ann, await ann.Post(UndoForm().Match(on).Groups[1].Value, TestBrowser.TokenIn(on)));
        Assert.Contains("The rules of before hold again", back, StringComparison.Ordinal);
        Assert.Equal("+442079460002", (await app.Get<ICustomerReads>().Find([john], Ct))[john].Golden.Phone);
        Assert.Equal(HttpStatusCode.NotFound, (await ann.Get("/settings/rules/trials/job_0000000000001")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await app.SignIn(Roles.Analyst)).Get("/settings/rules")).StatusCode);
    }

    /// <summary>The page to which the deed led, once its job has ended.</summary>
    private static async Task<string> Ended(TestBrowser ann, HttpResponseMessage answer)
    {
        var url = answer.RequestMessage!.RequestUri!.PathAndQuery;
        while (true)
        {
            var page = await ann.Page(url);
            if (!page.Contains("sse-connect", StringComparison.Ordinal)) return page;
            await Task.Delay(50, Ct);
        }
    }

    private static async Task<CustomerId> Add(PatronApp app, string name, string email, string phone) =>
        (await app.Get<IHandValues>().Add([new(default, "name", false, name), new(default, "email", false, email), new(default, "phone", false, phone)], Grace, Ct)).Value;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [GeneratedRegex("action=\"(/settings/rules/trials/[^\"]+/on)\"")]
    private static partial Regex OnForm();

    [GeneratedRegex("action=\"(/settings/rules/sets/[^\"]+/undo)\"")]
    private static partial Regex UndoForm();
}
