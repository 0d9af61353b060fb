using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.ServiceDesk.KeepTickets;

namespace Patron.ServiceDesk.MailTickets;

/// <summary>What comes back of mails of tickets: a reply goes on in its ticket, a bounce says that an answer did not arrive.</summary>
internal sealed class ReceivedMails(IDbContextFactory<PatronDb> contexts, TicketBook book, MailedFiles files, IConsentDeeds consents, TimeProvider clock) : ITakesMail
{
    private const string Scope = "ticket-mail";

    public async Task<bool> Take(CameBackMail mail, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        if (await session.Db.TicketEvents.FirstOrDefaultAsync(e => e.MailId == mail.Of, ct) is not { } row) return false;
        if (mail.What == CameBack.Replied)
        {
            await session.DisposeAsync();
            await book.Reply(row.TicketId, mail.Key, mail.Subject, mail.Text, ct);
            await files.Keep(row.TicketId, mail.Key, mail.Files, ct);
            return true;
        }
        var reason = mail.What == CameBack.Bounced ? SuppressionReason.Bounced : SuppressionReason.Complained;
        if (mail.What == CameBack.Bounced) (row.Mail, row.MailWhy) = (TicketMailState.Failed, MailWhy.Returned);
        // A full box is no reason never to write there again.
        if (mail.What == CameBack.Complained || mail.NoAddress) await consents.Suppress(session, row.CustomerId, ContactChannels.Email, reason, mail.Of.ToString(), null, ct);
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return true;
    }

    /// <summary>The ticket that has taken a mail; null: none yet.</summary>
    public static async Task<TicketId?> TakenBy(BulkSession session, string key, CancellationToken ct) =>
        (await session.Find(Scope, [key], ct)).TryGetValue(key, out var claim) ? new TicketId(claim.Id) : null;

    /// <summary>Claims a mail, or a file of it, for the ticket that takes it; false: it was taken before.</summary>
    public static async Task<bool> Claim(BulkSession session, string key, TicketRow ticket, CancellationToken ct)
    {
        if ((await session.Find(Scope, [key], ct)).Count > 0) return false;
        using var claims = session.Sink(ClaimedKeys.Table, ClaimedKeys.Columns);
        ClaimedKeys.Write(claims, Scope, key, ticket.Id.Value, ticket.CustomerId.Value);
        claims.Complete();
        return true;
    }
}
