using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Events.KeepLog;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Events.ShowTimeline;

/// <summary>What the customer did, machines left out.</summary>
internal sealed class EventTimeline(IDbContextFactory<PatronDb> contexts) : ITimelineSource
{
    /// <summary>Kinds that have a sentence of their own: their group in the filter, and their icon.</summary>
    private static readonly Dictionary<string, (string Group, string Icon)> Kinds = new(StringComparer.Ordinal)
    {
        [EventKinds.Opened] = ("msg", "mail-opened"), [EventKinds.Clicked] = ("web", "click"), [EventKinds.Replied] = ("msg", "mail-forward"), [EventKinds.Ordered] = ("buy", "shopping-cart"),
        [EventKinds.CallWanted] = ("call", "phone-call"), [EventKinds.Declined] = ("msg", "thumb-down"), [EventKinds.Redeemed] = ("buy", "ticket"), [EventKinds.Bounced] = ("msg", "mail-x"),
        [EventKinds.Complained] = ("msg", "mood-sad"), [EventKinds.Unsubscribed] = ("data", "shield-x"),
    };

    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (at, id) = (before?.At, before?.Id ?? 0);
        var latest = await db.Set<LoggedEvent>().AsNoTracking().Where(e => e.CustomerId == customer && !e.Machine && (at == null || e.At < at || (e.At == at && e.Id < id)))
            .OrderByDescending(e => e.At).ThenByDescending(e => e.Id).Take(count).ToListAsync(ct);
        return [.. latest.Select(e => Entry(e, sentences))];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Set<LoggedEvent>().LongCountAsync(e => e.CustomerId == customer && !e.Machine, ct);
    }

    private static TimelineEntry Entry(LoggedEvent happened, Sentences sentences)
    {
        var known = Kinds.TryGetValue(happened.Kind, out var look);
        return new(happened.At, happened.Id, known ? look.Group : "web", known ? look.Icon : "point", sentences.Html("events.timeline.entry", new { kind = known ? happened.Kind : "other", name = happened.Kind }), happened.Detail, null);
    }
}
