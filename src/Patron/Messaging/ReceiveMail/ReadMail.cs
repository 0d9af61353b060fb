using System.Text;
using System.Text.RegularExpressions;
using Patron.Kernel;

namespace Patron.Messaging.ReceiveMail;

/// <summary>A part of a mail, or the whole of it.</summary>
/// <param name="Headers">By name in small letters, the first of each name, unfolded.</param>
/// <param name="Body">Decoded from its transfer encoding; of a multipart empty.</param>
internal sealed record MailPart(IReadOnlyDictionary<string, string> Headers, byte[] Body, IReadOnlyList<MailPart> Parts)
{
    public string Type => Header("content-type").Split(';')[0].Trim().ToLowerInvariant();

    public string Header(string name) => Headers.GetValueOrDefault(name, "");

    /// <summary>In its charset, UTF-8 where none or an unknown one is named.</summary>
    public string Text => CharsetOf(ReadMail.Parameter(Header("content-type"), "charset")).GetString(Body);

    public IEnumerable<MailPart> All => Parts.SelectMany(p => p.All).Prepend(this);

    private static Encoding CharsetOf(string? name)
    {
        try
        {
            return name is null ? Encoding.UTF8 : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Encoding.UTF8;
        }
    }
}

/// <summary>A mail that is larger or more tangled than any that people and mail servers write.</summary>
/// <param name="What">size, header or parts.</param>
internal sealed record MailRefused(string What) : Refusal("messaging.received.refused")
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

/// <summary>Reads mail in its standard form (RFC 5322, 2045 to 2047), as far as answers need it. Bytes are taken as Latin-1 while the form is looked for, so that none is lost.</summary>
internal static partial class ReadMail
{
    /// <summary>Bytes of a whole mail, letters of one header, parts of one mail together, parts within parts.</summary>
    public const int Largest = 20_000_000, LongestHeader = 200_000, MostParts = 200, Deepest = 10;

    public static Result<MailPart> Read(byte[] mail)
    {
        if (mail.Length > Largest) return new MailRefused("size");
        try
        {
            var parts = 0;
            return Part(Encoding.Latin1.GetString(mail).ReplaceLineEndings("\n"), 0, ref parts);
        }
        catch (TangledException e)
        {
            return new MailRefused(e.What);
        }
    }

    private sealed class TangledException(string what) : Exception(what)
    {
        public string What => Message;
    }

    private static MailPart Part(string text, int depth, ref int parts)
    {
        if (++parts > MostParts || depth > Deepest) throw new TangledException("parts");
        var end = text.StartsWith('\n') ? 0 : text.IndexOf("\n\n", StringComparison.Ordinal);
        var head = end < 0 ? text : text[..end];
        if (head.Length > LongestHeader) throw new TangledException("header");
        var body = end < 0 ? "" : text[(end + (end == 0 ? 1 : 2))..];
        var headers = Headers(head);
        var type = headers.GetValueOrDefault("content-type", "text/plain");
        if (type.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && Parameter(type, "boundary") is { } boundary)
        {
            var inner = new List<MailPart>();
            foreach (var piece in Pieces(body, boundary)) inner.Add(Part(piece, depth + 1, ref parts));
            return new(headers, [], inner);
        }
        var decoded = Decode(body, headers.GetValueOrDefault("content-transfer-encoding", "").Trim());
        // A mail within a mail: the one that came back.
        if (type.StartsWith("message/rfc822", StringComparison.OrdinalIgnoreCase)) return new(headers, decoded, [Part(Encoding.Latin1.GetString(decoded).ReplaceLineEndings("\n"), depth + 1, ref parts)]);
        return new(headers, decoded, []);
    }

