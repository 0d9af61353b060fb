using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Quality.ReckonQuality;

namespace Patron.Tests.Quality;

public sealed partial class QualityPagesTests
{
    private const string People = "id,name,email,phone,country,birth\n1,Ann Lee,ann@shop.example,020 7946 0321,GB,1980-05-01\n2,Tom Okafor,,020 7946 0322,GB,1975-01-02\n3,Bea Young,,,GB,\n4,Ann Lee,ann@shop.example,020 7946 0399,GB,1980-05-01\n";

    [Fact]
    public async Task Every_number_of_customers_is_the_count_of_the_list_it_leads_to()
    {
        await using var app = await WithPeople();
        using var browser = await app.SignIn();

        var links = LinksOf(await browser.Page("/data/quality?all=true"));

        Assert.True(links.Length >= 4, "The page leads to no lists.");
        foreach (var (href, count) in links) Assert.Equal(count, await Listed(browser, href));
    }

    [Fact]
    public async Task Home_and_the_page_say_the_same_of_who_can_be_reached()
    {
        await using var app = await WithPeople();
        using var browser = await app.SignIn();
        var (home, page) = (await browser.Page("/"), await browser.Page("/data/quality"));

        Assert.Contains("href=\"/data/quality\"", home, StringComparison.Ordinal);
        foreach (var what in (string[])["email", "phone", "letter"])
        {
            var share = Percent().Match(FactLinking($"without={what}").Match(page).Value).Value;
            Assert.Contains(share, Regex.Match(home, $"without={what}\".*?</a>").Value, StringComparison.Ordinal);
        }

        static Regex FactLinking(string query) => new($"<dt><a href=\"[^\"]*{query}\".*?</div>", RegexOptions.Singleline);
    }

