using System.Net;
using System.Text.RegularExpressions;
using Patron.Access.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.Tests.Customers;

namespace Patron.Tests.ServiceDesk;

/// <summary>The pages of tickets as a browser without a script uses them.</summary>
public sealed partial class TicketPagesTests
{
    [Fact]
    public async Task From_a_complaint_to_the_solution_and_back_on_the_pages()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 3)).First(k => k.Customer.Name is not null).Customer;
        using var browser = await app.SignIn();
        Assert.Contains("No tickets yet", await browser.Page("/tickets"), StringComparison.Ordinal);
        Assert.Contains($"/tickets/new?customer={customer.Id}", await browser.Page($"/customers/{customer.Id}"), StringComparison.Ordinal);

        var at = $"/tickets/new?customer={customer.Id}";
        Assert.Contains("Say in a few words", await (await browser.Submit(at, "new-ticket", ("kind", "Complaint"), ("title", " "))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var opened = await browser.Submit(at, "new-ticket", ("kind", "Complaint"), ("title", "The lid <does> not fit"), ("details", "Since Monday"));
        var ticket = opened.RequestMessage!.RequestUri!.AbsolutePath;
        var page = await opened.Content.ReadAsStringAsync();
        Assert.Contains("The lid &lt;does&gt; not fit", page, StringComparison.Ordinal);
        Assert.Contains("promised for Today, 13:30", page, StringComparison.Ordinal);
        Assert.Contains("data-undo", page, StringComparison.Ordinal);

        Assert.Contains("The customer waits for us", await Act("wait", "A photo"), StringComparison.Ordinal);
        Assert.Contains("as promised: Today, 13:30", await Act("answer", "We send a new one."), StringComparison.Ordinal);
        var solved = await Act("solve", "New lid sent");
        Assert.Contains("Not known yet", solved, StringComparison.Ordinal);
        Assert.Contains("solved: <b>The lid", await browser.Page($"/customers/{customer.Id}"), StringComparison.Ordinal);
        var undo = UndoForm().Match(solved).Groups[1].Value;
        Assert.DoesNotContain("Not known yet", await (await browser.Post(undo, TestBrowser.TokenIn(solved))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("The lid", await browser.Page("/tickets?kind=complaint&q=lid"), StringComparison.Ordinal);
        Assert.DoesNotContain("The lid", await browser.Page("/tickets?kind=question"), StringComparison.Ordinal);
        Assert.Contains("The lid", await browser.Page("/tickets/export?view=all"), StringComparison.Ordinal);
        Assert.Contains("opened,,1", await browser.Page("/tickets/report/export"), StringComparison.Ordinal);
        Assert.Contains("likely 2 to 9", await browser.Page("/tickets/report"), StringComparison.Ordinal);

        async Task<string> Act(string deed, string text)
        {
            var shown = await browser.Page(ticket);
            var answer = await browser.Post(ticket, TestBrowser.TokenIn(shown), ("_handler", "act"), ("version", VersionField().Match(shown).Groups[1].Value), ("deed", deed), ("text", text));
            return await answer.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Templates_and_promises_are_set_and_used()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1))[0].Customer.Id;
        using var browser = await app.SignIn();
        const string settings = "/settings/service";
        Assert.Contains("nobody is not known", await (await browser.Submit(settings, "template-", ("one", "new"), ("name", "Thanks"), ("text", "Dear {{nobody}}"))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Thanks", await (await browser.Submit(settings, "template-", ("one", "new"), ("name", "Thanks"), ("text", "It is about {{title}}, number {{ number }}."))).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        (string, string)[] rules = [("answer0", "1"), ("answer1", "2"), ("answer2", "3"), ("solve0", "8"), ("solve1", "16"), ("solve2", "24"), ("kept", "30"), ("rule", "flat"), ("limit", "25"), ("share", "10"), ("margin", "30"), ("cost", "8")];
        Assert.Contains("from 0 to 100", await (await browser.Submit(settings, "rules", [.. rules.Where(r => r.Item1 != "margin"), ("margin", "101")])).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Undo", await (await browser.Submit(settings, "rules", rules)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var ticket = (await app.Get<ITickets>().Open(new(customer, TicketKind.Complaint, "A leak"), null, default)).Value!.Ticket;
        Assert.Equal(app.Clock.Now.AddHours(2), ticket.AnswerDue);
        var template = TemplateOption().Match(await browser.Page(TicketUrls.One(ticket.Id))).Groups[1].Value;
        Assert.Contains($"It is about A leak, number {ticket.Number}.", await browser.Page($"{TicketUrls.One(ticket.Id)}?template={template}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_write_sees_tickets_and_changes_none()
    {
        await using var app = await PatronApp.Start();
        var customer = (await ListSample.Add(app.Get<IServiceProvider>(), 1))[0].Customer.Id;
        var ticket = (await app.Get<ITickets>().Open(new(customer, TicketKind.Question, "How?"), null, default)).Value!.Ticket;
        using var browser = await app.SignIn(Roles.Analyst);

        var page = await browser.Page(TicketUrls.One(ticket.Id));
        Assert.Contains("How?", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"deed\"", page, StringComparison.Ordinal);
        var token = await browser.Token("/account");
        await browser.Post(TicketUrls.One(ticket.Id), token, ("_handler", "act"), ("version", "1"), ("deed", "answer"), ("text", "Like this"));
        Assert.NotEqual(HttpStatusCode.OK, (await browser.Post(TicketUrls.One(ticket.Id) + "/take", token)).StatusCode);
        Assert.Equal(TicketState.New, Assert.Single(await app.Get<ITickets>().OpenOf(customer, default)).State);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.Get(TicketUrls.One(new(77)))).StatusCode);
    }

    [GeneratedRegex("action=\"(/tickets/[^\"]+/undo/[^\"]+)\"")]
    private static partial Regex UndoForm();

    [GeneratedRegex("name=\"version\" value=\"(\\d+)\"")]
    private static partial Regex VersionField();

    [GeneratedRegex("<option value=\"(atp_[^\"]+)\"")]
    private static partial Regex TemplateOption();
}
