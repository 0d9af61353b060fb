using System.Text.RegularExpressions;
using Patron.Kernel;
using Patron.Messaging.Contracts;
using Patron.Messaging.SendMail;

namespace Patron.Messaging.ReceiveMail;

internal enum MailKind
{
    /// <summary>Answers nothing of ours, or is a note of delay.</summary>
    Nothing = 0,

    /// <summary>The address does not take mail, for good (RFC 3464).</summary>
    Bounce = 1,

    /// <summary>The reader called it unwanted (RFC 5965).</summary>
    Complaint = 2,
    Reply = 3,

    /// <summary>A machine's answer to ours: out of office, received (RFC 3834). No response of the customer.</summary>
    Automatic = 4,

    /// <summary>A person writes to us and answers nothing of ours.</summary>
    New = 5,
}

/// <param name="Message">Ours, that it answers; none of a new one.</param>
/// <param name="NoAddress">Of a bounce: it is the address that does not exist, not a full box or a refusal.</param>
/// <param name="Own">The mail's own Message-ID: makes it the same when it comes twice.</param>
/// <param name="Subject">Of a reply.</param>
/// <param name="Text">Of a reply, what is quoted of ours left out.</param>
internal sealed partial record ReceivedMail(MailKind Kind, MessageId Message, bool NoAddress, string Own, string Subject, string Text)
{
    /// <summary>Who calls himself its sender; null where nobody does to whom mail could go. Of replies and new ones.</summary>
    public (string Address, string? Name)? From { get; init; }

    /// <summary>Of replies and new ones.</summary>
    public IReadOnlyList<MailFile> Files { get; init; } = [];

    private static readonly string[] Recipients = ["delivered-to", "x-original-to", "envelope-to", "to"];
    private static readonly ReceivedMail Other = new(MailKind.Nothing, default, false, "", "", "");

    /// <summary>What a mail means to us, decided from its form alone. Refused where it is larger or more tangled than mail is.</summary>
    public static Result<ReceivedMail> Of(byte[] mail)
    {
        var read = ReadMail.Read(mail);
        if (read.Value is not { } root) return read.Refusal!;
        var own = root.Header("message-id");
        // The address that a mail came back to says which one it was, whatever the report quotes.
        var returned = ReturnAddress.Read(string.Join(' ', Recipients.Select(root.Header)));
        if (root.Type == "multipart/report") return Report(root, returned, own);
        if (Bounced(root) is { } bounce) return (returned ?? bounce.Message) is { } back ? new ReceivedMail(MailKind.Bounce, back, bounce.NoAddress, own, "", "") : Other;
        if ((Ids(root.Header("in-reply-to") + " " + root.Header("references")) ?? returned) is not { } id) return Unasked(root, own);
        if (AutomaticMail.Is(root)) return new ReceivedMail(MailKind.Automatic, id, false, own, "", "");
        return new ReceivedMail(MailKind.Reply, id, false, own, ReadMail.Words(root.Header("subject")), Unquoted(MailFiles.TextOf(root))) { From = ReadMail.Mailbox(root.Header("from")), Files = MailFiles.Of(root) };
    }

    /// <summary>What no person wrote to us alone is nothing: who answered it would answer a machine, and that one again.</summary>
    private static ReceivedMail Unasked(MailPart root, string own) =>
        AutomaticMail.Is(root) || AutomaticMail.IsToMany(root) || ReadMail.Mailbox(root.Header("from")) is not { } from || AutomaticMail.IsUnread(from.Address) ? Other
        : new(MailKind.New, default, false, own, ReadMail.Words(root.Header("subject")), MailFiles.TextOf(root).Trim()) { From = from, Files = MailFiles.Of(root) };

    private static ReceivedMail Report(MailPart root, MessageId? returned, string own)
    {
        if ((returned ?? Ours(root)) is not { } message) return Other;
        switch (ReadMail.Parameter(root.Header("content-type"), "report-type")?.ToLowerInvariant())
        {
            case "feedback-report": return new(MailKind.Complaint, message, false, own, "", "");
            case "delivery-status":
                var status = root.All.Where(p => p.Type == "message/delivery-status").Select(p => Recipient(p.Text)).FirstOrDefault();
                return status is { Failed: true } ? new(MailKind.Bounce, message, IsOfAddress(status.Value.Code), own, "", "") : Other;
            default: return Other;
        }
    }

    /// <summary>A mail that came back from a server that writes no reports: it says so as a mailer daemon and quotes what it returns. Null: it is none.</summary>
    private static (MessageId? Message, bool NoAddress)? Bounced(MailPart root)
    {
        var from = root.Header("from");
        if (!from.Contains("mailer-daemon@", StringComparison.OrdinalIgnoreCase) && !root.Headers.ContainsKey("x-failed-recipients")) return null;
        var text = string.Join('\n', root.All.Where(p => p.Parts.Count == 0).Select(p => p.Text));
        // A server that still tries says 4.x.x, and nothing has come back yet.
        return HardCode().Match(text) is { Success: true } code ? (QuotedIds(text) ?? Ours(root), IsOfAddress(code.Value)) : null;
    }

    private static bool IsOfAddress(string code) => code.StartsWith("5.1.", StringComparison.Ordinal);

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
        foreach (Match match in OurIds().Matches(header))
            if (IdText.TryRead<MessageId>(match.Groups[1].Value, out var id)) return id;
        return null;
    }

    /// <summary>In a text that quotes the headers of ours.</summary>
    private static MessageId? QuotedIds(string text) => QuotedId().Match(text) is { Success: true } match ? Ids(match.Value) : null;

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

    [GeneratedRegex("<(msg_[0-9a-z]{13})@")]
    private static partial Regex OurIds();

    [GeneratedRegex("^[> \t]*message-id:[ \t]*<msg_[0-9a-z]{13}@", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex QuotedId();

    [GeneratedRegex(@"(?<![\d.])5\.\d{1,3}\.\d{1,3}(?![\d.])")]
    private static partial Regex HardCode();
}
