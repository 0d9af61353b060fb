using Patron.Consents.Contracts;
using Patron.Data;

namespace Patron.Messaging.SendMessages;

/// <summary>
/// What the contact policy says of a contact that somebody else makes later: a salesperson, another system. Stops, consents and wishes hold; whether there is an address, and caps,
/// distance and quiet hours, are the affair of whoever makes it.
/// </summary>
internal static class LaterContacts
{
    /// <param name="channel">By which the contact is likely to be made; null, or where the customer has no such address: by any other that there is.</param>
    /// <returns>In the order of the messages; barred by every way that is open to the other side, or not at all.</returns>
    public static async Task<IReadOnlyList<ContactVerdict>> Judge(IContactPolicy policy, BulkSession session, string? channel, IReadOnlyList<ClaimedMessage> messages, DateTimeOffset at, CancellationToken ct)
    {
        var ways = ContactChannels.All;
        var verdicts = await policy.Judge(session, [.. messages.SelectMany(m => ways.Select(w => new ContactWish(m.Customer, w, m.Purpose, m.Topic, m.Worth)))], at, ct);
        return [.. messages.Select((_, i) => Of(channel, [.. ways.Select((way, w) => (way, verdicts[(i * ways.Count) + w]))]))];
    }

    private static ContactVerdict Of(string? channel, IReadOnlyList<(string Way, ContactVerdict Verdict)> ways)
    {
        var reached = ways.Where(w => w.Verdict.Barrier != ContactBarrier.NoAddress).ToList();
        if (reached.Any(w => w.Way == channel)) reached.RemoveAll(w => w.Way != channel);
        return reached.Count > 0 && reached.All(w => Holds(w.Verdict.Barrier)) ? reached[0].Verdict : default;
    }

    private static bool Holds(ContactBarrier barrier) => barrier is ContactBarrier.Suppressed or ContactBarrier.NoConsent or ContactBarrier.Preference;
}
