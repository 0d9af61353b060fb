using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Patron.Messaging.Contracts;

namespace Patron.Messaging.ReceiveMail;

/// <summary>Finds what a mail carries beside its words: whatever has a file's name, calls itself an attachment, or is no text.</summary>
internal static partial class MailFiles
{
    /// <summary>Say something of the mail and nothing to people.</summary>
    private static readonly HashSet<string> Seals = ["application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", "application/pgp-keys"];

    /// <summary>In the order of the mail. A mail within the mail is one file, and what that carries stays in it.</summary>
    public static IReadOnlyList<MailFile> Of(MailPart root) => [.. Leaves(root).Where(p => IsFile(p) && p.Body.Length > 0 && !Seals.Contains(p.Type)).Select((p, at) => new MailFile(NameOf(p, at + 1), p.Body))];

    /// <summary>The words of a mail: its first plain text, or its first HTML as text; empty where it has none.</summary>
    public static string TextOf(MailPart root)
    {
        var words = Leaves(root).Where(p => !IsFile(p)).ToList();
        return words.FirstOrDefault(p => p.Type is "text/plain" or "") is { } plain ? plain.Text : words.FirstOrDefault(p => p.Type == "text/html") is { } html ? FromHtml(html.Text) : "";
    }

    /// <summary>What HTML says, without its looks; what it quotes begins with &gt;, as in plain text.</summary>
    public static string FromHtml(string html)
    {
        var text = Unseen().Replace(html, "");
        text = Blank().Replace(text, " ");
        text = Quote().Replace(text, "\n> ");
        text = Break().Replace(text, "\n");
        text = System.Net.WebUtility.HtmlDecode(Tag().Replace(text, "")).Replace('\u00A0', ' ');
        return Lines().Replace(string.Join('\n', text.Split('\n').Select(l => l.Trim())), "\n\n").Trim();
    }

    private static bool IsFile(MailPart part) => !part.Type.StartsWith("multipart/", StringComparison.Ordinal)
        && (part.Header("content-disposition").TrimStart().StartsWith("attachment", StringComparison.OrdinalIgnoreCase) || Named(part) is not null || !(part.Type.Length == 0 || part.Type.StartsWith("text/", StringComparison.Ordinal)));

    private static IEnumerable<MailPart> Leaves(MailPart part) => part.Parts.Count == 0 || part.Type == "message/rfc822" ? [part] : part.Parts.SelectMany(Leaves);

    /// <summary>A name under which it may be shown and saved: no folders, no signs that hide or turn letters round, none that a disk refuses.</summary>
    private static string NameOf(MailPart part, int number)
    {
        var said = Named(part) ?? (part.Type == "message/rfc822" ? ReadMail.Words(part.Parts[0].Header("subject")).Replace('/', '-').Replace('\\', '-') : "");
        var last = said[(said.LastIndexOfAny(['/', '\\']) + 1)..];
        var clean = string.Concat(last.Where(c => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) && !"<>:\"|?*".Contains(c, StringComparison.Ordinal))).Trim(' ', '.');
        if (clean.Length == 0) clean = string.Create(CultureInfo.InvariantCulture, $"file-{number}");
        return part.Type == "message/rfc822" ? clean.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) ? clean : clean + ".eml"
            : Path.GetExtension(clean).Length == 0 && part.Type.Split('/') is [_, var kind] && Extension().IsMatch(kind) ? $"{clean}.{kind}" : clean;
    }

    private static string? Named(MailPart part) => (Parameter(part.Header("content-disposition"), "filename") ?? Parameter(part.Header("content-type"), "name")) is { Length: > 0 } name ? name : null;

    /// <summary>A parameter in any of its forms: plain, with encoded words, in a charset of its own, in numbered pieces (RFC 2231).</summary>
    private static string? Parameter(string header, string name)
    {
        string? plain = null, charset = null;
        var pieces = new SortedDictionary<int, (string Value, bool Coded)>();
        foreach (Match match in Parameters().Matches(header))
        {
            if (!match.Groups[1].Value.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            var value = match.Groups[4].Value;
            if (value.StartsWith('"')) value = Escaped().Replace(value.Trim('"'), "$1");
            var coded = match.Groups[3].Length > 0;
            if (!coded && match.Groups[2].Length == 0)
            {
                plain ??= value;
                continue;
            }
            var at = int.TryParse(match.Groups[2].Value.TrimStart('*'), CultureInfo.InvariantCulture, out var piece) ? piece : 0;
            if (coded && at == 0 && value.Split('\'', 3) is [var of, _, var rest]) (charset, value) = (of, rest);
            pieces[at] = (value, coded);
        }
        if (pieces.Count == 0) return plain is null ? null : ReadMail.Words(plain);
        var bytes = pieces.Values.SelectMany(p => p.Coded ? Coded(p.Value) : Encoding.Latin1.GetBytes(p.Value)).ToArray();
        return new MailPart(new Dictionary<string, string> { ["content-type"] = $"text/plain; charset={(charset is { Length: > 0 } ? charset : "utf-8")}" }, bytes, []).Text;
    }

    private static byte[] Coded(string text) => System.Net.WebUtility.UrlDecodeToBytes(Encoding.Latin1.GetBytes(text.Replace("+", "%2B", StringComparison.Ordinal)), 0, Encoding.Latin1.GetByteCount(text.Replace("+", "%2B", StringComparison.Ordinal)));

    [GeneratedRegex("""(?:^|;)\s*([a-z]+)(\*\d{1,3})?(\*)?\s*=\s*("(?:[^"\\]|\\.)*"|[^;\s]*)""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parameters();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Escaped();

    [GeneratedRegex("^[a-z0-9]{2,4}$")]
    private static partial Regex Extension();

    // No backtracking: a stranger chose the text.
    [GeneratedRegex(@"<!--.*?-->|<script\b[^>]*>.*?</script\s*>|<style\b[^>]*>.*?</style\s*>|<title\b[^>]*>.*?</title\s*>", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking)]
    private static partial Regex Unseen();

    [GeneratedRegex(@"[ \t\r\n]+", RegexOptions.NonBacktracking)]
    private static partial Regex Blank();

    [GeneratedRegex(@"<blockquote\b[^>]*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Quote();

    [GeneratedRegex(@"<br\b[^>]*>|</(p|div|tr|h[1-6]|li|ul|ol|table|blockquote)\s*>", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Break();

    [GeneratedRegex("<[^>]*>", RegexOptions.NonBacktracking)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\n{3,}", RegexOptions.NonBacktracking)]
    private static partial Regex Lines();
}
