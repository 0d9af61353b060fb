using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Messaging;
using Patron.Messaging.ReceiveMail;
using Patron.Messaging.SendMail;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.MailTickets;
using Patron.ServiceDesk.ShowTicket;
using Patron.Tests.Messaging;
using Patron.Workday.Contracts;

namespace Patron.Tests.ServiceDesk;

/// <summary>A program that sends and receives, and a customer with an address.</summary>
internal sealed class MailDesk(PatronServices patron, CustomerId customer) : IAsyncDisposable
{
    private static readonly UserId Mei = new(77);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public PatronServices Patron => patron;
    public CustomerId Customer => customer;
    public TicketBook Book => patron.Get<TicketBook>();

    public static async Task<MailDesk> Start(Database kind, int port)
    {
        var patron = await PatronServices.Start(kind, services =>
        {
            services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()).AddSingleton<IOutboxHandler, TicketMails>();
            services.AddMessagingServer();
        });
        Assert.Null((await patron.Get<SmtpSettings>().Save("127.0.0.1", $"{port}", tls: false, null, null, "care@firm.example", "Care", null, Ct)).Refusal);
        var customer = patron.Get<IdMaker>().Next<CustomerId>();
        await using var session = await BulkSession.Begin(patron.Get<IDbContextFactory<PatronDb>>(), patron.Clock, Ct);
        await patron.Get<IGoldenRecords>().Write(session, [new(customer, true, CustomerKind.Person, null, "Ann Young", "Ann", null, null, null, "ann@customer.example", null, null, null, null, null, "GB", null, null, "en-GB", null, null, null, null, 0)], patron.Clock.Now, Ct);
        await session.Db.SaveChangesAsync(Ct);
        await session.Commit(Ct);
        return new(patron, customer);
    }

    public async Task<Ticket> Open(string title) => (await Book.Open(new(customer, TicketKind.Complaint, title) { Owner = null }, Mei, Ct)).Value!.Ticket;

    public Task<int> Deliver() => patron.Get<OutboxDelivery>().DeliverDue(Ct);

    public async Task Later(TimeSpan time)
    {
        patron.Clock.Advance(time);
        await Deliver();
    }

    public async Task<ShownTicket> Shown(TicketId ticket) => (await patron.Get<TicketDetails>().Find(ticket, null, Ct))!;

    public async Task<(TicketMailState? State, string? Why)> Fate(TicketId ticket) => (await Shown(ticket)).Events.Last(e => e.Mail is not null) is var said ? (said.Mail, said.MailWhy) : default;

    public Task<Result<MailKind>> Receive(string mail) => patron.Get<MailReceiver>().Receive(Encoding.UTF8.GetBytes(mail), Ct);

    public async Task Again(TicketId ticket)
    {
        Assert.Null(await Refused(ticket));
        await Deliver();
    }

    public async Task<Refusal?> Refused(TicketId ticket) => (await patron.Get<MailAgain>().Send(ticket, (await Shown(ticket)).Events.Last(e => e.Mail is not null).Id, Ct)).Refusal;

    public async Task Suppress(SuppressionReason why)
    {
        await using var session = await BulkSession.Begin(patron.Get<IDbContextFactory<PatronDb>>(), patron.Clock, Ct);
        await patron.Get<IConsentDeeds>().Suppress(session, customer, ContactChannels.Email, why, "test", null, Ct);
        await session.Db.SaveChangesAsync(Ct);
        await session.Commit(Ct);
    }

    public async Task<IReadOnlyList<DayItem>> Day() => [.. (await Task.WhenAll(patron.Services.GetServices<IDayItems>().Select(d =>
        d.For(new([Mei], [], [], patron.Clock.Now, patron.Clock.Now.AddHours(8), 50, Customers.ListSample.English(patron.Services)), Ct)))).SelectMany(i => i)];

    public ValueTask DisposeAsync() => patron.DisposeAsync();
}
