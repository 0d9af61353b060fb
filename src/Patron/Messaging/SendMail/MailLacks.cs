using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.SendMail;

internal sealed class MailLacks(SmtpSettings settings, IDbContextFactory<PatronDb> contexts) : ISendingLacks
{
    public async Task<IReadOnlyList<SendingLack>> Of(IReadOnlyCollection<string> channels, CancellationToken ct)
    {
        var lacks = new List<SendingLack>();
        if (!channels.Contains(ContactChannels.Email)) return lacks;
        if (await settings.Read(ct) is null) lacks.Add(SendingLack.MailServer);
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await db.Read<PublicAddress>(SettingsKeys.PublicAddress, ct) is null) lacks.Add(SendingLack.PublicAddress);
        return lacks;
    }
}
