using Microsoft.EntityFrameworkCore;
using Patron.Codes.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.KeepMessages;
using Patron.Messaging.SendMessages;
using Patron.Messaging.WriteTemplates;

namespace Patron.Messaging.LayOnDesks;

/// <summary>A message that lies on a desk, as it reads now.</summary>
/// <param name="Words">Where a value is gone since it was handed off, its field in braces is all that is said: somebody has to look.</param>
/// <param name="Code">The customer's own; null: not asked for.</param>
internal sealed record LaidMessage(Message Message, CustomerCard Card, RenderedMessage Words, string Language, string? Code);

/// <summary>
/// Words of letters to print and calls to make: made anew each time from the version of the template that was handed off, with the code and the offer that the customer was given, so that they
/// say the same each time.
/// </summary>
internal sealed class LaidWords(IDbContextFactory<PatronDb> contexts, TemplateBook templates, ICustomerReads customers, ICodes codes, Offers offers, TimeProvider clock)
{
    /// <summary>In the order of the messages; one whose customer or words are gone is left out.</summary>
    /// <param name="everyCode">Each gets a code; false: where the template says one.</param>
    public async Task<IReadOnlyList<LaidMessage>> Of(IReadOnlyList<Message> messages, bool everyCode, CancellationToken ct)
    {
        if (messages.Count == 0) return [];
        var cards = await customers.Find([.. messages.Select(m => m.CustomerId).Distinct()], ct);
        var versions = new Dictionary<(TemplateId, int), CompiledTemplate?>();
        foreach (var (of, version) in messages.Select(m => (m.TemplateId, m.TemplateVersion)).Distinct()) versions[(of, version)] = await templates.Version(of, version, ct);
        await using var db = await contexts.CreateDbContextAsync(ct);
        var (organisation, sources) = (await db.Organisation(ct), await Sources(db, messages, ct));
        var promised = await offers.Of(sources.Values, ct);
        ArmOffer Promised(Message message) => promised.GetValueOrDefault((sources[message.SendingId], message.Arm), ArmOffer.None);
        var personal = await Codes([.. messages.Where(m => everyCode || versions[(m.TemplateId, m.TemplateVersion)]?.NamesCode == true)], sources, m => Promised(m).Ends(organisation.Zone), ct);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), organisation.Zone).DateTime);
        var links = TemplateFields.Links.ToDictionary(l => l, _ => "");
        var laid = new List<LaidMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (!cards.TryGetValue(message.CustomerId, out var card) || versions[(message.TemplateId, message.TemplateVersion)] is not { } template) continue;
            var code = personal.GetValueOrDefault(message.Id);
            var (words, language) = Render(template, card, new(organisation.Name, today, links, code, Promised(message)));
            laid.Add(new(message, card, words, language, code));
        }
        return laid;
    }

    private static (RenderedMessage Words, string Language) Render(CompiledTemplate template, CustomerCard card, TemplateContext context)
    {
        try
        {
            return template.Render(card, context);
        }
        catch (TemplateFaultException gone)
        {
            return (new("", "{{" + gone.What + "}}", null), gone.Language);
        }
    }

    /// <summary>What wanted the messages sent, by sending.</summary>
    private static async Task<IReadOnlyDictionary<long, SendingSource>> Sources(PatronDb db, IReadOnlyList<Message> messages, CancellationToken ct)
    {
        long[] sendings = [.. messages.Select(m => m.SendingId).Distinct()];
        return (await db.Sendings.AsNoTracking().Where(s => sendings.Contains(s.Id)).ToListAsync(ct)).ToDictionary(s => s.Id, s => new SendingSource(s.SourceKind, s.SourceId));
    }

    /// <summary>As they are shown.</summary>
    private async Task<IReadOnlyDictionary<MessageId, string>> Codes(Message[] messages, IReadOnlyDictionary<long, SendingSource> sources, Func<Message, DateTimeOffset?> until, CancellationToken ct)
    {
        var found = new Dictionary<MessageId, string>();
        if (messages.Length == 0) return found;
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        foreach (var arm in messages.GroupBy(m => (m.SendingId, m.Arm)))
        {
            var source = sources[arm.Key.SendingId];
            var issued = await codes.Issue(session, new(source.Kind, source.Id, arm.Key.Arm), [.. arm.Select(m => new CodeWish(m.CustomerId, m.Id))], until(arm.First()), ct);
            foreach (var message in arm) found[message.Id] = CodeText.Shown(issued[message.CustomerId]);
        }
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return found;
    }
}
