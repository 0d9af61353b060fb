using System.IO.Compression;
using System.Text;

namespace Patron.Imports.Reading;

/// <summary>Guesses how a text file is to be read from its first bytes; what was wished is taken as given.</summary>
internal static class FormatDetection
{
    public static Parsed<FileFormat> Detect(Stream stream, FormatWishes wishes)
    {
        var raw = ReadUpTo(stream, FileFormat.SampleSize);
        var compressed = raw.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);
        byte[] bytes;
        try
        {
            bytes = compressed ? Decompress(raw) : raw;
        }
        catch (InvalidDataException)
        {
            return Reason.Of("imports.problem.gzip_broken");
        }

        if (IsSpreadsheetOrBinary(bytes, out var what))
        {
            return what;
        }

        var whole = !compressed && raw.Length < FileFormat.SampleSize;
        var encoding = wishes.Encoding is { } chosen
            ? (Name: TextEncodings.Find(chosen)!.WebName, Why: Reason.Of("imports.detected.encoding.chosen", ("encoding", chosen)))
            : EncodingDetection.Detect(bytes);
        var text = TextEncodings.Find(encoding.Name)!.GetString(bytes).TrimStart('\uFEFF').TrimEnd('\uFFFD');
        return Assemble(text, whole, wishes, encoding, compressed);
    }

    private static FileFormat Assemble(string text, bool whole, FormatWishes wishes, (string Name, Reason Why) encoding, bool compressed)
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

        var zeros = bytes.Count((byte)0);
        return controls > bytes.Length / 20 || zeros > 0 && !EncodingDetection.LooksLikeWideText(bytes);
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
