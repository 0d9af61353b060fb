using System.Net;
using System.Net.Mail;
using System.Text;
using Patron.Kernel;

namespace Patron.Messaging.SendMail;

/// <summary>Hands mail to the server of the settings by SMTP, one connection a message: reminders are few.</summary>
internal sealed class SmtpSender(SmtpSettings settings) : IMailSender
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<bool> IsSetUp(CancellationToken ct) => await settings.Read(ct) is not null;

    public async Task Send(Mail mail, CancellationToken ct)
    {
        var setting = await settings.Read(ct) ?? throw new InvalidOperationException("No mail server is set.");
        using var client = new SmtpClient(setting.Host, setting.Port) { EnableSsl = setting.Tls };
        if (setting.User is { } user) client.Credentials = new NetworkCredential(user, settings.Password(setting));
        using var message = new MailMessage(new MailAddress(setting.From, setting.FromName, Encoding.UTF8), new MailAddress(mail.To, mail.ToName, Encoding.UTF8))
        {
            Subject = mail.Subject.ReplaceLineEndings(" "), SubjectEncoding = Encoding.UTF8, Body = mail.Text, BodyEncoding = Encoding.UTF8, BodyTransferEncoding = System.Net.Mime.TransferEncoding.Base64,
        };
        message.Headers.Add("Message-ID", $"<{mail.MessageId}@{message.From!.Host}>");
        message.Headers.Add("Auto-Submitted", "auto-generated");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            await client.SendMailAsync(message, patience.Token);
        }
        catch (Exception e) when (e is SmtpException or IOException or System.Security.Authentication.AuthenticationException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            // What the server said may name the address: the kind of failure is enough for the log.
            throw new MailFailedException((e as SmtpException)?.StatusCode.ToString() ?? e.GetType().Name, e);
        }
    }
}
