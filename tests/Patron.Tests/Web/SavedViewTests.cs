using System.Net;
using System.Text.RegularExpressions;
using Patron.Access.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.Web.SaveViews;

namespace Patron.Tests.Web;

/// <summary>A list as somebody filtered it is found again under a name.</summary>
public sealed partial class SavedViewTests
{
    [Fact]
    public async Task Each_list_keeps_views_for_their_owner_and_shows_shared_ones_to_all()
    {
        await using var app = await PatronApp.Start();
        using var anna = await app.SignIn();
        using var ben = await app.SignIn(Roles.Analyst);
        var known = await Tests.Customers.ListSample.Add(app.Get<IServiceProvider>(), 2);
        Assert.Null((await app.Get<ITickets>().Open(new(known[0].Customer.Id, TicketKind.Question, "When?"), null, default)).Refusal);
        foreach (var list in (string[])["/tickets", "/tasks", "/sales/deals", "/sales/leads", "/customers"])
        {
            await Save(anna, list, "Mine", "q=one&sort=-spent");
            var shared = await Save(anna, list, "Ours", "q=two%26three", shared: true);
            Assert.Matches("<div class=\"note[^>]*>.*Saved", Regex.Replace(shared, "\\s+", " "));
            await Save(anna, list, "Mine", "q=four");

            Assert.Equal([("Mine", $"{list}?q=four"), ("Ours", $"{list}?q=two%26three")], await Views(anna, list));
            Assert.Equal([("Ours", $"{list}?q=two%26three")], await Views(ben, list));
            Assert.Contains($"href=\"{list}?q=two%26three\" aria-current=\"page\"", await anna.Page(list + "?page=1&q=two%26three"), StringComparison.Ordinal);
            // The file has what the list shows: the address that has nothing means the list's own beginning, not everything.
            if (list.StartsWith("/sales", StringComparison.Ordinal)) Assert.Matches(list + "/export\\?(state=open|sort=)", await anna.Page(list));
            // What others made is not ben's to remove.
            await ben.Post(ViewRoutes.Remove, await ben.Token("/account"), ("list", list), ("name", "Ours"), ("query", ""));
            Assert.Equal(2, (await Views(anna, list)).Count);
            var removed = await (await anna.Post(ViewRoutes.Remove, await anna.Token("/account"), ("list", list), ("name", "Ours"), ("query", ""))).Content.ReadAsStringAsync();
            Assert.Single(await Views(anna, list));
            await anna.Post(UndoForm().Match(removed).Groups[1].Value, TestBrowser.TokenIn(removed), ("back", list));
            Assert.Equal(2, (await Views(ben, list)).Count + 1);
        }
    }

    [Fact]
    public async Task A_view_needs_a_name_and_a_list_that_has_views_and_leads_nowhere_else()
    {
        await using var app = await PatronApp.Start();
        using var anna = await app.SignIn();
        Assert.Contains("A view needs a name", await Save(anna, "/tickets", " ", ""), StringComparison.Ordinal);
        Assert.Contains("A view needs a name", await Save(anna, "/tickets", new string('x', SavedViews.LongestName + 1), ""), StringComparison.Ordinal);
        using var stays = await app.SignIn(followRedirects: false);
        var elsewhere = await stays.Post(ViewRoutes.Save, await stays.Token("/account"), ("list", "//evil.example"), ("name", "x"), ("query", ""));
        Assert.Equal("/?failed=web.views.refused.name", elsewhere.Headers.Location!.ToString());
        for (var n = 0; n < SavedViews.MostOfAList; n++) Assert.Null((await app.Get<SavedViews>().Save("/tickets", $"View {n}", "", false, new(5), default)).Refusal);
        Assert.IsType<TooManyViews>((await app.Get<SavedViews>().Save("/tickets", "One more", "", false, new(5), default)).Refusal);
        Assert.Null((await app.Get<SavedViews>().Save("/tickets", "View 3", "q=1", false, new(5), default)).Refusal);
    }

    private static async Task<string> Save(TestBrowser browser, string list, string name, string query, bool shared = false) =>
        await (await browser.Post(ViewRoutes.Save, await browser.Token("/account"), [("list", list), ("name", name), ("query", query), .. shared ? ((string, string)[])[("shared", "1")] : []])).Content.ReadAsStringAsync();

    private static async Task<List<(string Name, string Href)>> Views(TestBrowser browser, string list) =>
        [.. Tab().Matches(await browser.Page(list)).Select(m => (WebUtility.HtmlDecode(m.Groups[2].Value), WebUtility.HtmlDecode(m.Groups[1].Value)))];

    [GeneratedRegex("<a href=\"([^\"]*)\"[^>]*><i class=\"ti ti-(?:bookmark|users)\" aria-hidden=\"true\"></i>([^<]*)</a>")]
    private static partial Regex Tab();

    [GeneratedRegex("action=\"(/deeds/[^\"]+)\"")]
    private static partial Regex UndoForm();
}
