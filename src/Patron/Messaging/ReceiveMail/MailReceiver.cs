using Microsoft.EntityFrameworkCore;
using Patron.Consents.Contracts;
using Patron.Data;
using Patron.Events.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;
using Patron.Messaging.TrackResponses;

namespace Patron.Messaging.ReceiveMail;

/// <summary>Writes down what mail to us means: a bounce or complaint closes the address, a reply stands on the customer's timeline, and what people write unasked goes to the room that wants it. The same mail is taken once.</summary>
internal sealed class MailReceiver(IDbContextFactory<PatronDb> contexts, ResponseBook responses, IConsentDeeds consents, IWritesContacts contacts, IEnumerable<ITakesMail> rooms, IEnumerable<ITakesNewMail> takers, Texts texts, IdMaker ids, TimeProvider clock)
{
    private const int LongestKey = 120, LongestText = 8_000;

    /// <returns>What it was taken for; refused where it is larger or more tangled than mail is: nothing is kept of it.</returns>
    public async Task<Result<MailKind>> Receive(byte[] mail, CancellationToken ct)
    {
        var read = ReceivedMail.Of(mail);
        if (read.Value is not { } received) return read.Refusal!;
        if (received.Kind == MailKind.Nothing) return MailKind.Nothing;
        var key = received.Own.Length is > 0 and <= LongestKey ? received.Own : Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(mail));
        if (received.Kind == MailKind.New) return await Offer(received, key, ct);
        if (await responses.Find(received.Message, ct) is not { } message) return await OfAnotherRoom(received, key, ct) ? received.Kind : received.Kind == MailKind.Reply ? await Offer(received, key, ct) : MailKind.Nothing;
        await using var session = await BulkSession.Begin(contexts, clock, ct);
        var kind = received.Kind switch { MailKind.Bounce => EventKinds.Bounced, MailKind.Complaint => EventKinds.Complained, _ => EventKinds.Replied };
        if (await responses.Tell(session, message, kind, key, machine: received.Kind == MailKind.Automatic, null, ct) == 0) return received.Kind;
        switch (received.Kind)
        {
            case MailKind.Bounce when received.NoAddress:
                await consents.Suppress(session, message.Customer, ContactChannels.Email, SuppressionReason.Bounced, message.Id.ToString(), null, ct);
                break;
            case MailKind.Complaint:
                await consents.Suppress(session, message.Customer, ContactChannels.Email, SuppressionReason.Complained, message.Id.ToString(), null, ct);
                await consents.Withdraw(session, message.Customer, ContactChannels.Email, message.Purpose, "messaging.evidence.complained", clock.GetUtcNow(), ct);
                break;
            case MailKind.Reply:
                await Keep(session, received, message, ct);
                break;
            default: break;
        }
        await session.Db.SaveChangesAsync(ct);
        await session.Commit(ct);
        return received.Kind;
    }

    /// <summary>The reply and what it carries, as a contact of the customer; files that are not kept are named below its words.</summary>
    private async Task Keep(BulkSession session, ReceivedMail received, AnsweredMessage message, CancellationToken ct)
    {
        var sent = received.Files.Select(f => new SentFile(f.Name, f.Content.Length, () => new MemoryStream(f.Content, writable: false))).ToList();
        List<SentFile> kept = [.. sent.Where(contacts.Takes).Take(MailFile.Most)], left = [.. sent.Except(kept)];
        var text = received.Text.Length > LongestText ? received.Text[..LongestText] : received.Text;
        if (left.Count > 0)
        {
            var words = texts.For(Language.OfCountry((await session.Db.Organisation(ct)).Country));
            text = (text + "\n\n" + words.Get("messaging.reply.unkept", new { n = left.Count, names = string.Join(", ", left.Take(MailFile.Most).Select(f => f.Name)), most = MailFile.Most })).TrimStart();
        }
        var changes = new ChangeRecorder(session.Db, new() { Id = ids.Next<ChangeSetId>(), At = clock.GetUtcNow(), By = null, Kind = ResponseBook.Kinds + "reply" });
        var written = await contacts.Write(session, changes, new(message.Customer, "mail", In: true, received.Subject, text, new("message", message.Id.Value)), null, ct);
        if (written.Refusal is not null) return;
        foreach (var file in kept) await contacts.Attach(session, message.Customer, written.Value, file, ct);
    }

    /// <summary>A reply to what is no longer here is a mail like any other. What comes from our own address is one of ours that went round.</summary>
    private async Task<MailKind> Offer(ReceivedMail received, string key, CancellationToken ct)
    {
        if (received.From is not var (address, name)) return MailKind.Nothing;
        await using (var db = await contexts.CreateDbContextAsync(ct))
            if (string.Equals((await db.Read<SmtpSetting>(SmtpSetting.Key, ct))?.From, address, StringComparison.OrdinalIgnoreCase)) return MailKind.Nothing;
        foreach (var room in takers)
            if (await room.Take(new(address, name, key, received.Subject, received.Text, received.Files), ct)) return MailKind.New;
        return MailKind.Nothing;
    }

    /// <summary>What a machine answers to a mail of another room says nothing about it.</summary>
    private async Task<bool> OfAnotherRoom(ReceivedMail received, string key, CancellationToken ct)
    {
        CameBack? what = received.Kind switch { MailKind.Bounce => CameBack.Bounced, MailKind.Complaint => CameBack.Complained, MailKind.Reply => CameBack.Replied, _ => null };
        if (what is not { } back) return false;
        foreach (var room in rooms)
            if (await room.Take(new(received.Message, back, received.NoAddress, key, received.Subject, received.Text) { Files = received.Files }, ct)) return true;
        return false;
    }
}
