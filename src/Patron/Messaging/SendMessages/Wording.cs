using Microsoft.EntityFrameworkCore;
using Patron.Codes.Contracts;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;
using Patron.Messaging.TrackResponses;
using Patron.Messaging.WriteTemplates;

namespace Patron.Messaging.SendMessages;

/// <summary>Gives the messages of a batch their words: the customer's fields, layout, tracked and signed links, what the law of the country asks for.</summary>
internal sealed class Wording(
    IDbContextFactory<PatronDb> contexts, ICustomerReads customers, TemplateBook templates, SignedLinks signed, TrackedLinks tracked, IContactRules rules, IContactLinks preferences, ICodes codes,
    Offers offers, Texts texts, TimeProvider clock)
{
    public async Task<IReadOnlyList<Worded>> Word(IReadOnlyList<ClaimedMessage> messages, CancellationToken ct)
    {
        var cards = await customers.Find([.. messages.Select(m => m.Customer).Distinct()], ct);
        var known = await templates.Current([.. messages.Select(m => m.Template).Distinct()], ct);
        var (around, promised) = (await Around(ct), await offers.Of(messages.Select(m => m.Source), ct));
        ArmOffer Promised(ClaimedMessage message) => promised.GetValueOrDefault((message.Source, message.Arm), ArmOffer.None);
        var personal = await Codes([.. messages.Where(m => known.GetValueOrDefault(m.Template)?.Compiled.NamesCode == true)], m => Promised(m).Ends(around.Zone), ct);
        var worded = messages.Select(m => Word(m, cards.GetValueOrDefault(m.Customer), known.GetValueOrDefault(m.Template), personal.GetValueOrDefault(m.Id), Promised(m), around)).ToList();
        if (around.Signer is not { } signer) return worded;
        var links = await tracked.IdsOf(worded.Where(w => w.Ready is not null && w.Message.Channel == ContactChannels.Email).Select(w => w.Ready!.Text), signer.Address + "/", ct);
        return [.. worded.Select(w => w.Ready is { } ready && w.Message.Channel == ContactChannels.Email ? w with { Ready = ready with { Text = TrackedLinks.Track(ready.Text, links, signer, w.Message.Id) } } : w)];
    }

    /// <summary>Who has one of this sending keeps it: a message that is tried again says the same.</summary>
    private async Task<IReadOnlyDictionary<MessageId, string>> Codes(IReadOnlyList<ClaimedMessage> messages, Func<ClaimedMessage, DateTimeOffset?> until, CancellationToken ct)
    {
        var found = new Dictionary<MessageId, string>();
        if (messages.Count == 0) return found;
        await using var session = await BulkSession.BeginNext(contexts, clock, ct);
        foreach (var arm in messages.GroupBy(m => (m.Source, m.Arm)))
        {
            var issued = await codes.Issue(session, new(arm.Key.Source.Kind, arm.Key.Source.Id, arm.Key.Arm), [.. arm.Select(m => new CodeWish(m.Customer, m.Id))], until(arm.First()), ct);
            foreach (var message in arm) found[message.Id] = CodeText.Shown(issued[message.Customer]);
        }
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return found;
    }

    private async Task<Surroundings> Around(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var organisation = await db.Organisation(ct);
        return new(organisation.Name, organisation.Zone, DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), organisation.Zone).DateTime), await signed.Signer(ct), await rules.Now(ct), await preferences.Preferences(ct), (await db.Sender(ct)).Lines);
    }

    private Worded Word(ClaimedMessage message, CustomerCard? card, KnownTemplate? template, string? code, ArmOffer offer, Surroundings around)
    {
        if (card is null || card.DeletedAt is not null) return new(message, null, Why.Gone);
        if (template is null) return new(message, null, Why.Template);
        var (duties, advertises) = (around.Rules.Duties(card.Golden.Country), ConsentColumn.IsAdvertising(message.Purpose));
        if (advertises && message.Channel == ContactChannels.Email && !AdvertisingDuties.AreMet(duties, around.SenderAddress, around.Signer is not null)) return new(message, null, null) { Waits = true };
        var links = TemplateFields.Links.ToDictionary(name => name, name => around.Signer is { } signer ? name == "preferences" ? signer.Address + around.Preferences(message.Customer) : Link(signer, name, message.Id) : "");
        try
        {
            var (words, language) = template.Compiled.Render(card, new(around.Organisation, around.Today, links, code, offer));
            var mark = advertises ? duties.Mark : "";
            var unsubscribe = advertises ? around.Signer?.Unsubscribe(message.Id) : null;
            var text = message.Channel == ContactChannels.Email ? Mail(message, template, words, language, mark, advertises && duties.AddressLine ? around.SenderAddress : [], unsubscribe, around) : words with { Text = mark + words.Text };
            var coupon = template.Compiled.Content.Coupon && code is not null && message.Channel == ContactChannels.Email ? Coupons.Picture(code) : null;
            return new(message, new(message, card, text, template.Version, unsubscribe) { Attachment = coupon }, null);
        }
        catch (TemplateFaultException)
        {
            return new(message, null, Why.Template);
        }
    }

    private RenderedMessage Mail(ClaimedMessage message, KnownTemplate template, RenderedMessage words, string language, string mark, IReadOnlyList<string> address, string? unsubscribe, Surroundings around)
    {
        var sentences = texts.For(Language.Choose(null, language));
        List<(string, string?)> footer = [(around.Organisation, null), .. address.Select(line => (line, (string?)null))];
        if (unsubscribe is not null) footer.Add((sentences["messaging.mail.unsubscribe"], unsubscribe));
        var html = words.Html is { } body
            ? Layouts.Wrap(template.Compiled.Content.Layout, language, words.Subject, around.Organisation, body, footer, around.Signer?.Pixel(message.Id)) : null;
        var text = string.Join("\n", [words.Text, "", "-- ", .. footer.Select(f => f.Item2 is null ? f.Item1 : $"{f.Item1}: {f.Item2}")]);
        return new(mark + words.Subject, text, html);
    }

    private static string Link(LinkSigner signer, string name, MessageId message) => name switch
    {
        "unsubscribe" => signer.Unsubscribe(message),
        "respond" => signer.Respond(message),
        var want => signer.Respond(message, want),
    };

    private sealed record Surroundings(string Organisation, TimeZoneInfo Zone, DateOnly Today, LinkSigner? Signer, ContactRulesNow Rules, Func<CustomerId, string> Preferences, IReadOnlyList<string> SenderAddress);
}
