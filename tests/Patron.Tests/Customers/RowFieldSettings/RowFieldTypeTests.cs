using System.Net;
using Microsoft.AspNetCore.Http;
using Patron.Customers.Contracts;
using Patron.Customers.RowFieldSettings;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;

namespace Patron.Tests.Customers.RowFieldSettings;

/// <summary>A field's type changes where all of its values fit, touches none of them, and is taken back.</summary>
public sealed class RowFieldTypeTests
{
    private static readonly UserId Tom = new(1);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(CustomFieldType.Number, "12", true)]
    [InlineData(CustomFieldType.Number, "-0.5", true)]
    [InlineData(CustomFieldType.Number, "1e5", false)]
    [InlineData(CustomFieldType.Number, "12\n", false)]
    [InlineData(CustomFieldType.Number, "1,000", false)]
    [InlineData(CustomFieldType.Number, "999999999999999999999999999999999", false)]
    [InlineData(CustomFieldType.Day, "2024-02-29", true)]
    [InlineData(CustomFieldType.Day, "2023-02-29", false)]
    [InlineData(CustomFieldType.YesNo, "true", true)]
    [InlineData(CustomFieldType.YesNo, "Yes", false)]
    [InlineData(CustomFieldType.Choice, "anything", true)]
    [InlineData(CustomFieldType.Text, "", true)]
    public void A_value_fits_as_it_is_stored_or_not_at_all(CustomFieldType type, string value, bool fits) => Assert.Equal(fits, RowFieldTypes.Holds(type, value));

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_does_not_fit_is_counted_and_nothing_changes_until_it_does(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        var customer = (await ListSample.Add(patron.Services, 1))[0].Customer.Id;
        var (deeds, types, book) = (patron.Get<RowFieldDeeds>(), patron.Get<RowFieldTypes>(), patron.Get<TicketBook>());
        Assert.NotNull((await deeds.Add(RowSubject.Ticket, "Height", CustomFieldType.Text, null, true, Tom, Ct)).Value);
        var tickets = new List<Ticket>();
        foreach (var height in (string[])["9", "10", "tall", "tall", "a \"b\"; drop"])
            tickets.Add((await book.Open(new(customer, TicketKind.Request, $"High {tickets.Count}") { Custom = new Dictionary<string, string?> { ["height"] = height } }, Tom, Ct)).Value!.Ticket);

        var found = await types.Preview(RowSubject.Ticket, "height", CustomFieldType.Number, Ct);
        Assert.Equal((5, 3, "tall"), (found.Filled, found.Unfit, found.Some[0]));
        Assert.Equal(0, (await types.Preview(RowSubject.Ticket, "height", CustomFieldType.Choice, Ct)).Unfit);
        Assert.Equal(0, (await types.Preview(RowSubject.Task, "height", CustomFieldType.Number, Ct)).Filled);
        Assert.IsType<RowValuesUnfit>((await deeds.ChangeType(RowSubject.Ticket, "height", CustomFieldType.Number, null, Tom, Ct)).Refusal);
        Assert.IsType<RowFieldGone>((await deeds.ChangeType(RowSubject.Ticket, "x'; drop", CustomFieldType.Number, null, Tom, Ct)).Refusal);
        Assert.IsType<RowFieldChoiceless>((await deeds.ChangeType(RowSubject.Ticket, "height", CustomFieldType.Choice, "one", Tom, Ct)).Refusal);

        foreach (var ticket in tickets[2..]) await Say(ticket, "11");
        var changed = (await deeds.ChangeType(RowSubject.Ticket, "height", CustomFieldType.Number, null, Tom, Ct)).Value!.Value;
        Assert.Equal(["High 0", "High 1"], (await Listed("sort=f.height")).Take(2));
        Assert.Equal(["High 0"], await Listed("f.height.to=9.5"));

        Assert.Null((await patron.Get<DeedUndo>().Undo(changed, Tom, Ct)).Refusal);
        Assert.Equal(("High 1", "High 0"), ((await Listed("sort=f.height"))[0], (await Listed("sort=f.height"))[^1]));
        // Words that came meanwhile are in no number's way: neither database stumbles over them.
        await Say(tickets[2], "tall");
        await using (var db = await patron.Db())
            await db.WriteAtOnce(RowFields.KeyOf(RowSubject.Ticket), new RowFields([new("height", CustomFieldType.Number, "Height", [], true, true)]), Ct);
        Assert.Equal(["High 0", "High 1"], (await Listed("sort=f.height")).Take(2));
        Assert.Equal("High 2", (await Listed("sort=-f.height"))[^1]);
        Assert.Equal(["High 0"], await Listed("f.height.to=9.5"));

        async Task Say(Ticket ticket, string height)
        {
            var now = (await patron.Get<Patron.ServiceDesk.ShowTicket.TicketDetails>().Find(ticket.Id, null, Ct))!.Ticket;
            Assert.Null((await book.Describe(now.Id, now.Version, now.Kind, now.Title, null, null, new Dictionary<string, string?> { ["height"] = height }, Tom, Ct)).Refusal);
        }

        async Task<string[]> Listed(string address)
        {
            var http = new DefaultHttpContext();
            http.Request.QueryString = new("?" + address);
            return [.. (await patron.Get<TicketReads>().List((TicketAddress.Of(http.Request) with { View = TicketAddress.All }).Filter(null, null, r => [r]), TicketAddress.Of(http.Request).Sort, 1, null, Ct)).Rows.Select(r => r.Ticket.Title)];
        }
    }

    [Fact]
    public async Task On_the_page_the_values_are_looked_at_before_the_type_is_changed()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1))[0].Customer.Id;
        using var browser = await app.SignIn();
        const string page = "/settings/fields";
        await browser.Post($"{page}/ticket/add", await browser.Token(page), ("label", "Height"), ("type", "Text"));
        await app.Get<TicketBook>().Open(new(customer, TicketKind.Request, "High") { Custom = new Dictionary<string, string?> { ["height"] = "tall" } }, null, Ct);
        var looked = await browser.Page($"{page}?look=ticket.height&as=Number");
        Assert.Contains("no number: tall", looked, StringComparison.Ordinal);
        Assert.Contains("/tickets?f.height=tall", looked, StringComparison.Ordinal);
        Assert.Contains("do not fit", await (await browser.Post($"{page}/ticket/height/type", TestBrowser.TokenIn(looked), ("type", "Number"))).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var choice = await browser.Page($"{page}?look=ticket.height&as=Choice");
        Assert.Contains("and it fits", choice, StringComparison.Ordinal);
        Assert.Contains("data-undo", await (await browser.Post($"{page}/ticket/height/type", TestBrowser.TokenIn(choice), ("type", "Choice"), ("choices", "tall\nlow"))).Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.Get($"{page}?look=nothing&as=9")).StatusCode);
    }
}
