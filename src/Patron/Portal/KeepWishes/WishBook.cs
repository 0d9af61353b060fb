using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Portal.KeepWishes;

/// <param name="Channel">One of <see cref="ContactChannels.All"/>, for which there is an address.</param>
/// <param name="Wanted">Null: never asked.</param>
internal sealed record ChannelWish(string Channel, bool? Wanted);

/// <summary>What the page shows.</summary>
internal sealed record ShownWishes(CustomerReach Reach, IReadOnlyList<ChannelWish> Channels, IReadOnlyList<WishTopic> Topics, CustomerWishes Wishes, ConsentWords? Words);

/// <summary>What a customer says on the own page: consents go to the ledger with the words that were shown, the rest are wishes.</summary>
internal sealed class WishBook(
    IDbContextFactory<PatronDb> contexts, IConsentLedger ledger, IConsentDeeds deeds, IPreferences preferences, IConsentTexts texts, ICustomerReach reach, TimeProvider clock)
{
    /// <summary>Where it was said; a sentence of the room.</summary>
    public const string Evidence = "portal.evidence";

    /// <summary>How often: at most so many messages in thirty days.</summary>
    public static IReadOnlyList<int> Offered { get; } = [1, 2, 4];

    /// <summary>How long messages rest, in days.</summary>
    public static IReadOnlyList<int> Pauses { get; } = [30, 90, 180];

    /// <summary>Null where the customer is gone.</summary>
    public async Task<ShownWishes?> Of(CustomerId customer, Language language, CancellationToken ct)
    {
        CustomerReach? reached;
        await using (var session = await BulkSession.BeginReading(contexts, clock, ct)) reached = (await reach.Of(session, [customer], ct)).GetValueOrDefault(customer);
        if (reached is null) return null;
        var states = (await ledger.Of(customer, ct)).Where(s => s.Purpose == ConsentColumn.Purpose).ToDictionary(s => s.Channel, s => s.Given);
        return new(reached, [.. ChannelsOf(reached).Select(c => new ChannelWish(c, states.TryGetValue(c, out var given) ? given : null))],
            await preferences.Topics(customer, ct), await preferences.Of(customer, ct), await texts.Latest(ConsentColumn.Purpose, language, ct));
    }

    /// <summary>Whether somebody who was never asked leaves a box empty says nothing; who ticks it agrees, who empties a ticked one withdraws.</summary>
    /// <param name="most">One of <see cref="Offered"/>, else as the policy says.</param>
    /// <param name="pause">Days from now; 0 ends a pause; null keeps it.</param>
    public async Task Save(CustomerId customer, IReadOnlySet<string> channels, IReadOnlySet<string> topics, int? most, int? pause, Language language, CancellationToken ct)
    {
        if (await Of(customer, language, ct) is not { } before) return;
        var now = clock.GetUtcNow();
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await deeds.Say(session, [.. before.Channels.Where(c => channels.Contains(c.Channel) != (c.Wanted ?? false))
            .Select(c => new ConsentSaid(customer, null, ConsentColumn.Purpose, c.Channel, channels.Contains(c.Channel), now, Evidence) { Text = channels.Contains(c.Channel) ? before.Words?.Id : null })], ct);
        var until = pause is { } days ? days > 0 && Pauses.Contains(days) ? now.AddDays(days) : (DateTimeOffset?)null : before.Wishes.PausedUntil;
        await preferences.Set(session, customer, before.Wishes with { PausedUntil = until, Most = most is { } asked && Offered.Contains(asked) ? asked : null, Refused = [.. before.Topics.Where(t => !topics.Contains(t.Key)).Select(t => t.Key)] }, ct);
        await session.Commit(ct);
    }

    /// <summary>Nothing more, by any channel: one click, as easy as agreeing.</summary>
    public async Task Stop(CustomerId customer, CancellationToken ct)
    {
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        await deeds.Withdraw(session, customer, null, ConsentColumn.Purpose, Evidence, clock.GetUtcNow(), ct);
        await session.Commit(ct);
    }

    private static IEnumerable<string> ChannelsOf(CustomerReach reach)
    {
        if (reach.Email is not null) yield return ContactChannels.Email;
        if (reach.Phone is not null) yield return ContactChannels.Sms;
        if (reach.Phone is not null) yield return ContactChannels.Phone;
        if (reach.HasLetter) yield return ContactChannels.Letter;
    }
}
