using Patron.Kernel;
using Patron.Messaging.SendMessages;
using Fate = Patron.Messaging.SendMessages.Fate;

namespace Patron.Messaging.SendMail;

/// <summary>Hands mail to the server of the settings, one connection a message: reminders are few.</summary>
internal sealed class SmtpSender(SmtpSettings settings, TimeProvider clock) : IMailSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<bool> IsSetUp(CancellationToken ct) => await settings.Read(ct) is not null;

    public async Task Send(Mail mail, CancellationToken ct)
    {
        var setting = await settings.Read(ct) ?? throw new InvalidOperationException("No mail server is set.");
        try
        {
            await using var connection = await SmtpConnection.Open(settings.Server(setting) with { Patience = Patience }, ct);
            var delivery = await connection.Send(setting.From, mail.To, MimeMessage.Write(mail, setting, clock.GetUtcNow()));
            // What the server said may name the address: the kind of failure is enough for the log.
            if (delivery != Delivery.Sent)
                throw new MailFailedException(delivery.Reason ?? "", delivery.Fate switch { Fate.Failed => MailTrouble.Refused, Fate.Unknown => MailTrouble.Unknown, _ => MailTrouble.Passing });
        }
        catch (SmtpUnreachableException e)
        {
            throw new MailFailedException(e.Message, MailTrouble.Passing, e);
        }
    }
}
