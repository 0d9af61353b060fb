using System.Text.RegularExpressions;
using Patron.Kernel;

namespace Patron.Messaging.ReceiveMail;

internal enum MailKind
{
    /// <summary>Answers nothing of ours, or is a machine's: an automatic reply, a note of delay.</summary>
    Nothing = 0,

    /// <summary>The address does not take mail, for good (RFC 3464).</summary>
    Bounce = 1,

    /// <summary>The reader called it unwanted (RFC 5965).</summary>
    Complaint = 2,
    Reply = 3,
}

/// <param name="Message">Ours, that it answers.</param>
/// <param name="NoAddress">Of a bounce: it is the address that does not exist, not a full box or a refusal.</param>
/// <param name="Own">The mail's own Message-ID: makes it the same when it comes twice.</param>
/// <param name="Subject">Of a reply.</param>
/// <param name="Text">Of a reply, what is quoted of ours left out.</param>
internal sealed record ReceivedMail(MailKind Kind, MessageId Message, bool NoAddress, string Own, string Subject, string Text)
{
    private static readonly ReceivedMail Other = new(MailKind.Nothing, default, false, "", "", "");

    /// <summary>What a mail means to us, decided from its standard form alone.</summary>
    public static ReceivedMail Of(byte[] mail)
    {
        var root = ReadMail.Read(mail);
        var own = root.Header("message-id");
        if (root.Type == "multipart/report")
        {
            if (Ours(root) is not { } message) return Other;
            switch (ReadMail.Parameter(root.Header("content-type"), "report-type")?.ToLowerInvariant())
            {
                case "feedback-report": return new(MailKind.Complaint, message, false, own, "", "");
                case "delivery-status":
                    var status = root.All.Where(p => p.Type == "message/delivery-status").Select(p => Recipient(p.Text)).FirstOrDefault();
                    return status is { Failed: true } ? new(MailKind.Bounce, message, status.Value.Code.StartsWith("5.1.", StringComparison.Ordinal), own, "", "") : Other;
                default: return Other;
            }
        }
        if (root.Header("auto-submitted") is { Length: > 0 } auto && !auto.StartsWith("no", StringComparison.OrdinalIgnoreCase)) return Other;
        if (root.Headers.ContainsKey("x-autoreply") || root.Header("precedence").Equals("auto_reply", StringComparison.OrdinalIgnoreCase)) return Other;
        var answered = Ids(root.Header("in-reply-to") + " " + root.Header("references"));
        if (answered is not { } id) return Other;
        var text = root.All.FirstOrDefault(p => p.Type is "text/plain" or "" && p.Parts.Count == 0)?.Text ?? "";
        return new(MailKind.Reply, id, false, own, ReadMail.Words(root.Header("subject")), Unquoted(text));
    }

    /// <summary>Per-recipient fields of a delivery report; there may be several, one of ours is to one.</summary>
    private static (bool Failed, string Code)? Recipient(string status)
    {
        foreach (var block in status.ReplaceLineEndings("\n").Split("\n\n"))
        {
            var fields = ReadMail.Headers(block);
            if (fields.TryGetValue("action", out var action)) return (action.Trim().Equals("failed", StringComparison.OrdinalIgnoreCase) && fields.GetValueOrDefault("status", "").StartsWith('5'), fields.GetValueOrDefault("status", ""));
        }
        return null;
    }

    /// <summary>The mail that came back, whole or its headers alone.</summary>
    private static MessageId? Ours(MailPart root)
    {
        foreach (var part in root.All.Skip(1))
        {
            var headers = part.Type is "text/rfc822-headers" or "message/rfc822-headers" ? ReadMail.Headers(part.Text) : part.Headers;
            if (headers.TryGetValue("message-id", out var id) && Ids(id) is { } message) return message;
        }
        return null;
    }

    private static MessageId? Ids(string header)
    {
        foreach (Match match in Regex.Matches(header, "<(msg_[0-9a-z]{13})@"))
            if (IdText.TryRead<MessageId>(match.Groups[1].Value, out var id)) return id;
        return null;
    }

    /// <summary>Without lines quoted with &gt;, and the line before them that ends in a colon: who wrote it when.</summary>
    private static string Unquoted(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').ToList();
        var quoted = lines.FindIndex(l => l.StartsWith('>'));
        if (quoted < 0) return text.Trim();
        var end = quoted;
        while (end > 0 && lines[end - 1].Trim() is var before && (before.Length == 0 || before.EndsWith(':') || before.EndsWith('：'))) end--;
        return string.Join('\n', lines.Take(end)).Trim();
    }
}
