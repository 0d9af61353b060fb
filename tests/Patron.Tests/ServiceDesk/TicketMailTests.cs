using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Messaging;
using Patron.Messaging.ReceiveMail;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.MailTickets;
using Patron.ServiceDesk.ShowTicket;
using Patron.Tests.Messaging;

namespace Patron.Tests.ServiceDesk;

/// <summary>Answers leave by e-mail once, and what comes back of them lands in the ticket: on both databases, over a socket.</summary>
public sealed class TicketMailTests
{
    private static readonly UserId Mei = new(77);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_answer_leaves_once_and_its_reply_goes_on_in_the_ticket_whatever_became_of_it(Database kind)
    {
        await using var sink = new MailSink();
        await using var desk = await MailDesk.Start(kind, sink.Port);
        var ticket = await desk.Open("물이 새요 — the kettle\r\nBcc: spy@evil.example");
        ticket = Done(await desk.Book.Answer(ticket.Id, ticket.Version, "We look into it.\n.\nAt once.", Mei, Ct, byMail: true));
        await desk.Deliver();
        Assert.Empty(sink.Taken);

        await desk.Later(TicketMails.Hold);
        await desk.Later(TicketMails.Hold);
        var mail = Assert.Single(sink.Taken);
        Assert.Equal("ann@customer.example", mail.To);
        Assert.DoesNotContain("\nBcc:", mail.Data, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("Auto-Submitted", mail.Data, StringComparison.Ordinal);
        var sent = ReadMail.Read(Encoding.UTF8.GetBytes(mail.Data)).Value!;
        Assert.StartsWith("We look into it.\n.\nAt once.", sent.Text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains(ticket.Number, ReadMail.Words(sent.Header("subject")), StringComparison.Ordinal);
        Assert.Equal((TicketMailState.Sent, null), await desk.Fate(ticket.Id));

        ticket = Done(await desk.Book.Wait(ticket.Id, ticket.Version, "Please send a photo.", Mei, Ct, byMail: true));
        await desk.Later(TicketMails.Hold);
        var second = ReadMail.Read(Encoding.UTF8.GetBytes(sink.Taken.Last().Data)).Value!;
        Assert.Equal(sent.Header("message-id"), second.Header("in-reply-to"));
        desk.Patron.Clock.Advance(TimeSpan.FromHours(2));
        var reply = Reply(second.Header("message-id"), "<a@customer.example>", "Here it is.");
        Assert.Equal(MailKind.Reply, (await desk.Receive(reply)).Value);
        Assert.Equal(MailKind.Reply, (await desk.Receive(reply)).Value);
        var back = await desk.Shown(ticket.Id);
        Assert.Equal((TicketState.Open, true), (back.Ticket.State, back.Ticket.NextDue is not null));
        Assert.Equal("Here it is.", Assert.Single(back.Events, e => e.Kind == TicketEventKind.Replied).Text);
        var contacts = await desk.Patron.Get<IContacts>().Since(desk.Customer, DateTimeOffset.UnixEpoch, 10, Ct);
        Assert.Equal(("mail", true), (contacts[0].Kind, contacts[0].In));

        ticket = Done(await desk.Book.Solve(ticket.Id, back.Ticket.Version, "A new kettle is on its way.", Mei, Ct));
        await desk.Receive(Reply(sent.Header("message-id"), "<b@customer.example>", "It leaks as well."));
        back = await desk.Shown(ticket.Id);
        Assert.Equal((TicketState.Open, 1, null), (back.Ticket.State, back.Ticket.Reopened, back.Ticket.SolvedAt));
        // What a machine answers is no answer.
        Assert.Equal(MailKind.Nothing, (await desk.Receive(Reply(sent.Header("message-id"), "<c@customer.example>", "I am away.", "Auto-Submitted: auto-replied"))).Value);
        Assert.Equal(2, (await desk.Shown(ticket.Id)).Events.Count(e => e.Kind == TicketEventKind.Replied));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Until_it_leaves_an_answer_is_taken_back_and_then_no_more(Database kind)
    {
        await using var sink = new MailSink();
        await using var desk = await MailDesk.Start(kind, sink.Port);
        var (ticket, undo) = (await desk.Open("The lid"), desk.Patron.Get<DeedUndo>());
        var first = (await desk.Book.Answer(ticket.Id, ticket.Version, "Wrong words", Mei, Ct, byMail: true)).Value!;
        Assert.Null((await undo.Undo(first.ChangeSet!.Value, Mei, Ct)).Refusal);
        await desk.Later(TicketMails.Hold);
        Assert.Empty(sink.Taken);

        var version = (await desk.Shown(ticket.Id)).Ticket.Version;
        var second = (await desk.Book.Answer(ticket.Id, version, "Right words", Mei, Ct, byMail: true)).Value!;
        await desk.Later(TicketMails.Hold);
        Assert.Single(sink.Taken);
        Assert.IsType<MailHasLeft>((await undo.Undo(second.ChangeSet!.Value, Mei, Ct)).Refusal);
        Assert.Contains((await desk.Shown(ticket.Id)).Events, e => e.Text == "Right words");
    }

    [Fact]
    public async Task Each_failure_is_shown_tried_again_only_where_nothing_was_sent_and_stands_in_my_day()
    {
        var says = "450 later";
        await using var sink = new MailSink((command, _) => command.StartsWith("RCPT", StringComparison.Ordinal) || command == "." ? says switch { "drop" => command == "." ? null : "250 ok", var words => words } : MailSink.Usual(command));
        await using var desk = await MailDesk.Start(Database.Sqlite, sink.Port);
        var ticket = await desk.Open("The lid");
        ticket = Done(await desk.Book.Answer(ticket.Id, ticket.Version, "One", Mei, Ct, byMail: true));
        await desk.Later(TicketMails.Hold);
        Assert.Equal((TicketMailState.Queued, null), await desk.Fate(ticket.Id));
        for (var attempt = 1; attempt < 8; attempt++) await desk.Later(TimeSpan.FromHours(3));
        Assert.Equal((TicketMailState.Failed, MailWhy.Unreachable), await desk.Fate(ticket.Id));
        var item = Assert.Single(await desk.Day(), i => i.Icon == "mail-x");
        Assert.Contains("did not arrive", item.Why, StringComparison.Ordinal);

        says = "550 no";
        await desk.Again(ticket.Id);
        Assert.Equal((TicketMailState.Failed, MailWhy.Refused), await desk.Fate(ticket.Id));
        says = "drop";
        await desk.Again(ticket.Id);
        Assert.Equal((TicketMailState.Unknown, MailWhy.Lost), await desk.Fate(ticket.Id));
        var taken = sink.Taken.Count;
        await desk.Later(TimeSpan.FromDays(1));
        Assert.Equal(taken, sink.Taken.Count);
        says = "250 ok";
        await desk.Again(ticket.Id);
        Assert.Equal((TicketMailState.Sent, null), await desk.Fate(ticket.Id));
        Assert.IsType<NotAgain>(await desk.Refused(ticket.Id));
        Assert.DoesNotContain(await desk.Day(), i => i.Icon == "mail-x");

        // The program was killed while the server was told: nobody knows, and nothing is sent by itself.
        ticket = Done(await desk.Book.Answer(ticket.Id, ticket.Version, "Two", Mei, Ct, byMail: true));
        await using (var db = await desk.Patron.Db()) await db.TicketEvents.Where(e => e.Mail == TicketMailState.Queued).ExecuteUpdateAsync(set => set.SetProperty(e => e.Mail, TicketMailState.Sending), Ct);
        taken = sink.Taken.Count;
        await desk.Later(TicketMails.Hold);
        Assert.Equal((TicketMailState.Unknown, MailWhy.Crash, taken), (await desk.Fate(ticket.Id) is var (state, why) ? state : null, why, sink.Taken.Count));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_address_that_bounced_is_not_written_to_again(Database kind)
    {
        await using var sink = new MailSink();
        await using var desk = await MailDesk.Start(kind, sink.Port);
        var (ways, ticket) = (desk.Patron.Get<MailWays>(), await desk.Open("The lid"));
        Assert.Equal(MailWay.Open, (await ways.Of(desk.Customer, Ct)).Way);
        ticket = Done(await desk.Book.Answer(ticket.Id, ticket.Version, "One", Mei, Ct, byMail: true));
        await desk.Later(TicketMails.Hold);

        var id = ReadMail.Read(Encoding.UTF8.GetBytes(Assert.Single(sink.Taken).Data)).Value!.Header("message-id");
        Assert.Equal(MailKind.Bounce, (await desk.Receive($"""
            From: MAILER-DAEMON@mx.example
            Message-ID: <r@mx.example>
            Content-Type: multipart/report; report-type=delivery-status; boundary=b

            --b
            Content-Type: message/delivery-status

            Reporting-MTA: dns; mx.example

            Final-Recipient: rfc822; ann@customer.example
            Action: failed
            Status: 5.1.1

            --b
            Content-Type: text/rfc822-headers

            Message-ID: {id}
            --b--
            """)).Value);
        Assert.Equal((TicketMailState.Failed, MailWhy.Returned), await desk.Fate(ticket.Id));
        Assert.Equal(MailWay.Returned, (await ways.Of(desk.Customer, Ct)).Way);
        Assert.IsType<NoMailWay>((await desk.Book.Answer(ticket.Id, ticket.Version, "Two", Mei, Ct, byMail: true)).Refusal);
        Assert.Null((await desk.Book.Answer(ticket.Id, ticket.Version, "Two", Mei, Ct)).Refusal);
    }

    [Fact]
    public async Task Whoever_wants_no_advertising_and_asks_us_something_is_answered()
    {
        await using var sink = new MailSink();
        await using var desk = await MailDesk.Start(Database.Sqlite, sink.Port);
        await desk.Suppress(SuppressionReason.Asked);
        Assert.Equal(MailWay.Unwanted, (await desk.Patron.Get<MailWays>().Of(desk.Customer, Ct)).Way);
        var ticket = await desk.Open("The lid");
        Done(await desk.Book.Answer(ticket.Id, ticket.Version, "One", Mei, Ct, byMail: true));
        await desk.Later(TicketMails.Hold);
        Assert.Single(sink.Taken);
    }

    private static string Reply(string to, string own, string text, string more = "X-Nothing: x") =>
        $"From: Ann <ann@customer.example>\nMessage-ID: {own}\nIn-Reply-To: {to}\nSubject: Re: kettle\n{more}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n\nOn Monday you wrote:\n> We look into it.\n";

    private static Ticket Done(Result<TicketChanged> result) => result.Value?.Ticket ?? throw new InvalidOperationException(result.Refusal!.Key);
}
