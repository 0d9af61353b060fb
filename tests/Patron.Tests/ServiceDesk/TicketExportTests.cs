using Microsoft.EntityFrameworkCore;
using Patron.Customers;
using Patron.Data;
using Patron.Data.Exporting;
using Patron.IdentityResolution.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.ServiceDesk;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;
using Patron.ServiceDesk.ListTickets;
using Patron.ServiceDesk.MailTickets;
using Patron.ServiceDesk.SetService;
using Patron.Tests.Exporting;
using Patron.Tests.Reasons;
using Patron.Tests.Tasks;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.ServiceDesk;

/// <summary>Tickets made here and sent by systems, all that happened to them, files, reasons, answers and rules leave with everything and come back as they were.</summary>
public sealed class TicketExportTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Whatever_service_knows_comes_back_as_it_was_and_twice_changes_nothing(Database kind)
    {
        await using var first = await PatronServices.Start(kind);
        await RandomCompany.Fill(first, 5);
        await Serve(first);
        var archive = await ArchiveFiles.Export(first, "first.zip");

        await using var second = await PatronServices.Start(kind);
        second.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        var again = Files(await ArchiveFiles.Export(second, "second.zip"));
        Assert.All(Files(archive), f => Assert.Equal(f.Value, again[f.Key]));
        Assert.All(again, f => Assert.True(f.Value.Count(sign => sign == '\n') > 1, f.Key));
        var (was, now) = (await EveryTable.Of(first), await EveryTable.Of(second));
        foreach (var table in (string[])["service_tickets", "service_events", "service_templates", "interactions", "interactions_files"]) Assert.Equal(Said(was[table]), Said(now[table]));

        Assert.Null((await second.Get<IEverything>().Take(archive, null, null, Ct)).Refusal);
        Assert.Equal(was["service_events"], (await EveryTable.Of(second))["service_events"]);
        Assert.Equal(3L, Convert.ToInt64(await second.Ask("select count(*) from service_tickets"), null));
        // The file is there with what it held, and belongs to the same ticket.
        var ticket = (await second.Get<TicketReads>().List(new(Words: "leaks"), "due", 1, null, Ct)).Rows.Single().Ticket;
        var file = Assert.Single(await second.Get<IWritesContacts>().Files(ticket.Customer, new(TicketBook.Kind, ticket.Id.Value), Ct));
        Assert.Equal(("photo.png", 5L), (file.Name, file.Size));
    }

    private static async Task Serve(PatronServices patron)
    {
        var (tom, mei, _, delivery) = await TaskTests.People(patron);
        var (customer, source, order) = await Somebody(patron);
        var book = patron.Get<TicketBook>();
        var late = await TicketReasons.Add(patron, "Too late", await TicketReasons.Add(patron, "Delivery"));
        await patron.Get<Answers>().Save(null, "Sorry, \"friend\"", "Dear {{customer}},\nwe are sorry.", tom, Ct);
        await patron.Get<RuleSetting>().Save(new(["1", "2", "3"], ["10", "20", "30"], "90", "flat", "25", "10", "30", "5"), tom, Ct);

        var leaks = (await book.Open(new(customer, TicketKind.Complaint, "The kettle leaks") { Reason = late, Team = delivery, Order = order.Id, Product = order.Product, Details = "물이 샙니다" }, mei, Ct)).Value!.Ticket;
        leaks = Done(await book.Answer(leaks.Id, leaks.Version, "We look into it,\n\"at once\".", mei, Ct));
        await using (var db = await patron.Db())
            await db.TicketEvents.Where(e => e.Kind == TicketEventKind.Answered)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.MailId, new MessageId(4_711)).SetProperty(e => e.Mail, TicketMailState.Failed).SetProperty(e => e.MailWhy, MailWhy.Returned), Ct);
        leaks = Done(await book.SetSeverity(leaks.Id, leaks.Version, Severity.High, mei, Ct));
        leaks = Done(await book.Give(leaks.Id, leaks.Version, 7_500_000, "As agreed", tom, Ct));
        leaks = Done(await book.Wait(leaks.Id, leaks.Version, "A photo", tom, Ct));
        Done(await book.Attach(leaks.Id, new("photo.png", 5, () => new MemoryStream([0, 1, 2, 253, 10])), mei, Ct));
        var other = (await book.Open(new(customer, TicketKind.Question, "How long?"), null, Ct)).Value!.Ticket;
        patron.Clock.Advance(TimeSpan.FromHours(1));
        other = Done(await book.Solve(other.Id, other.Version, "Five minutes.", tom, Ct));
        other = Done(await book.Reopen(other.Id, other.Version, "Longer", tom, Ct));
        Done(await book.Note(other.Id, other.Version, "=1+1", mei, Ct));

        var opened = Instants.ToMicroseconds(patron.Clock.Now.AddDays(-3));
        await patron.Take([new IncomingTicket(2, "T-1", source.Record, "complaint", "Broken", null, "Bill", null, opened, opened + 3_600_000_000, null, null, null)], source: source.Source);
        var sent = (await patron.Get<TicketReads>().List(new(Words: "Broken"), "due", 1, null, Ct)).Rows.Single().Ticket;
        sent = Done(await book.Assign(sent.Id, sent.Version, mei, delivery, tom, Ct));
        Done(await book.Solve(sent.Id, sent.Version, "Mended", mei, Ct));
    }

    /// <summary>A customer with a record of a source and an order line.</summary>
    private static async Task<(CustomerId Customer, (SourceInfo Source, string Record) Of, (OrderId Id, ProductId Product) Order)> Somebody(PatronServices patron)
    {
        foreach (var source in await patron.Get<ISources>().All(Ct))
        {
            await using var session = await patron.Session();
            await using var command = session.Command($"""
                select r.customer_id, r.external_id, l.order_id, l.product_id from identity_source_records r join purchases_order_lines l on l.customer_id = r.customer_id join customers c on c.id = r.customer_id
                where r.source_id = {source.Id.Value} and c.deleted_at is null and l.product_id is not null order by r.id limit 1
                """);
            await using var reader = await command.ExecuteReaderAsync(Ct);
            if (await reader.ReadAsync(Ct)) return (new(reader.GetInt64(0)), (source, reader.GetString(1)), (new(reader.GetInt64(2)), new(reader.GetInt64(3))));
        }
        throw new InvalidOperationException("Nobody bought anything.");
    }

    /// <summary>How often a row was written is no part of what it says, nor are ids; to what a contact refers is compared as files.</summary>
    private static IEnumerable<string> Said(IEnumerable<string> rows) => rows.Select(r => System.Text.RegularExpressions.Regex.Replace(r, @"(^| \| )(version|reference_id)=\d+", "")).Order(StringComparer.Ordinal);

    private static Ticket Done(Result<TicketChanged> result) => result.Value?.Ticket ?? throw new InvalidOperationException(result.Refusal!.Key);

    private static SortedDictionary<string, string> Files(string archive) =>
        ArchiveFiles.Of(archive, "settings", "reasons", "answer-templates", "tickets", "own-tickets", "ticket-events", "contacts", "contact-files");
}
