using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Patron.Access.Contracts;
using Patron.Customers;
using Patron.CustomerBase.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;

namespace Patron.Tests.Customers;

/// <summary>The list and a customer's page as a browser gets them.</summary>
public sealed partial class CustomerPagesTests
{
    private const string Evil = "<script>alert(1)</script> \"O'Neil\" & Söhne";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_list_shows_its_rows_and_what_is_typed_never_becomes_markup(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        await ListSample.Add(app.Get<IServiceProvider>(), 60);
        await Rename(app, Evil);
        using var browser = await app.SignIn();
        var list = await browser.Page("/customers?sort=name&size=100&cols=email.country");
        Assert.Equal(60, Rows.Count(list));
        Assert.DoesNotContain("<script>alert", list, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", list, StringComparison.Ordinal);
        var nothing = await browser.Page("/customers?q=" + Uri.EscapeDataString(Evil + "zzz") + "&country=DE");
        Assert.DoesNotContain("<script>alert", nothing, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/customers?country=&orders-from=&q=&page=99")).StatusCode);
    }

    [Fact]
    public async Task An_empty_base_says_what_to_do_and_shows_no_filters()
    {
        await using var app = await PatronApp.Start();
        using var browser = await app.SignIn();
        var page = await browser.Page("/customers");
        Assert.Contains("class=\"nothing\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"bar-row\"", page, StringComparison.Ordinal);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_merged_customer_leads_on_for_good_and_unknown_or_anonymous_ones_are_not_there(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var known = await ListSample.Add(app.Get<IServiceProvider>(), 4);
        var (first, second, third) = (known[0].Customer.Id, known[1].Customer.Id, known[2].Customer.Id);
        await using (var db = await app.Db())
        {
            (await db.Set<Customer>().SingleAsync(c => c.Id == second)).MergedInto = first;
            (await db.Set<Customer>().SingleAsync(c => c.Id == third)).Anonymous = true;
            await db.SaveChangesAsync();
        }
        using var browser = await app.SignIn(followRedirects: false);
        var moved = await browser.Get($"/customers/{second}?show=buy");
        Assert.Equal((HttpStatusCode.MovedPermanently, $"/customers/{first}?show=buy"), (moved.StatusCode, moved.Headers.Location!.OriginalString));
        Assert.Equal(HttpStatusCode.OK, (await browser.Get($"/customers/{first}")).StatusCode);
        foreach (var nobody in new[] { third.ToString(), "cus_0000000000001", "nonsense" })
            Assert.Equal(HttpStatusCode.NotFound, (await browser.Get($"/customers/{nobody}")).StatusCode);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_note_is_added_edited_deleted_and_each_undone_and_two_editors_collide_in_words(Database kind)
    {
        await using var app = await PatronApp.Start(kind);
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1))[0].Customer.Id;
        using var browser = await app.SignIn();
        var token = await browser.Token($"/customers/{customer}");
        browser.Http.DefaultRequestHeaders.Add("HX-Request", "true");
        var notes = $"/customers/{customer}/notes";

        var added = await Text(await browser.Post(notes, token, ("text", Evil)));
        Assert.Contains(WebUtility.HtmlEncode("<script>"), added, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", added, StringComparison.Ordinal);
        var note = Assert.Single(await app.Get<INotes>().Of(customer, default));
        var one = $"{notes}/{note.Id}";

        var edited = await Text(await browser.Post(one, token, ("text", "Second"), ("version", "1")));
        Assert.Contains("Second", edited, StringComparison.Ordinal);
        var collided = await browser.Post(one, token, ("text", "Mine"), ("version", "1"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, collided.StatusCode);
        var words = await Text(collided);
        Assert.Contains("Somebody else changed this note meanwhile", words, StringComparison.Ordinal);
        Assert.Contains("Mine", words, StringComparison.Ordinal);
        Assert.Contains("Second", words, StringComparison.Ordinal);

        await browser.Post(UndoIn(edited), token);
        Assert.Equal(Evil, Assert.Single(await app.Get<INotes>().Of(customer, default)).Text);
        var now = Assert.Single(await app.Get<INotes>().Of(customer, default));
        var deleted = await Text(await browser.Post($"{one}/delete", token, ("version", $"{now.Version}")));
        Assert.Empty(await app.Get<INotes>().Of(customer, default));
        await browser.Post(UndoIn(deleted), token);
        Assert.Equal(Evil, Assert.Single(await app.Get<INotes>().Of(customer, default)).Text);
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.Post(notes, token, ("text", "  "))).StatusCode);
    }

    [Fact]
    public async Task Who_may_only_read_sees_no_way_to_write_and_cannot()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 3))[0].Customer.Id;
        using var browser = await app.SignIn(Roles.Analyst);
        var page = await browser.Page($"/customers/{customer}");
        Assert.DoesNotContain("<textarea", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.Post($"/customers/{customer}/notes", TestBrowser.TokenIn(page), ("text", "Hello"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get("/customers/export?cols=orders")).StatusCode);
    }