    [Fact]
    public async Task A_limit_set_on_the_page_holds_for_the_next_file()
    {
        await using var app = await WithPeople();
        using var browser = await app.SignIn();
        var field = FieldLink().Match(await browser.Page("/data/quality")).Groups[1].Value;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit(field, "limits", ("missing", "120"))).StatusCode);
        Assert.Contains("value=\"12.5\"", await (await browser.Submit(field, "limits", ("missing", "12.5"), ("invalid", ""))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var path = Path.Combine(app.Get<DataLocation>().Directory, "again.csv");
        await File.WriteAllTextAsync(path, People, TestContext.Current.CancellationToken);
        var plan = await app.Get<IImportFiles>().Run(new(path, "customers", "Shop") { PlanOnly = true }, null, default);
        Assert.Equal((0.5, 0.125), (Assert.Single(plan.Value!.Warnings).Share, plan.Value.Warnings[0].Most));

        await browser.Submit(field, "limits", ("missing", ""));
        await using var db = await app.Db();
        Assert.Empty(await db.Set<Patron.Quality.QualityLimit>().ToListAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Who_said_how_many_days_are_fresh_takes_it_back()
    {
        await using var app = await WithPeople();
        using var browser = await app.SignIn();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit("/data/quality", "fresh", ("days", "0"))).StatusCode);
        var done = await browser.Submit("/data/quality", "fresh", ("days", "30"));
        Assert.Equal(30, await Days());

        await browser.Post(UndoLink().Match(await done.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Value, TestBrowser.TokenIn(await browser.Page("/account")), ("back", "/data/quality"));
        Assert.Equal(365, await Days());

        async Task<int> Days()
        {
            await using var db = await app.Db();
            return (await Patron.Quality.QualitySettings.Read(db, default)).FreshDays;
        }
    }

    [Fact]
    public async Task Who_set_a_limit_takes_it_back_unless_it_was_changed_since()
    {
        await using var app = await WithPeople();
        using var browser = await app.SignIn();
        var field = FieldLink().Match(await browser.Page("/data/quality")).Groups[1].Value;
        await browser.Submit(field, "limits", ("missing", "5"));
        var second = await DeedOf(browser.Submit(field, "limits", ("missing", "20"), ("invalid", "3")));
        var third = await DeedOf(browser.Submit(field, "limits", ("missing", "20"), ("invalid", "")));

        Assert.Contains("failed=", (await Undo(second)).RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        Assert.Equal([("Missing", 200_000L)], await Limits());
        await Undo(third);
        Assert.Equal([("Invalid", 30_000L), ("Missing", 200_000)], await Limits());
        await Undo(second);
        Assert.Equal([("Missing", 50_000L)], await Limits());

        async Task<HttpResponseMessage> Undo(string deed) => await browser.Post(deed, TestBrowser.TokenIn(await browser.Page("/account")), ("back", field));

        async Task<List<(string, long)>> Limits()
        {
            await using var db = await app.Db();
            return [.. (await db.Set<Patron.Quality.QualityLimit>().AsNoTracking().ToListAsync(TestContext.Current.CancellationToken)).Select(l => (l.Flaw.ToString(), l.Most)).Order()];
        }

        static async Task<string> DeedOf(Task<HttpResponseMessage> page) => UndoLink().Match(await (await page).Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Value;
    }

    [Fact]
    public async Task Groups_of_equal_values_are_shown_with_their_records()
    {
        await using var app = await WithPeople();
        using var browser = await app.SignIn();
        var field = FieldLink().Match(await browser.Page("/data/quality")).Groups[1].Value;

        var page = await browser.Page(field);

        Assert.Contains("Records that say the same", page, StringComparison.Ordinal);
        Assert.Contains("ann@shop.example", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get("/data/quality/src_0000000000001/customers/email")).StatusCode);
    }

    [Fact]
    public async Task Who_may_not_change_settings_sees_the_numbers_and_can_set_nothing()
    {
        await using var app = await WithPeople();
        using var analyst = await app.SignIn(Roles.Analyst);
        var page = await analyst.Page("/data/quality");
        var field = FieldLink().Match(page).Groups[1].Value;

        Assert.DoesNotContain("value=\"reckon\"", page, StringComparison.Ordinal);
        await analyst.Post(field, TestBrowser.TokenIn(await analyst.Page("/account")), ("_handler", "limits"), ("missing", "1"));
        await analyst.Post("/data/quality", TestBrowser.TokenIn(await analyst.Page("/account")), ("_handler", "fresh"), ("days", "1"));

        await using var db = await app.Db();
        Assert.Empty(await db.Set<Patron.Quality.QualityLimit>().ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(365, (await Patron.Quality.QualitySettings.Read(db, default)).FreshDays);
    }

    [Fact]
    public async Task Rows_of_other_files_are_listed_where_they_lack_something_and_own_fields_are_measured()
    {
        await using var app = await PatronApp.Start();
        await Import(app, "people.csv", "customers", "id,name,children\n1,Ann Lee,3\n2,Tom Okafor,\n");
        await Import(app, "orders.csv", "orders", "order,customer,date,channel\nO-1001,1,2024-01-05,web\nO-1002,2,2024-01-06,\nO-1003,2,1950-01-06,shop\n");
        await Reckon(app);
        using var browser = await app.SignIn();
        var page = WebUtility.HtmlDecode(await browser.Page("/data/quality"));

        Assert.Contains("Children", page, StringComparison.Ordinal);
        var own = WebUtility.HtmlDecode(await browser.Page(OwnLink().Match(page).Groups[1].Value));
        Assert.Contains("Children", own, StringComparison.Ordinal);
        Assert.Contains("50.0%", own, StringComparison.Ordinal);
        Assert.Contains("value=\"12.5\"", await (await browser.Submit(OwnLink().Match(page).Groups[1].Value, "limits", ("missing", "12.5"))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var missing = await browser.Page(RowsLink("channel", "missing").Match(page).Value);
        Assert.Contains("<h1>Order O-1002</h1>", WebUtility.HtmlDecode(await browser.Page(OrderLink().Match(missing).Groups[1].Value)), StringComparison.Ordinal);
        // Who bought without a name has no page to be led to.
        await Import(app, "anonymous.csv", "orders", "order,customer,date,channel\nO-1004,,2024-01-05,\n");
        var anonymous = await browser.Page(RowsLink("channel", "missing").Match(page).Value);
        Assert.Equal((true, 1), (anonymous.Contains("<th scope=\"row\">O-1004</th>", StringComparison.Ordinal), OrderLink().Count(anonymous)));
        Assert.Equal((true, false, true), (missing.Contains("O-1002", StringComparison.Ordinal), missing.Contains("O-1001", StringComparison.Ordinal), missing.Contains("Tom Okafor", StringComparison.Ordinal)));
        var invalid = await browser.Page(RowsLink("at", "invalid").Match(page).Value);
        Assert.Equal((true, false), (invalid.Contains("O-1003", StringComparison.Ordinal), invalid.Contains("O-1002", StringComparison.Ordinal)));

        static Regex RowsLink(string field, string flaw) => new($"/data/quality/src_[^/]+/orders/{field}/rows\\?flaw={flaw}");
    }

    [Fact]
    public async Task From_a_row_to_repair_one_comes_to_where_it_is_repaired()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        await Import(app, "people.csv", "customers", "id,name\n1,Ann Lee\n2,Tom Okafor\n");
        await Import(app, "products.csv", "products", "product,name,category,price\nP1,Cup,Kitchen,2.50\nP2,Pan,,9.00\nP3,Jug,Kitchen,4.00\nP4,Jug,Kitchen,4.00\n");
        await Import(app, "leads.csv", "leads", "id,name,source,interested_in,budget\n1,Ann Lee,Fair,Cups,yes\n2,Tom Okafor,Fair,Pans,\n");
        await Import(app, "tickets.csv", "tickets", "id,customer,at,reason,subject\nT1,1,2026-02-03 10:00,Late delivery,Where is it\nT2,2,2026-02-04 10:00,,What is it\n");
        await Reckon(app);

        Assert.Contains("value=\"Pan\"", await Repair("products", "category"), StringComparison.Ordinal);
        Assert.Contains("What is it", await Repair("tickets", "reason"), StringComparison.Ordinal);
        var lead = await Repair("leads", "budget");
        Assert.Equal((true, false), (lead.Contains("Pans", StringComparison.Ordinal), lead.Contains("Cups", StringComparison.Ordinal)));
        var alike = await browser.Page(Regex.Match(await browser.Page("/data/quality"), "/data/quality/catalogue/products/name/rows\\?flaw=duplicate").Value);
        Assert.Equal(["P3", "P4"], Regex.Matches(alike, "<th scope=\"row\"><a href=\"[^\"]+\">([^<]+)").Select(m => m.Groups[1].Value));
        Assert.Contains("name=\"duplicate\"", await browser.Page("/data/quality/catalogue/products/name"), StringComparison.Ordinal);
        // A deal's days, and not those of an account, in every language's own word.
        Assert.Empty(Regex.Matches(await browser.Page("/data/quality"), "quality\\.[a-z]+"));

        async Task<string> Repair(string kind, string field)
        {
            var rows = await browser.Page(Regex.Match(await browser.Page("/data/quality"), $"/data/quality/[^/]+/{kind}/{field}/rows\\?flaw=missing").Value);
            return WebUtility.HtmlDecode(await browser.Page(WebUtility.HtmlDecode(Regex.Match(rows, "<th scope=\"row\"><a href=\"([^\"]+)\"").Groups[1].Value)));
        }
    }

    [Fact]
    public async Task Products_belong_to_no_source_and_the_files_of_each_source_have_limits_of_their_own()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        await Import(app, "products.csv", "products", "product,name,category\nP1,Cup,Kitchen\nP2,Pan,\n");
        await Reckon(app);
        const string field = "/data/quality/catalogue/products/category";
        var shop = WebUtility.HtmlDecode(Regex.Match(await browser.Page(field), "href=\"([^\"]+of=src_[^\"]+)\"").Groups[1].Value);

        Assert.Contains("value=\"12.5\"", await (await browser.Submit(shop, "limits", ("of", shop[(shop.IndexOf('=', StringComparison.Ordinal) + 1)..]), ("missing", "12.5"), ("invalid", ""))).Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        var path = Path.Combine(app.Get<DataLocation>().Directory, "products.csv");
        Assert.Equal("category", Assert.Single((await app.Get<IImportFiles>().Run(new(path, "products", "Shop") { PlanOnly = true }, null, default)).Value!.Warnings).Field);
        Assert.Empty((await app.Get<IImportFiles>().Run(new(path, "products", "Till") { PlanOnly = true }, null, default)).Value!.Warnings);
    }

    [Fact]
    public async Task Nothing_imported_yet_is_said_as_that()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        Assert.Contains("No data yet", await browser.Page("/data/quality"), StringComparison.Ordinal);
    }

    private static async Task<PatronApp> WithPeople()
    {
        var app = await PatronApp.Start();
        await Import(app, "people.csv", "customers", People);
        await Reckon(app);
        return app;
    }

    private static async Task Import(PatronApp app, string name, string kind, string rows)
    {
        var path = Path.Combine(app.Get<DataLocation>().Directory, name);
        await File.WriteAllTextAsync(path, rows);
        Assert.NotNull((await app.Get<IImportFiles>().Run(new(path, kind, "Shop") { DateFormat = kind == "orders" ? "yyyy-MM-dd" : null }, null, default)).Value);
    }

    private static async Task Reckon(PatronApp app)
    {
        await app.Get<IJobs>().RunNow(ReckonJob.JobKind, "{}", null, _ => { }, default);
        await app.Get<ICustomerBase>().CatchUp(default);
    }

    private static (string Href, string Count)[] LinksOf(string page) => [.. ListLink().Matches(page).Select(m => (WebUtility.HtmlDecode(m.Groups[1].Value), m.Groups[2].Value))];

    private static async Task<string> Listed(TestBrowser browser, string href) => Total().Match(WebUtility.HtmlDecode(await browser.Page(href))).Groups[1].Value;

    [GeneratedRegex("<td class=\"num\"><a href=\"(/customers\\?flaw=[^\"]+)\">(\\d+)</a></td>")]
    private static partial Regex ListLink();

    [GeneratedRegex("/deeds/[^/]+/undo")]
    private static partial Regex UndoLink();

    [GeneratedRegex("href=\"(/data/quality/src_[^/]+/customers/email)\"")]
    private static partial Regex FieldLink();

    [GeneratedRegex("href=\"(/data/quality/src_[^/]+/customers/custom\\.[^\"]+)\"")]
    private static partial Regex OwnLink();

    [GeneratedRegex("href=\"(/customers/[^/\"]+/orders/[^\"]+)\">O-1002<")]
    private static partial Regex OrderLink();

    [GeneratedRegex("\\d+–\\d+ of (\\d+)")]
    private static partial Regex Total();

    [GeneratedRegex("\\d+\\.\\d%")]
    private static partial Regex Percent();
}
