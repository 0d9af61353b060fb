using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.CustomerBase.Contracts;
using Patron.Customers;
using Patron.Customers.Contracts;
using Patron.Kernel;

namespace Patron.Tests.Customers;

/// <summary>Values edited where they stand, and customers entered by hand.</summary>
public sealed partial class EditValuesTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_value_is_edited_saved_shown_everywhere_and_taken_back_in_place(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1)).Single().Customer;
        using var browser = await app.SignIn();
        var token = await browser.Token($"/customers/{customer.Id}");
        browser.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        var field = $"/customers/{customer.Id}/fields/city";
        Assert.Contains($"value=\"{customer.City}\"", WebUtility.HtmlDecode(await browser.Page(field + "/edit")), StringComparison.Ordinal);

        var saved = await (await browser.Post(field, token, ("value", " Bath <b> "))).Content.ReadAsStringAsync();

        Assert.Contains("Bath &lt;b&gt;", saved, StringComparison.Ordinal);
        Assert.Equal("Bath <b>", (await Stored(app, customer.Id)).City);
        Assert.Equal("Bath <b>", app.Get<ICustomerBase>().Current[CustomerColumns.City][0]);
        var undone = await (await browser.Post(Undo.Match(saved).Groups[1].Value, token)).Content.ReadAsStringAsync();
        Assert.DoesNotContain("data-undo", undone, StringComparison.Ordinal);
        Assert.Equal(customer.City, (await Stored(app, customer.Id)).City);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_value_that_cannot_be_stays_in_its_field_with_the_reason_and_changes_nothing(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1)).Single().Customer;
        using var browser = await app.SignIn();
        var token = await browser.Token($"/customers/{customer.Id}");
        foreach (var (field, value) in new[] { ("email", "no address"), ("birth", "2026-02-30"), ("birth", "2099-01-01"), ("country", "Nowhere"), ("custom.children", "many"), ("time_zone", "Mars/Base") })
        {
            var answer = await browser.Post($"/customers/{customer.Id}/fields/{field}", token, ("value", value));
            var form = await answer.Content.ReadAsStringAsync();
            Assert.Equal((field, HttpStatusCode.UnprocessableEntity), (field, answer.StatusCode));
            Assert.Contains("role=\"alert\"", form, StringComparison.Ordinal);
            Assert.Contains(value, form, StringComparison.Ordinal);
        }
        var stored = await Stored(app, customer.Id);
        Assert.Equal((customer.Email, customer.Birth, customer.Country), (stored.Email, stored.Birth, stored.Country));
        foreach (var unknown in new[] { "nothing", "custom.nothing", "custom.religion", "version" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Post($"/customers/{customer.Id}/fields/{unknown}", token, ("value", "x"))).StatusCode);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_ready_made_field_is_filled_on_the_page_shown_in_words_and_exported_so_that_it_can_be_read_again(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1)).Single().Customer;
        using var browser = await app.SignIn();
        var page = await browser.Page($"/customers/{customer.Id}");
        Assert.Contains($"/customers/{customer.Id}/fields/custom.marital_status/edit", page, StringComparison.Ordinal);
        Assert.DoesNotContain("religion", page, StringComparison.Ordinal);

        var back = await browser.Post($"/customers/{customer.Id}/fields/custom.marital_status", TestBrowser.TokenIn(page), ("value", "partnered"));

        var shown = await back.Content.ReadAsStringAsync();
        Assert.Contains("Living with a partner", shown, StringComparison.Ordinal);
        Assert.Contains("data-undo", shown, StringComparison.Ordinal);
        foreach (var address in new[] { "/customers/export", "/customers/export?cols=orders&fields=all" })
        {
            var lines = (await browser.Page(address)).TrimEnd().Split("\r\n");
            var at = Array.IndexOf(lines[0].TrimStart('\uFEFF').Split(','), "marital_status");
            Assert.True(at > 0);
            Assert.Equal("partnered", lines[1].Split(',')[at]);
            Assert.Contains("time_zone", lines[0], StringComparison.Ordinal);
        }
        Assert.DoesNotContain("marital_status", await browser.Page("/customers/export?cols=orders"), StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_new_customer_is_added_and_opened(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        using var browser = await app.SignIn();
        var answer = await browser.Submit("/customers/new", "new-customer", ("kind", "Person"), ("name", "김서연"), ("email", "Seoyeon@Hanok.example"), ("country", "KR"));
        var page = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("/customers/cus_", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("김서연", WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        await using var db = await app.Db();
        var stored = await db.Set<Customer>().SingleAsync();
        Assert.Equal(("seoyeon@hanok.example", "KR", CustomerKind.Person), (stored.Email, stored.Country, stored.Kind));
        Assert.Equal(1, app.Get<ICustomerBase>().Current.Known.Count());
    }

    [Theory, InlineData("email", "shared@example.com"), InlineData("name", "Ann Okafor"), InlineData("phone", "+44 20 7946 0001")]
    public async Task Somebody_known_already_is_shown_before_anything_is_written_and_asked_about_anew_for_other_words(string field, string value)
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        await browser.Submit("/customers/new", "new-customer", ("kind", "Person"), ("name", "Ann Okafor"), ("email", "shared@example.com"), ("phone", "+44 20 7946 0001"));
        (string, string)[] typed = [("kind", "Person"), ("company", "Elsewhere Ltd"), (field, value)];

        var warned = await (await browser.Submit("/customers/new", "new-customer", typed)).Content.ReadAsStringAsync();

        Assert.Contains("is known already", warned, StringComparison.Ordinal);
        Assert.Contains("Elsewhere Ltd", warned, StringComparison.Ordinal);
        Assert.Equal(1, await Records(app));
        var sure = WebUtility.HtmlDecode(Sure.Match(warned).Groups[1].Value);
        await browser.Submit("/customers/new", "new-customer", [.. typed, ("sure", "somebody|else|")]);
        Assert.Equal(1, await Records(app));
        await browser.Submit("/customers/new", "new-customer", [.. typed, ("sure", sure)]);
        Assert.Equal(2, await Records(app));
    }

    [Fact]
    public async Task Of_whom_nothing_is_said_nobody_is_made_and_a_wrong_value_stands_at_its_field()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await browser.Submit("/customers/new", "new-customer", ("kind", "Person"))).StatusCode);
        var wrong = await browser.Submit("/customers/new", "new-customer", ("kind", "Person"), ("name", "Ann"), ("email", "ann at home"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        Assert.Contains("id=\"email-problem\"", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await Records(app));
    }

    [Fact]
    public async Task Who_may_only_read_sees_no_pencil_and_no_new_customer()
    {
        await using var app = await PatronApp.Start();
        var id = (await ListSample.Add(app.Get<IServiceProvider>(), 1)).Single().Customer.Id;
        using var browser = await app.SignIn(Roles.Analyst);
        Assert.DoesNotContain("ti-pencil", await browser.Page($"/customers/{id}"), StringComparison.Ordinal);
        Assert.DoesNotContain("/customers/new", await browser.Page("/customers"), StringComparison.Ordinal);
        var token = TestBrowser.TokenIn(await browser.Page("/account"));
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post($"/customers/{id}/fields/city", token, ("value", "Bath"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get("/customers/new")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Get("/customers/edit?everything=true")).StatusCode);
    }

    private static async Task<Customer> Stored(PatronApp app, CustomerId id)
    {
        await using var db = await app.Db();
        return await db.Set<Customer>().SingleAsync(c => c.Id == id);
    }

    private static async Task<int> Records(PatronApp app)
    {
        await using var db = await app.Db();
        return await db.Set<Patron.IdentityResolution.SourceRecord>().CountAsync();
    }

    [GeneratedRegex("action=\"([^\"]*/undo/[^\"]*)\"")]
    private static partial Regex Undo { get; }

    [GeneratedRegex("name=\"sure\" value=\"([^\"]*)\"")]
    private static partial Regex Sure { get; }
}