    [Fact]
    public async Task Ten_thousand_notes_and_a_very_long_name_keep_the_page_quick()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1))[0].Customer.Id;
        await Rename(app, string.Concat(Enumerable.Repeat("Wolfeschlegelsteinhausenbergerdorff ", 30)));
        await using (var db = await app.Db())
        {
            var ids = app.Get<IdMaker>();
            for (var i = 0; i < 10_000; i++)
                db.Add(new Patron.Interactions.Interaction { CustomerId = customer, Id = ids.Next<InteractionId>(), At = app.Clock.GetUtcNow().AddMinutes(-i), Kind = "note", Payload = """{"text":"A note"}""" });
            await db.SaveChangesAsync();
        }
        using var browser = await app.SignIn();
        await browser.Page($"/customers/{customer}");
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        var page = await browser.Page($"/customers/{customer}");
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2), $"{System.Diagnostics.Stopwatch.GetElapsedTime(start)}");
        Assert.Contains("10,000", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_back_in_the_timeline_shows_every_entry_once_even_those_of_one_instant()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1, seed: 5))[0].Customer.Id;
        await using (var db = await app.Db())
        {
            var ids = app.Get<IdMaker>();
            for (var i = 0; i < 150; i++)
                db.Add(new Patron.Interactions.Interaction { CustomerId = customer, Id = ids.Next<InteractionId>(), At = app.Clock.GetUtcNow().AddDays(-(i / 60)), Kind = i % 3 == 0 ? "call" : "note", Payload = $$"""{"subject":"entry {{i:000}}"}""" });
            await db.SaveChangesAsync();
        }
        using var browser = await app.SignIn();
        var seen = new List<string>();
        for (var url = $"/customers/{customer}/timeline?show="; url is not null;)
        {
            Assert.True(seen.Count <= 150, "The timeline goes in a circle.");
            var page = await browser.Page(url);
            seen.AddRange(Entry.Matches(page).Select(m => m.Value));
            url = Earlier.Match(page) is { Success: true } next ? WebUtility.HtmlDecode(next.Groups[1].Value) : null;
        }
        Assert.Equal(150, seen.Count);
        Assert.Equal(150, seen.Distinct().Count());
    }

    private static async Task Rename(PatronApp app, string name)
    {
        await using (var db = await app.Db())
        {
            var customer = await db.Set<Customer>().OrderBy(c => c.Id).FirstAsync();
            (customer.Name, customer.Email, customer.City) = (name, "\"><script>alert(1)</script>@example.com", "<b>Leeds</b>");
            db.Tell(Patron.Data.Topics.Customers, customer.Id);
            await db.SaveChangesAsync();
        }
        await app.Get<ICustomerBase>().CatchUp(default);
    }

    private static string UndoIn(string fragment) => Undo.Match(fragment).Groups[1].Value;

    private static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync();

    [GeneratedRegex("<td class=\"trunc\"><a class=\"inherit\"")]
    private static partial Regex Rows { get; }

    [GeneratedRegex("action=\"([^\"]*/undo/[^\"]*)\"")]
    private static partial Regex Undo { get; }

    [GeneratedRegex(@"entry \d{3}")]
    private static partial Regex Entry { get; }

    [GeneratedRegex("hx-get=\"([^\"]*before=[^\"]*)\"")]
    private static partial Regex Earlier { get; }
}
