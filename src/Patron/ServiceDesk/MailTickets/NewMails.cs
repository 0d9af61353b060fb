using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Messaging.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.KeepTickets;

namespace Patron.ServiceDesk.MailTickets;

/// <summary>
/// What a person writes to us unasked becomes a ticket, as the rules say. It goes on in a ticket of the sender where its subject names one, is that of an open one, or where one address
/// writes so often that only a machine would: a loop makes one ticket and loses no mail. Nothing is answered by itself.
/// </summary>
internal sealed partial class NewMails(
    IDbContextFactory<PatronDb> contexts, ICustomerReach reach, IHandValues hands, TicketBook book, MailedFiles files, Texts texts, TimeProvider clock) : ITakesNewMail
{
    /// <summary>So many tickets a day one address opens by mail.</summary>
    public const int MostADay = 5;

    public async Task<bool> Take(NewMail mail, CancellationToken ct)
    {
        if (await Known(mail, ct) is not var (mode, customer, ticket)) return false;
        if (ticket is null)
        {
            if (customer is null && mode != UnaskedMail.Everybody) return false;
            if (customer is null)
            {
                var added = await hands.Add([new(default, "email", false, mail.From), new(default, "name", false, mail.FromName)], null, ct);
                // An address that our own records would not take is none that an answer reaches.
                if (added.Refusal is not null) return false;
                customer = added.Value;
            }
            var opened = await book.OpenByMail(new(customer.Value, TicketKind.Question, Title(mail)) { Details = Cut(mail.Text) }, mail, ct);
            if (opened.Refusal is { } refusal) throw new InvalidOperationException($"A mail did not become a ticket: {refusal.Key}.");
            ticket = opened.Value!.Ticket.Id;
        }
        else
        {
            await book.Reply(ticket.Value, mail.Key, mail.Subject, mail.Text, ct);
        }
        await files.Keep(ticket.Value, mail.Key, mail.Files, ct);
        return true;
    }

    /// <summary>Who wrote, and the ticket in which it goes on; null where nobody wants it. Of several customers with one address the one we know longest.</summary>
    private async Task<(UnaskedMail Mode, CustomerId? Customer, TicketId? Ticket)?> Known(NewMail mail, CancellationToken ct)
    {
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        // It was taken before, and perhaps not all that it carries.
        if (await ReceivedMails.TakenBy(session, mail.Key, ct) is { } before) return (default, null, before);
        var mode = (await session.Db.Read<ServiceRules>(ServiceRules.Key, ct) ?? ServiceRules.Usual).Mail;
        if (mode == UnaskedMail.Nobody) return null;
        var known = (await reach.Of(session, [.. await reach.WithAddress(session, [mail.From], ct)], ct)).Keys.OrderBy(c => c.Value).Select(c => (CustomerId?)c).FirstOrDefault();
        if (known is not { } customer) return (mode, null, null);
        var tickets = await session.Db.Tickets.AsNoTracking().Where(t => t.CustomerId == customer).OrderByDescending(t => t.Id).Take(200).Select(t => new { t.Id, t.Number, t.Title, t.IsOpen, t.OpenedAt }).ToListAsync(ct);
        var (title, since) = (Title(mail), clock.GetUtcNow().AddDays(-1));
        var goesOn = tickets.FirstOrDefault(t => mail.Subject.Contains($"[{t.Number}]", StringComparison.OrdinalIgnoreCase))
            ?? tickets.FirstOrDefault(t => t.IsOpen && string.Equals(t.Title, title, StringComparison.OrdinalIgnoreCase) && mail.Subject.Trim().Length > 0)
            ?? (tickets.Count(t => t.OpenedAt > since) >= MostADay ? tickets[0] : null);
        return (mode, customer, goesOn?.Id);
    }

    /// <summary>The subject without what mail programs put before it; of none its first line.</summary>
    private string Title(NewMail mail)
    {
        var subject = Before().Replace(mail.Subject.Trim(), "").Trim();
        if (subject.Length == 0) subject = mail.Text.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0) ?? texts.For(Language.English).Get("servicedesk.mail.untitled", new { from = mail.From });
        var clean = string.Concat(subject.Where(c => !char.IsControl(c)));
        return clean.Length > TicketTable.LongestTitle ? clean[..(TicketTable.LongestTitle - 1)] + "…" : clean;
    }

    /// <summary>The whole of it stands with the contact.</summary>
    private static string Cut(string text) => text.Length > TicketTable.LongestDetails ? text[..(TicketTable.LongestDetails - 1)] + "…" : text;

    [GeneratedRegex(@"^((re|aw|fwd?|wg|sv|antw|回复|回覆|答复|答覆|转发|轉寄|회신|답장|전달)\s*(\[\d+\])?\s*[:：]\s*)+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Before();
}
