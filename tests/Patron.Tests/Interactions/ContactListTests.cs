using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions;
using Patron.Interactions.KeepContacts;
using Patron.Interactions.ListContacts;
using Patron.Kernel;
using Patron.Reports.Contracts;
using Patron.Tests.Customers;

namespace Patron.Tests.Interactions;

/// <summary>The list of contacts with all customers: pages go on where the last one ended, filters agree with what was logged, nobody sees more than he may.</summary>
public sealed class ContactListTests
{
    private static readonly UserId Mei = new(77);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Pages_show_every_contact_once_in_order_and_filters_only_those_asked_for(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var known = await ListSample.Add(patron.Services, 5);
        var (book, list, kinds) = (patron.Get<ContactBook>(), patron.Get<ContactList>(), InteractionKinds.Contacts);
        var logged = new List<(InteractionId Id, DateTimeOffset At, string Kind, Direction Direction)>();
        for (var n = 0; n < 120; n++)
        {
            // Ten at each moment: a page must not end between two of one moment and lose any.
            var (customer, at) = (known[n % 5].Customer.Id, patron.Clock.Now.AddHours(-(n / 10)));
            var (what, way) = (kinds[n % kinds.Length], n % 3 == 0 ? Direction.In : Direction.Out);
            var done = await book.Log(new(customer, what, way, at, new($"Matter {n}", n % 7 == 0 ? "the warranty" : "nothing", null)), n % 2 == 0 ? Mei : new UserId(5), Ct);
            logged.Add((done.Value!.Contact!.Id, at, what, way));
        }
        var (found, point) = (new List<ListedContact>(), default(ContactPoint?));
        do
        {
            var page = await list.Page(Ask(""), point, null, Ct);
            found.AddRange(page.Rows);
            point = page.Next;
        }
        while (point is not null);
        Assert.Equal(logged.OrderByDescending(l => l.At).ThenByDescending(l => l.Id.Value).Select(l => l.Id), found.Select(f => f.Id));

        foreach (var (asked, fits) in ((string, Func<int, bool>)[])[
            ("kind=call", n => kinds[n % kinds.Length] == "call"), ("direction=in", n => n % 3 == 0), ($"by={Mei}", n => n % 2 == 0), ("q=WARRANTY", n => n % 7 == 0), ("q=matter 11&direction=out", n => n is 11 or (>= 110 and < 120) && n % 3 != 0),
            ("from=2026-03-02", n => n / 10 <= 9), ("to=2026-03-01", n => n / 10 > 9), ("from=nonsense&kind=&q=", _ => true), ("kind=nothing", _ => false), ("from=0001-01-01&to=9999-12-31", _ => true)])
        {
            var all = new List<InteractionId>();
            await foreach (var one in list.All(Ask(asked), null, Ct)) all.Add(one.Id);
            Assert.Equal(Enumerable.Range(0, 120).Where(fits).Select(n => logged[n].Id).OrderBy(i => i.Value), all.OrderBy(i => i.Value));
        }

        // The report counts what the list behind its number shows, and neither knows those in the bin.
        await using (var db = await patron.Db()) await db.Database.ExecuteSqlAsync($"update customers set deleted_at = created_at where id = {known[0].Customer.Id.Value}", Ct);
        var report = await patron.Services.GetServices<IReport>().Single(r => r.Key == "activity").Of(new(new(2026, 3, 1), new(2026, 3, 1), Organisation.Default, null, ListSample.English(patron.Services)), Ct);
        Assert.NotEmpty(report.Tables[0].Lines);
        foreach (var line in report.Tables[0].Lines)
        {
            var shown = 0L;
            await foreach (var one in list.All(Ask(line.Href![(line.Href!.IndexOf('?', StringComparison.Ordinal) + 1)..]), null, Ct)) shown++;
            Assert.Equal((long)line.Values[1]!, shown);
        }
    }

    [Fact]
    public async Task A_page_is_read_saved_as_a_view_and_written_as_a_file()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1))[0].Customer;
        using var browser = await app.SignIn();
        Assert.Contains("No contact is like that", await browser.Page("/contacts"), StringComparison.Ordinal);
        await app.Get<ContactBook>().Log(new(customer.Id, "call", Direction.In, app.Clock.Now, new("=1+1", "Asked for <b>more</b>", "Calls back")), null, Ct);
        var page = await browser.Page("/contacts?kind=call");
        Assert.Contains($"/customers/{customer.Id}/contacts/", page, StringComparison.Ordinal);
        Assert.Contains("They to us", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>more", page, StringComparison.Ordinal);
        Assert.Contains("=1+1", await browser.Page("/contacts/export?direction=in"), StringComparison.Ordinal);
        Assert.DoesNotContain("=1+1", await browser.Page("/contacts/export?direction=out"), StringComparison.Ordinal);
        var saved = await browser.Post("/views/save", TestBrowser.TokenIn(page), ("list", "/contacts"), ("query", "kind=call"), ("name", "All calls"));
        Assert.Contains("All calls", await saved.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    private static ContactFilter Ask(string query) => ContactFilter.Of(new QueryCollection(Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query)));
}
