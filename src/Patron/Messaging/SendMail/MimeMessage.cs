using System.Buffers;
using System.Globalization;
using System.Text;
using Patron.Kernel;
using Patron.Messaging.SendMessages;

namespace Patron.Messaging.SendMail;

/// <summary>An e-mail as it goes over the wire: RFC 5322 and 2045 to 2047, everything in UTF-8 and base 64, so that no line begins with a dot.</summary>
internal static class MimeMessage
{
    private const int LineBytes = 57;

    /// <summary>The part of the Message-ID before the @: fixed when the message was planned.</summary>
    private static string IdOf(string message, string from) => $"<{message}@{from[(from.LastIndexOf('@') + 1)..]}>";

    /// <summary>A mail that is no message of a campaign: to one of our own people, an answer to a customer.</summary>
    public static byte[] Write(Mail mail, SmtpSetting sender, DateTimeOffset now)
    {
        var text = Head(sender, Mailbox(mail.ToName, mail.To), mail.Subject, now, IdOf(mail.MessageId, sender.From));
        if (mail.Follows is { } earlier) text.Append("In-Reply-To: ").Append(IdOf(earlier, sender.From)).Append("\r\nReferences: ").Append(IdOf(earlier, sender.From)).Append("\r\n");
        if (!mail.ByPerson) text.Append("Auto-Submitted: auto-generated\r\n");
        text.Append("MIME-Version: 1.0\r\n");
        if (mail.File is not { } file)
        {
            Body(text, "plain", mail.Text.ReplaceLineEndings("\r\n"));
            return Encoding.UTF8.GetBytes(text.ToString());
        }
        text.Append("Content-Type: multipart/mixed; boundary=\"m-").Append(mail.MessageId).Append("\"\r\n\r\n--m-").Append(mail.MessageId).Append("\r\n");
        Body(text, "plain", mail.Text.ReplaceLineEndings("\r\n"));
        // RFC 2231: the name in UTF-8, every letter that could mean something as a number.
        text.Append("--m-").Append(mail.MessageId).Append("\r\nContent-Type: ").Append(file.Type).Append("\r\nContent-Disposition: attachment; filename*=UTF-8''").Append(Uri.EscapeDataString(file.Name))
            .Append("\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        Base64(text, file.Content);
        text.Append("--m-").Append(mail.MessageId).Append("--\r\n");
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    public static byte[] Write(Outgoing message, string to, SmtpSetting sender, DateTimeOffset now)
    {
        var mark = message.Message.Id.ToString();
        var text = Head(sender, Mailbox(message.Customer.Golden.Name, to), message.Text.Subject, now, IdOf(mark, sender.From));
        if (message.Unsubscribe is { } unsubscribe)
            text.Append("List-Unsubscribe: <").Append(unsubscribe).Append(">\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
        text.Append("MIME-Version: 1.0\r\n");
        if (message.Attachment is { } attachment)
        {
            text.Append("Content-Type: multipart/mixed; boundary=\"m-").Append(mark).Append("\"\r\n\r\n--m-").Append(mark).Append("\r\n");
            Bodies(text, message, mark);
            text.Append("\r\n--m-").Append(mark).Append("\r\nContent-Type: ").Append(attachment.MediaType).Append("; name=\"").Append(attachment.Name)
                .Append("\"\r\nContent-Disposition: attachment; filename=\"").Append(attachment.Name).Append("\"\r\nContent-Transfer-Encoding: base64\r\n\r\n");
            Base64(text, attachment.Content);
            text.Append("--m-").Append(mark).Append("--\r\n");
        }
        else
        {
            Bodies(text, message, mark);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static StringBuilder Head(SmtpSetting sender, string to, string subject, DateTimeOffset now, string id) => new StringBuilder(4_096)
        .Append("From: ").Append(Mailbox(sender.FromName, sender.From)).Append("\r\nTo: ").Append(to).Append("\r\nSubject: ").Append(Words(subject)).Append("\r\nDate: ")
        .Append(now.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss '+0000'", CultureInfo.InvariantCulture)).Append("\r\nMessage-ID: ").Append(id).Append("\r\n");

    private static void Bodies(StringBuilder text, Outgoing message, string mark)
    {
        if (message.Text.Html is not { } html)
        {
            Body(text, "plain", message.Text.Text);
            return;
        }
        text.Append("Content-Type: multipart/alternative; boundary=\"a-").Append(mark).Append("\"\r\n\r\n--a-").Append(mark).Append("\r\n");
        Body(text, "plain", message.Text.Text);
        text.Append("--a-").Append(mark).Append("\r\n");
        Body(text, "html", html);
        text.Append("--a-").Append(mark).Append("--\r\n");
    }

    private static void Body(StringBuilder text, string kind, string body)
    {
        text.Append("Content-Type: text/").Append(kind).Append("; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n");
        var most = Encoding.UTF8.GetMaxByteCount(body.Length);
        var bytes = ArrayPool<byte>.Shared.Rent(most);
        Base64(text, bytes.AsSpan(0, Encoding.UTF8.GetBytes(body, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    private static void Base64(StringBuilder text, ReadOnlySpan<byte> bytes)
    {
        Span<char> line = stackalloc char[LineBytes / 3 * 4];
        for (var at = 0; at < bytes.Length; at += LineBytes)
        {
            Convert.TryToBase64Chars(bytes[at..Math.Min(at + LineBytes, bytes.Length)], line, out var written);
            text.Append(line[..written]).Append("\r\n");
        }
    }

    /// <summary>A name and address: =?utf-8?B?...?= &lt;address&gt;. The address itself stands as it is: the domain of one that is not ASCII needs a server that takes UTF-8.</summary>
    private static string Mailbox(string? name, string address) => string.IsNullOrWhiteSpace(name) ? $"<{address}>" : $"{Words(name, phrase: true)} <{address}>";

    /// <summary>RFC 2047: pieces of whole characters, each at most 75 letters, folded; what is plain ASCII stays as it is.</summary>
    /// <param name="phrase">Before an address: there more letters have a meaning.</param>
    internal static string Words(string text, bool phrase = false)
    {
        var clean = string.Concat(text.ReplaceLineEndings(" ").Where(c => !char.IsControl(c))).Trim();
        if (clean.Length <= 60 && clean.All(c => c is >= ' ' and < (char)127 && (!phrase || char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '\'')) && !clean.Contains("=?", StringComparison.Ordinal)) return clean;
        const int most = 45;
        var (words, piece) = (new StringBuilder(), new List<byte>(most));
        Span<byte> rune = stackalloc byte[4];
        foreach (var one in clean.EnumerateRunes())
        {
            var length = one.EncodeToUtf8(rune);
            if (piece.Count + length > most) Flush();
            piece.AddRange(rune[..length]);
        }
        Flush();
        return words.ToString();

        void Flush()
        {
            if (words.Length > 0) words.Append("\r\n ");
            words.Append("=?utf-8?B?").Append(Convert.ToBase64String([.. piece])).Append("?=");
            piece.Clear();
        }
    }
}
