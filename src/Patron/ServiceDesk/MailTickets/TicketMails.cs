using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.ServiceDesk.MailTickets;

/// <summary>Why a mail failed, or why nobody knows what became of it, in one word each: what a server said may name an address and is not kept.</summary>
internal static class MailWhy
{
    public const string NoServer = "no-server", NoAddress = "no-address", Returned = "returned", Refused = "refused", Unreachable = "unreachable", Lost = "lost", Crash = "crash";
}

/// <summary>
/// Sends what was written to customers in tickets. The state goes before the mail: it is "sending" before the first word to the server, so that after a crash nobody sends it twice;
/// a person then decides. A server that cannot be reached is asked again as long as the outbox asks.
/// </summary>
internal sealed class TicketMails(IDbContextFactory<PatronDb> contexts, MailWays ways, IWritesContacts contacts, IMailSender mail, Texts texts, TimeProvider clock) : IOutboxHandler
{
    public const string TopicName = "ticket-mail";

    /// <summary>So long an answer can be taken back before it leaves.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromSeconds(30);

    public string Topic => TopicName;

    /// <param name="file">The change set that brought the file which goes along; null: none does.</param>
    public static string Payload(TicketEventId of, ChangeSetId? file) => of.Value.ToString(CultureInfo.InvariantCulture) + (file is { } set ? $" {set}" : "");

    public async Task Handle(long messageId, string payload, CancellationToken ct)
    {
        var words = payload.Split(' ');
        var id = new TicketEventId(long.Parse(words[0], CultureInfo.InvariantCulture));
        if (await Begin(id, words is [_, var set] && IdText.TryRead<ChangeSetId>(set, out var file) ? file : null, ct) is not { } ready) return;
        try
        {
            await mail.Send(ready, ct);
            await Set(id, TicketMailState.Sent, null, ct);
        }
        catch (MailFailedException e) when (e.Trouble != MailTrouble.Passing)
        {
            await (e.Trouble == MailTrouble.Refused ? Set(id, TicketMailState.Failed, MailWhy.Refused, ct) : Set(id, TicketMailState.Unknown, MailWhy.Lost, ct));
        }
        catch (MailFailedException)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var last = await db.TicketEvents.AnyAsync(e => e.Id == id && e.MailTries >= OutboxDelivery.MaxAttempts, ct);
            await (last ? Set(id, TicketMailState.Failed, MailWhy.Unreachable, ct) : Set(id, TicketMailState.Queued, null, ct));
            if (!last) throw;
        }
    }

    /// <summary>Marks it as being sent and says what is sent; null where nothing is to be.</summary>
    private async Task<Mail?> Begin(TicketEventId id, ChangeSetId? file, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        // It may be undone by now, or the customer erased.
        if (await session.Db.TicketEvents.FirstOrDefaultAsync(e => e.Id == id, ct) is not { MailId: { } own, Text: { } text } row) return null;
        if (row.Mail == TicketMailState.Sending) (row.Mail, row.MailWhy) = (TicketMailState.Unknown, MailWhy.Crash);
        if (row.Mail != TicketMailState.Queued) return await Nothing(session, ct);
        var way = await ways.Of(session, row.CustomerId, ct);
        var why = !await mail.IsSetUp(ct) ? MailWhy.NoServer : way.Way switch { MailWay.NoAddress => MailWhy.NoAddress, MailWay.Returned => MailWhy.Returned, _ => null };
        if (why is not null)
        {
            (row.Mail, row.MailWhy) = (TicketMailState.Failed, why);
            return await Nothing(session, ct);
        }
        (row.Mail, row.MailTries) = (TicketMailState.Sending, (row.MailTries ?? 0) + 1);
        var ticket = await session.Db.Tickets.AsNoTracking().FirstAsync(t => t.CustomerId == row.CustomerId && t.Id == row.TicketId, ct);
        var earlier = await session.Db.TicketEvents.AsNoTracking().Where(e => e.CustomerId == row.CustomerId && e.TicketId == row.TicketId && e.Mail == TicketMailState.Sent)
            .OrderByDescending(e => e.Id).Select(e => e.MailId).FirstOrDefaultAsync(ct);
        var along = file is { } brought ? await contacts.Content(session.Db, row.CustomerId, brought, ct) : null;
        var company = (await session.Db.Organisation(ct)).Name;
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        var words = texts.For(Language.Choose(way.Language, null));
        return new(way.Address!, way.Name is { } name ? string.Concat(name.Where(letter => !char.IsControl(letter))) : null, words.Get("servicedesk.mail.subject", new { title = ticket.Title, number = ticket.Number }),
            words.Get("servicedesk.mail.text", new { text, company, named = company.Length > 0 ? "yes" : "no", number = ticket.Number }), own.ToString()) { ByPerson = true, File = along, Follows = earlier?.ToString() };
    }

    private static async Task<Mail?> Nothing(BulkSession session, CancellationToken ct)
    {
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return null;
    }

    /// <summary>By the id alone: a merge may have moved the row meanwhile. A mail that bounced before we knew that it was sent stays bounced.</summary>
    private async Task Set(TicketEventId id, TicketMailState state, string? why, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.TicketEvents.Where(e => e.Id == id && e.Mail == TicketMailState.Sending).ExecuteUpdateAsync(set => set.SetProperty(e => e.Mail, state).SetProperty(e => e.MailWhy, why), ct);
    }
}
