using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Messaging.ReceiveMail;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.MailTickets;
using Patron.Tests.Messaging;

namespace Patron.Tests.ServiceDesk;

/// <summary>What people write to us unasked becomes a ticket with its files; what machines write does not.</summary>
public sealed class UnaskedMailTests
{
    private static readonly UserId Mei = new(77);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_stranger_becomes_a_customer_with_a_ticket_and_a_customer_is_known_by_the_address(Database kind)
    {
        await using var sink = new MailSink();
        await using var desk = await MailDesk.Start(kind, sink.Port);
        var mail = Mail("\"Kim, Minji\" <minji@stranger.example>", "<1@stranger.example>", "=?utf-8?B?66y87J20IOyDiOyalA==?=", "The kettle leaks.");
        Assert.Equal(MailKind.New, (await desk.Receive(mail)).Value);
        Assert.Equal(MailKind.New, (await desk.Receive(mail)).Value);
        var ticket = Assert.Single(await Tickets(desk));
        Assert.Equal(("물이 새요", "The kettle leaks.", TicketState.New), (ticket.Title, ticket.Details, ticket.State));
        Assert.NotEqual(desk.Customer, ticket.CustomerId);
        Assert.NotNull(ticket.AnswerDue);
        var way = await desk.Patron.Get<MailWays>().Of(ticket.CustomerId, Ct);
        Assert.Equal(("minji@stranger.example", "Minji Kim"), (way.Address, way.Name));
        Assert.Equal(("mail", true), (await desk.Patron.Get<IContacts>().Since(ticket.CustomerId, DateTimeOffset.UnixEpoch, 10, Ct)) is [var one] ? (one.Kind, one.In) : default);

        // The same matter goes on, by its subject or its number; a customer's address is known in any letters.
        await desk.Receive(Mail("minji@stranger.example", "<2@stranger.example>", "Re: 물이 새요", "Still."));
        await desk.Receive(Mail("minji@stranger.example", "<3@stranger.example>", $"AW: something [{ticket.Number}]", "And again."));
        Assert.Equal(2, (await desk.Shown(ticket.Id)).Events.Count(e => e.Kind == TicketEventKind.Replied));
        await desk.Receive(Mail("ANN@customer.example", "<4@customer.example>", "", "<p>Where is<br>my&nbsp;parcel?</p><script>x()</script>", "text/html"));
        Assert.Equal(2, (await Tickets(desk)).Count);
        var second = (await Tickets(desk)).Single(t => t.CustomerId == desk.Customer);
        Assert.Equal(("Where is", "Where is\nmy parcel?"), (second.Title, second.Details));

        // A loop: however often it writes, it opens a handful and loses nothing.
        for (var at = 0; at < 12; at++) await desk.Receive(Mail("ann@customer.example", $"<loop{at}@customer.example>", $"Number {at}", "Round"));
        var of = (await Tickets(desk)).Where(t => t.CustomerId == desk.Customer).ToList();
        Assert.Equal(NewMails.MostADay, of.Count);
        Assert.Equal(12 - (NewMails.MostADay - 1), (await Task.WhenAll(of.Select(t => desk.Shown(t.Id)))).Sum(s => s.Events.Count(e => e.Kind == TicketEventKind.Replied)));
        Assert.Empty(sink.Taken);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("List-Id: <news.shop.example>")]
    [InlineData("Precedence: list")]
    [InlineData("X-Spam-Flag: YES")]
    [InlineData("Return-Path: <>")]
    public void What_no_person_wrote_to_us_alone_becomes_nothing(string header) =>
        Assert.Equal(MailKind.Nothing, ReceivedMail.Of(Encoding.UTF8.GetBytes(header + "\n" + Mail("a@b.example", "<1@b.example>", "Hello", "x"))).Value!.Kind);

