using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.ServiceDesk.Contracts;

namespace Patron.ServiceDesk.MailTickets;

/// <summary>An answer that did not reach the customer, or of which nobody knows, and after which nothing was said.</summary>
internal sealed record UnreachedAnswer(CustomerId Customer, TicketId Ticket, string Title, UserId? Owner, DateTimeOffset At, bool Failed);

internal sealed class UnreachedAnswers(IDbContextFactory<PatronDb> contexts)
{
    private static readonly TimeSpan Since = TimeSpan.FromDays(14);
    private static readonly TicketEventKind[] Said = [TicketEventKind.Answered, TicketEventKind.Waiting, TicketEventKind.Solved, TicketEventKind.Replied];

    /// <summary>Of the tickets of some people, the latest first.</summary>
    public async Task<IReadOnlyList<UnreachedAnswer>> Of(IReadOnlyList<UserId> owners, DateTimeOffset now, int most, CancellationToken ct)
    {
        if (owners.Count == 0) return [];
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (events, since, who) = (db.TicketEvents.AsNoTracking(), now - Since, owners.Select(o => (UserId?)o).ToArray());
        return await (from e in events
                      join t in db.Tickets.AsNoTracking() on new { e.CustomerId, Id = e.TicketId } equals new { t.CustomerId, t.Id }
                      where (e.Mail == TicketMailState.Failed || e.Mail == TicketMailState.Unknown) && e.At >= since && who.Contains(t.OwnerId)
                          && !events.Any(l => l.CustomerId == e.CustomerId && l.TicketId == e.TicketId && l.At > e.At && Said.Contains(l.Kind))
                      orderby e.At descending
                      select new UnreachedAnswer(t.CustomerId, t.Id, t.Title, t.OwnerId, e.At, e.Mail == TicketMailState.Failed)).Take(most).ToListAsync(ct);
    }
}
