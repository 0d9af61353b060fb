using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;

namespace Patron.Messaging.SendMessages;

/// <summary>What advertising by e-mail has to say by the rule of its country, beside what it does say.</summary>
internal sealed class AdvertisingDuties(IContactRules rules, IDbContextFactory<PatronDb> contexts) : IAdvertisingDuties
{
    public async Task<IReadOnlyList<string?>> WithoutSender(IReadOnlyCollection<string> channels, string purpose, IReadOnlyCollection<string?> countries, CancellationToken ct)
    {
        if (!channels.Contains(ContactChannels.Email) || !ConsentColumn.IsAdvertising(purpose)) return [];
        await using var db = await contexts.CreateDbContextAsync(ct);
        if ((await db.Sender(ct)).Lines.Count > 0) return [];
        var duties = (await rules.Now(ct)).Duties;
        return [.. countries.Where(c => duties(c).AddressLine).Distinct()];
    }

    /// <summary>False: by the rule it may not leave as it would, without the sender's address or without a link by which one click takes consent back.</summary>
    public static bool AreMet(MessageDuties duties, IReadOnlyList<string> senderAddress, bool hasLink) => (!duties.AddressLine || senderAddress.Count > 0) && (!duties.OneClick || hasLink);
}
