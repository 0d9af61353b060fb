using System.IO.Compression;
using System.Text;

namespace Patron.Imports.Reading;

internal enum LineEnd { LineFeed, CarriageReturnLineFeed, CarriageReturn }

/// <summary>What a person decided about a file; null leaves it to be found.</summary>
internal sealed record FormatWishes(string? Encoding = null, char? Delimiter = null, bool? HasHeader = null, char? Quote = null)
{
    /// <summary>Stands for no sign: it is no character of any text.</summary>
    public const char NoQuote = '\uFFFF';

    /// <summary>Reads the wishes as they come from a command line or a form; "tab" or "\t" is a tab.</summary>
    public static Parsed<FormatWishes> Parse(string? encoding, string? delimiter, bool? hasHeader)
    {
        if (!string.IsNullOrWhiteSpace(encoding) && TextEncodings.Find(encoding) is null)
        {
            return Reason.Of("imports.problem.encoding_unknown", ("encoding", encoding));
        }

        char? sign = null;
        if (!string.IsNullOrEmpty(delimiter))
        {
            var written = delimiter is "\\t" || delimiter.Equals("tab", StringComparison.OrdinalIgnoreCase) ? "\t" : delimiter;
            if (written.Length != 1 || written[0] is '"' or '\r' or '\n' || char.IsLetterOrDigit(written[0]))
            {
                return Reason.Of("imports.problem.delimiter_unknown", ("delimiter", delimiter));
            }

            sign = written[0];
        }

        return new FormatWishes(string.IsNullOrWhiteSpace(encoding) ? null : encoding.Trim(), sign, hasHeader);
    }
}

/// <summary>
/// How a text file of rows is to be read. <see cref="Reasons"/> says for every guess what it rests on;
/// what a person decided has no reason beside it but "you chose it".
/// </summary>
/// <param name="EncodingName">a name that <see cref="TextEncodings.Find"/> knows</param>
/// <param name="LinesBefore">lines that stand before the header and are skipped, such as Excel's "sep=;"</param>
/// <param name="Compressed">gzip, known by its magic bytes</param>
/// <param name="Empty">nothing in the file but, perhaps, blank lines</param>
internal sealed record FileFormat(
    string EncodingName,
    char Delimiter,
    char Quote,
    bool HasHeader,
    LineEnd LineEnd,
    int LinesBefore,
    bool Compressed,
    bool Empty,
    IReadOnlyList<Reason> Reasons)
{
    /// <summary>Encodings that fit about as well, each with lines of the file read so; the format's own is the first. Empty where there is no doubt.</summary>
    public IReadOnlyList<EncodingReading> EncodingReadings { get; init; } = [];

    /// <summary>
    /// The number of the first line where every row is one line, whatever stands in its fields: rows of a sheet, made into text, keep the sheet's numbers.
    /// Null where lines are those of the file.
    /// </summary>
    public long? FirstRow { get; init; }

    /// <summary>Bytes that a packed file may hold.</summary>
    public long LargestUnpacked { get; init; } = ImportLimits.Usual.Unpacked;

    /// <summary>Bytes (after decompression) that a guess looks at.</summary>
    public const int SampleSize = 256 * 1024;

    /// <summary>
    /// Guesses from the beginning of the stream, which is read up to <see cref="SampleSize"/> and, where it can seek, set back.
    /// A problem when it is not text (a spreadsheet, a picture).
    /// </summary>
    public static Parsed<FileFormat> Detect(Stream stream, FormatWishes? wishes = null)
    {
        var start = stream.CanSeek ? stream.Position : 0;
        var found = FormatDetection.Detect(stream, wishes ?? new FormatWishes());
        if (stream.CanSeek)
        {
            stream.Position = start;
        }

        return found;
    }

    /// <summary>
    /// Reads the rows from the stream's present position, which must be the beginning of the file.
    /// The stream stays the caller's: its Position tells the progress in bytes.
    /// </summary>
    public RowReader Open(Stream stream) => OpenUnpacked(Unpack(stream));

    /// <summary>The same for what <see cref="Unpack"/> has made.</summary>
    public RowReader OpenUnpacked(Stream bytes) =>
        new(new StreamReader(bytes, Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16, leaveOpen: !Compressed), this);

    public Stream Unpack(Stream stream) =>
        Compressed ? new LimitedStream(new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true), LargestUnpacked) : stream;

    public Encoding Encoding => TextEncodings.Find(EncodingName)
        ?? throw new InvalidOperationException($"No encoding {EncodingName}: a format comes from Detect or from FormatWishes.Parse.");

    /// <summary>The format of text that is in memory already: the given signs, found nowhere.</summary>
    public static FileFormat Plain(char delimiter = ',', bool hasHeader = true, char quote = '"') =>
        new("utf-8", delimiter, quote, hasHeader, LineEnd.LineFeed, 0, false, false, []);
}

/// <summary>Some lines of a file as one encoding reads them.</summary>
internal sealed record EncodingReading(string Name, IReadOnlyList<string> Samples);
