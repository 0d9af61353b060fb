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
    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (at, id) = (before?.At, new MessageId(before?.Id ?? 0));
        var latest = await (from m in db.Messages.AsNoTracking()
                            join t in db.MessageTemplates.AsNoTracking() on m.TemplateId equals t.Id into named
                            from t in named.DefaultIfEmpty()
                            where m.CustomerId == customer && m.State == MessageState.Sent && (at == null || m.At < at || (m.At == at && m.Id.CompareTo(id) < 0))
                            orderby m.At descending, m.Id descending
                            select new { m.At, m.Id, m.Channel, Name = t == null ? "" : t.Name }).Take(count).ToListAsync(ct);
        return [.. latest.Select(m => new TimelineEntry(m.At, m.Id.Value, m.Channel == "phone" ? "call" : "msg", Icon(m.Channel), sentences.Html("messaging.timeline.sent", new { channel = m.Channel, name = m.Name }), null, null))];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Messages.LongCountAsync(m => m.CustomerId == customer && m.State == MessageState.Sent, ct);
    }

    private static string Icon(string channel) => channel switch { "email" => "mail", "letter" => "mailbox", "sms" => "message", "phone" => "phone-outgoing", "task" => "checkbox", _ => "send" };
}
