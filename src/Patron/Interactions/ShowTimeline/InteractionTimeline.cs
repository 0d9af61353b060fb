using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Web.Contracts;

namespace Patron.Interactions;

/// <summary>Calls, letters, messages, visits, notes: one entry each.</summary>
internal sealed class InteractionTimeline(IDbContextFactory<PatronDb> contexts) : ITimelineSource
{
    private const int LongestDetail = 280;

    /// <summary>Kinds that have a sentence of their own: their group in the filter, and their icon.</summary>
    private static readonly Dictionary<string, (string Group, string Icon)> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["call"] = ("call", "phone"), ["letter"] = ("msg", "mailbox"), ["fax"] = ("msg", "printer"), ["mail"] = ("msg", "mail"), ["email"] = ("msg", "mail"),
        ["message"] = ("msg", "message"), ["visit"] = ("svc", "building-store"), ["exhibition"] = ("svc", "building-carousel"), ["event"] = ("svc", "calendar-event"),
        [IWritesContacts.Answer] = ("svc", "message-reply"), [IWritesContacts.Document] = ("svc", "paperclip"), ["complaint"] = ("svc", "mood-sad"), ["web"] = ("web", "click"), [InteractionKinds.Note] = ("note", "note"),
    };

    public async Task<IReadOnlyList<TimelineEntry>> Latest(CustomerId customer, TimelinePoint? before, int count, Sentences sentences, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (at, id) = (before?.At, new InteractionId(before?.Id ?? 0));
        var latest = await db.Interactions.AsNoTracking().Where(i => i.CustomerId == customer && (at == null || i.At < at || (i.At == at && i.Id.CompareTo(id) < 0)))
            .OrderByDescending(i => i.At).ThenByDescending(i => i.Id).Take(count).ToListAsync(ct);
        return [.. latest.Select(i => Entry(i, sentences))];
    }

    public async Task<long> Count(CustomerId customer, CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return await db.Interactions.LongCountAsync(i => i.CustomerId == customer, ct);
    }

    private static TimelineEntry Entry(Interaction interaction, Sentences sentences)
    {
        var says = Payload.Read(interaction.Payload);
        var known = Kinds.TryGetValue(interaction.Kind, out var look);
        var text = sentences.Html("interactions.timeline.entry", new
        {
            kind = known ? interaction.Kind.ToLowerInvariant() : "other", name = interaction.Kind,
            direction = interaction.Direction switch { Direction.In => "in", Direction.Out => "out", _ => "none" },
            titled = says.Subject is null ? "no" : "yes", subject = says.Subject ?? "",
        });
        return new(interaction.At, interaction.Id.Value, known ? look.Group : "svc", known ? look.Icon : "point", text, Detail(says, sentences), null)
        {
            Href = interaction.Kind == InteractionKinds.Note ? null : LogContact.ContactUrls.One(interaction.CustomerId, interaction.Id),
        };
    }

    private static string? Detail(Payload says, Sentences sentences)
    {
        var text = says.Text is { Length: > LongestDetail } longer ? longer[..(LongestDetail - 1)].TrimEnd() + "…" : says.Text;
        string[] said = [.. ((string?[])[text, says.Outcome, says.Seconds is > 0 and var seconds ? sentences.Formats.Duration(TimeSpan.FromSeconds(seconds)) : null]).OfType<string>()];
        return said.Length == 0 ? null : said.Aggregate((before, next) => sentences.Get("interactions.timeline.detail", new { text = before, outcome = next }));
    }
}
