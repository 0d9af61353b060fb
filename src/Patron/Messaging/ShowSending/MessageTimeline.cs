using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.WriteTemplates;
using Patron.Web.Contracts;

namespace Patron.Messaging.ShowSending;

/// <summary>What was sent to the customer.</summary>
internal sealed class MessageTimeline(IDbContextFactory<PatronDb> contexts) : ITimelineSource
{
    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, DateTimeOffset? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var latest = await (from m in db.Messages.AsNoTracking()
                            join t in db.MessageTemplates.AsNoTracking() on m.TemplateId equals t.Id into named
                            from t in named.DefaultIfEmpty()
                            where m.CustomerId == customer && m.State == MessageState.Sent && (before == null || m.At < before)
                            orderby m.At descending, m.Id descending
                            select new { m.At, m.Channel, Name = t == null ? "" : t.Name }).Take(count).ToListAsync(ct);
        return [.. latest.Select(m => new TimelineEntry(m.At, m.Channel == "phone" ? "call" : "msg", Icon(m.Channel), sentences.Html("messaging.timeline.sent", new { channel = m.Channel, name = m.Name }), null, null))];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Messages.LongCountAsync(m => m.CustomerId == customer && m.State == MessageState.Sent, ct);
    }

    private static string Icon(string channel) => channel switch { "email" => "mail", "letter" => "mailbox", "sms" => "message", "phone" => "phone-outgoing", "task" => "checkbox", _ => "send" };
}
