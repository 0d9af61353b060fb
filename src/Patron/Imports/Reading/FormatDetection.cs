using System.IO.Compression;
using System.Text;

namespace Patron.Imports.Reading;

/// <summary>Guesses how a text file is to be read from its first bytes; what was wished is taken as given.</summary>
internal static class FormatDetection
{
    private const long FarthestLook = 32 << 20;
    private const int LinesShown = 3;
    private const int LongestShown = 200;

    public static Parsed<FileFormat> Detect(Stream stream, FormatWishes wishes)
    {
        var raw = ReadUpTo(stream, FileFormat.SampleSize);
        try
        {
            return Detect(stream, raw, compressed: raw.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]), wishes);
        }
        catch (InvalidDataException)
        {
            return Reason.Of("imports.problem.gzip_broken");
        }
    }

    private static Parsed<FileFormat> Detect(Stream stream, byte[] raw, bool compressed, FormatWishes wishes)
    {
        var bytes = compressed ? Decompress(raw) : raw;
        if (IsSpreadsheetOrBinary(bytes, out var what))
        {
            return what;
        }

        var whole = !compressed && raw.Length < FileFormat.SampleSize;
        var (guess, readings) = EncodingOf(stream, bytes, whole, compressed, wishes.Encoding);
        var text = TextEncodings.Find(guess.Name)!.GetString(bytes).TrimStart('\uFEFF');
        return Assemble(text, whole, wishes, guess, compressed) with { EncodingReadings = readings };
    }

    /// <summary>The encoding alone of a text that is no rows.</summary>
    public static (EncodingGuess Guess, IReadOnlyList<EncodingReading> Readings) DetectEncoding(Stream stream, string? chosen)
    {
        var raw = ReadUpTo(stream, FileFormat.SampleSize);
        return EncodingOf(stream, raw, raw.Length < FileFormat.SampleSize, compressed: false, chosen);
    }

    private static (EncodingGuess Guess, IReadOnlyList<EncodingReading> Readings) EncodingOf(Stream stream, byte[] bytes, bool whole, bool compressed, string? chosen)
    {
        if (chosen is not null) return (new(TextEncodings.Find(chosen)!.WebName, Reason.Of("imports.detected.encoding.chosen", ("encoding", chosen)), []), []);
        var isPlain = !bytes.AsSpan().ContainsAnyInRange((byte)0x80, (byte)0xFF) && !EncodingDetection.LooksLikeWideText(bytes);
        var telling = isPlain && !whole && stream.CanSeek ? Further(stream, compressed) ?? bytes : bytes;
        var guess = EncodingDetection.Detect(telling);
        return (guess, ReadingsOf(guess, telling));
    }

    /// <summary>Plain letters alone say nothing of the encoding: bytes from the first other one on, if there is one not too far behind.</summary>
    private static byte[]? Further(Stream stream, bool compressed)
    {
        stream.Position = 0;
        using var zip = compressed ? new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true) : null;
        var bytes = zip ?? stream;
        var buffer = new byte[FileFormat.SampleSize];
        for (var passed = 0L; passed < FarthestLook; passed += buffer.Length)
        {
            var read = bytes.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            var first = buffer.AsSpan(0, read).IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            if (first >= 0)
            {
                var rest = new byte[FileFormat.SampleSize];
                var more = bytes.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false);
                return [.. buffer.AsSpan(first, read - first), .. rest.AsSpan(0, more)];
            }

            if (read < buffer.Length)
            {
                break;
            }
        }

        return null;
    }

    private static EncodingReading[] ReadingsOf(EncodingGuess guess, byte[] bytes)
    {
        if (guess.Rivals.Count == 0)
        {
            return [];
        }

        var lines = new List<byte[]>();
        var rest = bytes.AsSpan();
        while (lines.Count < LinesShown && rest.IndexOfAnyInRange((byte)0x80, (byte)0xFF) is var at and >= 0)
        {
            var start = rest[..at].LastIndexOfAny((byte)'\n', (byte)'\r') + 1;
            var length = rest[at..].IndexOfAny((byte)'\n', (byte)'\r') is var end and >= 0 ? at - start + end : rest.Length - start;
            lines.Add(rest.Slice(start, Math.Min(length, LongestShown)).ToArray());
            rest = rest[(start + length)..];
        }

        return [.. guess.Rivals.Prepend(guess.Name).Select(name => new EncodingReading(name, [.. lines.Select(l => UndecodedBytes.Shown(TextEncodings.Find(name)!.GetString(l)))]))];
    }

    private static FileFormat Assemble(string text, bool whole, FormatWishes wishes, EncodingGuess encoding, bool compressed)
    {
        var reasons = new List<Reason>();
        if (compressed)
        {
            reasons.Add(Reason.Of("imports.detected.gzip"));
        }

        reasons.Add(encoding.Why);
        var empty = string.IsNullOrWhiteSpace(text);
        var linesBefore = 0;
        var excelDelimiter = ExcelDelimiter(text);
        if (excelDelimiter is not null)
        {
            linesBefore = 1;
        }

        var lineEnd = LineEndOf(text);
        var format = new FileFormat(
            encoding.Name, wishes.Delimiter ?? excelDelimiter ?? ',', wishes.Quote ?? '"', false, lineEnd, linesBefore, compressed, empty, reasons);
        if (empty)
        {
            reasons.Add(Reason.Of("imports.detected.empty"));
            return format with { HasHeader = wishes.HasHeader ?? false };
        }

        // A sample ends in the middle of a row, which would count as a row with too few columns.
        var rows = whole ? text : text[..(text.AsSpan().LastIndexOfAny('\r', '\n') is var end and > 0 ? end : text.Length)];
        format = format with { Quote = wishes.Quote ?? DelimiterDetection.QuoteOf(rows) };
        if (wishes.Delimiter is { } delimiter)
        {
            reasons.Add(Reason.Of("imports.detected.delimiter.chosen", ("delimiter", DelimiterDetection.NameOf(delimiter))));
        }
        else if (excelDelimiter is { } stated)
        {
            reasons.Add(Reason.Of("imports.detected.delimiter.stated", ("delimiter", DelimiterDetection.NameOf(stated))));
        }
        else
        {
            var (found, why) = DelimiterDetection.Detect(rows, format);
            format = format with { Delimiter = found };
            reasons.Add(why);
        }

        var header = wishes.HasHeader is { } wish
            ? (Has: wish, Why: Reason.Of(wish ? "imports.detected.header.chosen" : "imports.detected.header.chosen_none"))
            : HeaderDetection.Detect(rows, format);
        reasons.Add(header.Why);
        reasons.Add(Reason.Of("imports.detected.line_end", ("lineEnd", lineEnd switch
        {
            LineEnd.CarriageReturn => "CR",
            LineEnd.CarriageReturnLineFeed => "CRLF",
            _ => "LF",
        })));
        return format with { HasHeader = header.Has };
    }

    private static byte[] ReadUpTo(Stream stream, int count)
    {
        var buffer = new byte[count];
        var read = stream.ReadAtLeast(buffer, count, throwOnEndOfStream: false);
        return buffer[..read];
    }

    private static byte[] Decompress(byte[] raw)
    {
        using var zip = new GZipStream(new MemoryStream(raw), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var buffer = new byte[1 << 14];
        while (plain.Length < FileFormat.SampleSize)
        {
            int read;
            try
            {
                read = zip.Read(buffer);
            }
            catch (InvalidDataException) when (plain.Length > 0)
            {
                // The sample cuts the compressed stream off; what came before the cut is good.
                break;
            }

            if (read == 0)
            {
                break;
            }

            plain.Write(buffer, 0, read);
        }

        return plain.ToArray();
    }

    private static bool IsSpreadsheetOrBinary(ReadOnlySpan<byte> bytes, out Reason what)
    {
        what = Reason.Of("imports.problem.spreadsheet");
        if (bytes.StartsWith("PK\u0003\u0004"u8) || bytes.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return true;
        }

        what = Reason.Of("imports.problem.not_text");
        if (bytes.StartsWith("%PDF"u8))
        {
            return true;
        }

        var controls = 0;
        foreach (var value in bytes)
        {
            controls += value is > 0 and < 9 or > 13 and < 32 ? 1 : 0;
        }

        // A few zeros are damage in a text: their rows are rejected, and the others read.
        var zeros = bytes.Count((byte)0);
        return controls > bytes.Length / 20 || zeros * 10 > bytes.Length && !EncodingDetection.LooksLikeWideText(bytes);
    }

    private static char? ExcelDelimiter(string text) =>
        text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 5 && text[5] is '\r' or '\n' ? text[4] : null;

    private static LineEnd LineEndOf(ReadOnlySpan<char> text)
    {
        var feeds = text.Count('\n');
        var returns = text.Count('\r');
        var both = text.Count("\r\n");
        return both > 0 && both >= feeds - both ? LineEnd.CarriageReturnLineFeed
            : returns > feeds ? LineEnd.CarriageReturn
            : LineEnd.LineFeed;
    }
}