    [Fact]
    public async Task Who_may_open_a_ticket_by_mail_is_set()
    {
        await using var sink = new MailSink();
        await using var desk = await MailDesk.Start(Database.Sqlite, sink.Port);
        Assert.Equal(MailKind.Nothing, (await desk.Receive(Mail("no-reply@shop.example", "<a@shop.example>", "Deal", "x"))).Value);
        Assert.Equal(MailKind.Nothing, (await desk.Receive(Mail("care@firm.example", "<b@firm.example>", "Ours came round", "x"))).Value);
        await Set(UnaskedMail.Known);
        Assert.Equal(MailKind.Nothing, (await desk.Receive(Mail("who@stranger.example", "<c@x.example>", "Hello", "x"))).Value);
        Assert.Equal(MailKind.New, (await desk.Receive(Mail("ann@customer.example", "<d@x.example>", "Hello", "x"))).Value);
        await Set(UnaskedMail.Nobody);
        Assert.Equal(MailKind.Nothing, (await desk.Receive(Mail("ann@customer.example", "<e@x.example>", "Hello again", "x"))).Value);
        Assert.Single(await Tickets(desk));

        async Task Set(UnaskedMail mode)
        {
            await using var db = await desk.Patron.Db();
            await db.Write(ServiceRules.Key, ServiceRules.Usual with { Mail = mode }, Ct);
            await db.SaveChangesAsync(Ct);
        }
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Files_are_kept_once_under_safe_names_and_an_answer_carries_one(Database kind)
    {
        await using var sink = new MailSink();
        await using var desk = await MailDesk.Start(kind, sink.Port);
        var ticket = await desk.Open("The lid");
        Assert.NotNull((await desk.Book.Answer(ticket.Id, ticket.Version, "No", Mei, Ct, byMail: true, File("run.exe", "x"))).Refusal);
        Assert.Null((await desk.Book.Answer(ticket.Id, ticket.Version, "See the plan.", Mei, Ct, byMail: true, File("설명 \"A\".pdf", "the plan"))).Refusal);
        await desk.Later(TicketMails.Hold);
        await desk.Later(TicketMails.Hold);
        var sent = ReadMail.Read(Encoding.UTF8.GetBytes(Assert.Single(sink.Taken).Data)).Value!;
        Assert.StartsWith("See the plan.", MailFiles.TextOf(sent), StringComparison.Ordinal);
        var along = Assert.Single(MailFiles.Of(sent));
        Assert.Equal(("설명 A.pdf", "the plan"), (along.Name, Encoding.UTF8.GetString(along.Content)));

        var reply = $"""
            From: ann@customer.example
            Message-ID: <f@customer.example>
            In-Reply-To: {sent.Header("message-id")}
            Subject: Re
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain

            Here.
            --b
            Content-Type: image/png; name="=?utf-8?B?7IKs7KeELnBuZw==?="
            Content-Disposition: attachment
            Content-Transfer-Encoding: base64

            AAEC
            --b
            Content-Type: application/pdf
            Content-Disposition: attachment; filename="..\..\etc/pass{'\u202E'}wd.pdf"

            paper
            --b
            Content-Type: application/x-msdownload; name=run.exe

            MZ
            --b
            Content-Type: text/plain
            Content-Disposition: attachment; filename*0*=utf-8''a%20long; filename*1=" name.txt"

            words
            --b
            Content-Type: application/pkcs7-signature; name=smime.p7s

            seal
            --b--
            """;
        await desk.Receive(reply);
        await desk.Receive(reply);
        var shown = await desk.Shown(ticket.Id);
        Assert.Equal("Here.", Assert.Single(shown.Events, e => e.Kind == TicketEventKind.Replied).Text);
        Assert.Contains("run.exe", Assert.Single(shown.Events, e => e.Kind == TicketEventKind.Note).Text, StringComparison.Ordinal);
        var files = await desk.Patron.Get<IWritesContacts>().Files(desk.Customer, new(TicketBook.Kind, ticket.Id.Value), Ct);
        Assert.Equal(["설명 \"A\".pdf", "사진.png", "passwd.pdf", "a long name.txt"], files.Select(f => f.Name));
    }

    private static SentFile File(string name, string content) => new(name, Encoding.UTF8.GetByteCount(content), () => new MemoryStream(Encoding.UTF8.GetBytes(content)));

    private static string Mail(string from, string own, string subject, string text, string type = "text/plain") => $"From: {from}\nMessage-ID: {own}\nSubject: {subject}\nContent-Type: {type}; charset=utf-8\n\n{text}\n";

    private static async Task<IReadOnlyList<TicketRow>> Tickets(MailDesk desk)
    {
        await using var db = await desk.Patron.Db();
        return await db.Tickets.AsNoTracking().OrderBy(t => t.Id).ToListAsync(Ct);
    }
}