    public static Dictionary<string, string> Headers(string head)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Folded().Replace(head.ReplaceLineEndings("\n"), " ").Split('\n'))
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var at) headers.TryAdd(line[..at].Trim().ToLowerInvariant(), line[(at + 1)..].Trim());
        return headers;
    }

    public static string? Parameter(string header, string name) =>
        Regex.Match(header, $"(?:^|;)\\s*{name}\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))", RegexOptions.IgnoreCase) is { Success: true } match ? match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value : null;

    /// <summary>The address of a header that names one sender, and the name beside it; null where it names none that mail could go to.</summary>
    public static (string Address, string? Name)? Mailbox(string header)
    {
        if (Sender().Match(header) is not { Success: true } match) return null;
        var name = Words(match.Groups[1].Value.Trim().Trim('"').Replace("\\", "", StringComparison.Ordinal)).Trim();
        return (match.Groups[2].Value, name.Length == 0 || name.Contains('@', StringComparison.Ordinal) ? null : name);
    }

    /// <summary>A header's encoded words (RFC 2047) as text; bytes that stand in it as they are, as UTF-8 (RFC 6532).</summary>
    public static string Words(string header) => EncodedWord().Replace(Between().Replace(Plain(header), "$1"), match =>
    {
        var bytes = match.Groups[2].Value is "B" or "b" ? Base64(match.Groups[3].Value) : Quoted(match.Groups[3].Value.Replace('_', ' '));
        return new MailPart(new Dictionary<string, string> { ["content-type"] = $"text/plain; charset={match.Groups[1].Value}" }, bytes, []).Text;
    });

    private static string Plain(string header)
    {
        if (header.All(char.IsAscii) || header.Any(c => c > 'ÿ')) return header;
        var text = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(header));
        return text.Contains('\uFFFD', StringComparison.Ordinal) ? header : text;
    }

    private static IEnumerable<string> Pieces(string body, string boundary)
    {
        StringBuilder? piece = null;
        foreach (var line in body.Split('\n'))
        {
            if (line.TrimEnd() is var mark && mark.StartsWith("--" + boundary, StringComparison.Ordinal) && mark[(boundary.Length + 2)..] is "" or "--" && mark.Length >= boundary.Length + 2)
            {
                if (piece is { Length: > 0 }) yield return piece.ToString(0, piece.Length - 1);
                if (mark.EndsWith("--", StringComparison.Ordinal) && mark.Length == boundary.Length + 4) yield break;
                piece = new();
            }
            else
            {
                piece?.Append(line).Append('\n');
            }
        }
        if (piece is { Length: > 0 }) yield return piece.ToString();
    }

    private static byte[] Decode(string body, string encoding) => encoding.ToLowerInvariant() switch
    {
        "base64" => Base64(body),
        "quoted-printable" => Quoted(SoftBreak().Replace(body, "")),
        _ => Encoding.Latin1.GetBytes(body),
    };

    /// <summary>What can be read; a broken end is left out.</summary>
    private static byte[] Base64(string text)
    {
        var clean = string.Concat(text.Where(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '/'));
        clean = clean[..(clean.Length - (clean.Length % 4 == 1 ? 1 : 0))];
        return Convert.FromBase64String(clean.PadRight((clean.Length + 3) / 4 * 4, '='));
    }

    private static byte[] Quoted(string text)
    {
        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '=' && at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
            {
                bytes.Add(Convert.ToByte(text.Substring(at + 1, 2), 16));
                at += 2;
            }
            else
            {
                bytes.Add((byte)text[at]);
            }
        }
        return [.. bytes];
    }

    [GeneratedRegex(@"^([^<>]*?)<?([^\s<>,;:""@]{1,64}@[^\s<>,;:""@]+\.[^\s<>,;:""@]+)>?\s*(\([^)]*\)\s*)?$", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Sender();

    [GeneratedRegex("\n[ \t]+")]
    private static partial Regex Folded();

    [GeneratedRegex(@"=[ \t]*\n")]
    private static partial Regex SoftBreak();

    [GeneratedRegex(@"=\?([^?\s]+)\?([BbQq])\?([^?]*)\?=")]
    private static partial Regex EncodedWord();

    [GeneratedRegex(@"(\?=)\s+(?==\?)")]
    private static partial Regex Between();
}
