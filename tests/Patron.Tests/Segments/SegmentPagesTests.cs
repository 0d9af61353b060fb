using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Segments;
using Patron.Tests.Insights;

namespace Patron.Tests.Segments;

/// <summary>The pages over the half year of real invoices; one server for all of them.</summary>
public sealed class SegmentPagesTests : IAsyncLifetime
{
    private PatronApp app = null!;

    public async ValueTask InitializeAsync()
    {
        var still = new StillBase(StillBase.Retail, StillBase.RetailDay);
        app = await PatronApp.Start(Database.Sqlite, services => services.AddSingleton<ICustomerBase>(still).AddSingleton<IReckoningDay>(still));
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    [Fact]
    public async Task A_segment_is_built_counted_saved_explained_and_compared_in_every_language()
    {
        using var browser = await app.SignIn(Roles.Leader);
        var fresh = await browser.Page("/segments/new");
        Assert.Contains("data-query", fresh, StringComparison.Ordinal);
        // A text box that somebody has made taller has a style of its own; copied by htmx to the one that comes after it, it would break the content policy.
        Assert.Contains("\"attributesToSettle\":[\"class\",\"width\",\"height\"]", fresh, StringComparison.Ordinal);
        var token = await browser.Token("/segments/new");

        var built = await (await browser.Post("/segments/build?do=text&path=", token, ("q", "orders >= 2 and none ( spent(90 days) < 500 )"))).Content.ReadAsStringAsync();
        Assert.Contains("id=\"count\"", built, StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"query-box\"", built, StringComparison.Ordinal);
        var wrong = await browser.Post("/segments/build?do=text&path=", token, ("q", "orders >= two"));
        Assert.Equal("none", wrong.Headers.GetValues("HX-Reswap").Single());
        Assert.Contains("at letter 11", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var unread = await (await browser.Post("/segments/build?do=text&path=", token, ("q", "orders >= 2\nand ordrs <b> = 3"))).Content.ReadAsStringAsync();
        Assert.Contains("Did you mean orders?", unread, StringComparison.Ordinal);
        Assert.Contains("<code>and <mark>ordrs</mark> &lt;b&gt; = 3</code>", unread, StringComparison.Ordinal);
        Assert.Contains("data-instead=\"orders\" data-from=\"16\" data-to=\"21\"", unread, StringComparison.Ordinal);
        Assert.Contains("There is no segment called Nobody.", await (await browser.Post("/segments/build?do=text&path=", token, ("q", "in Nobody"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var set = await (await browser.Post("/segments/build?do=set&path=0", token, ("q", "orders >= 2"), ("leaf", "orders"), ("op", ">="), ("v", "3"), ("window", "last"), ("window-n", "90"), ("window-unit", "days"))).Content.ReadAsStringAsync();
        Assert.Contains("orders(90 days) &gt;= 3</textarea>", set, StringComparison.Ordinal);
        var contacts = await (await browser.Post("/segments/build?do=set&path=0", token, ("q", "contacts >= 2"), ("leaf", "contacts"), ("where-kind", "call"), ("where-kind", "visit"), ("where-direction", "in"), ("op", ">="), ("v", "2"), ("window", ""))).Content.ReadAsStringAsync();
        Assert.Contains("contacts(kind in (call, visit), direction = &quot;in&quot;) &gt;= 2</textarea>", contacts, StringComparison.Ordinal);
        Assert.Contains("\"words\":[\"orders\"", await (await browser.Post("/segments/complete", token, ("q", "orde"), ("at", "4"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var saved = await browser.Submit("/segments/new", "segment", ("name", "Many orders"), ("q", "orders >= 3"), ("goal", "orders(1 day)"), ("goal-days", "30"));
        Assert.True(saved.IsSuccessStatusCode);
        var id = app.Get<SegmentBook>().Find("Many orders")!.Id;
        Assert.Contains($"href=\"/campaigns/new?segment={id}\"", await browser.Page($"/segments/{id}"), StringComparison.Ordinal);
        var plan = Patron.Campaigns.CampaignPlan.Empty with { Segment = id.ToString(), Arms = [new("A card", "letter", "", 0, null)] };
        Assert.Null((await app.Get<Patron.Campaigns.KeepCampaigns.CampaignBook>().Add("Thank you", plan, null, default)).Refusal);
        Assert.Contains(">Thank you</a>", await browser.Page($"/segments/{id}"), StringComparison.Ordinal);
        Assert.Contains(">Thank you</a>", await browser.Page("/segments"), StringComparison.Ordinal);
        Assert.DoesNotContain("Many orders</a>", await browser.Page("/segments?find=few"), StringComparison.Ordinal);
        Assert.DoesNotContain("Many orders</a>", await browser.Page("/segments?view=unused"), StringComparison.Ordinal);
        Assert.Contains("Many orders</a>", await browser.Page("/segments?view=goal&find=many"), StringComparison.Ordinal);
        // A view is found again by its name, as other lists have it.
        await browser.Post("/views/save", await browser.Token("/segments"), ("list", "/segments"), ("query", "view=goal&sort=-size"), ("name", "With a goal, big ones"));
        Assert.Contains("href=\"/segments?view=goal&amp;sort=-size\"", await browser.Page("/segments"), StringComparison.Ordinal);
        var first = new CustomerId(StillBase.Retail.Ids[StillBase.Retail.Known.Indexes().First()]);
        foreach (var language in Language.All)
        {
            browser.Http.DefaultRequestHeaders.AcceptLanguage.Clear();
            browser.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd(language.Tag);
            foreach (var page in (string[])["/segments", "/segments?sort=-size&find=many", "/segments?sort=week", "/segments?sort=-goal&find=nothing", "/segments?sort=-used", $"/segments/{id}", $"/segments/{id}/moves", $"/segments/{id}/why?who={first}", $"/segments/{id}/why?who={first}&day=2011-03-01", "/segments/overlap", "/segments/bin", "/segments/file", "/segments/new?ready=first-time", "/segments/new?ready=quarterly", "/segments/new?ready=cross-sell", "/segments/new?ready=up-sell", "/segments?view=shrinking"])
            {
                var answer = await browser.Get(page);
                Assert.True(answer.IsSuccessStatusCode, $"{page}: {answer.StatusCode}\n{string.Join('\n', app.Log.Where(l => l.StartsWith("Error", StringComparison.Ordinal)).Take(1))}");
            }
        }
    }

    [Fact]
    public async Task Who_may_not_build_does_not_and_who_may_not_look_sees_nothing()
    {
        using var agent = await app.SignIn(Roles.Agent);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Get("/segments")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Get("/segments/file")).StatusCode);
        using var analyst = await app.SignIn(Roles.Analyst);
        Assert.Contains("href=\"/segments/file\"", await analyst.Page("/segments"), StringComparison.Ordinal);
    }
}
