using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.ServiceDesk.Contracts;
using Patron.ServiceDesk.ShowTicket;
using Patron.Web.Contracts;

namespace Patron.ServiceDesk.ShowTimeline;

/// <summary>What happened to the customer's tickets; how we worked on them among ourselves is on their own pages.</summary>
internal sealed class TicketTimeline(IDbContextFactory<PatronDb> contexts) : ITimelineSource
{
    private const int LongestDetail = 280;

    private static readonly TicketEventKind[] Told =
        [TicketEventKind.Opened, TicketEventKind.Answered, TicketEventKind.Solved, TicketEventKind.Reopened, TicketEventKind.Goodwill, TicketEventKind.GoodwillRefused];

    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var currency = (await db.Organisation(ct)).Currency;
        var (at, id) = (before?.At, new TicketEventId(before?.Id ?? 0));
        var latest = await Of(db, customer).Where(e => at == null || e.At < at || (e.At == at && e.Id.CompareTo(id) < 0)).OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(count)
            .Join(db.Tickets.AsNoTracking().Where(t => t.CustomerId == customer), e => e.TicketId, t => t.Id, (e, t) => new { Event = e, t.Title, t.Kind }).ToListAsync(ct);
        return [.. latest.OrderByDescending(l => l.Event.At).ThenByDescending(l => l.Event.Id.Value).Select(l => new TimelineEntry(l.Event.At, l.Event.Id.Value, "svc", TicketWords.Icon(l.Event.Kind),
            sentences.Html("servicedesk.timeline", new { what = l.Event.Kind.ToString().ToLowerInvariant(), kind = l.Kind.ToString().ToLowerInvariant(), title = l.Title }),
            l.Event.Text is { Length: > LongestDetail } longer ? longer[..(LongestDetail - 1)].TrimEnd() + "…" : l.Event.Text, l.Event.Amount is { } amount ? sentences.Formats.Money(amount, currency) : null) { Href = TicketUrls.One(l.Event.TicketId) })];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await Of(db, customer).LongCountAsync(ct);
    }

    /// <summary>Answers that people wrote are told as the contacts that they are; those of files have no words.</summary>
    private static IQueryable<TicketEventRow> Of(PatronDb db, CustomerId customer) =>
        db.TicketEvents.AsNoTracking().Where(e => e.CustomerId == customer && Told.Contains(e.Kind) && (e.Kind != TicketEventKind.Answered || e.Text == null));
}
