using Patron.Imports.Contracts;
using Patron.Imports.Reading;

namespace Patron.Imports.OpenTables;

/// <summary>How a file of columns is read. Each reading begins anew at the front.</summary>
internal sealed class ColumnFile
{
    private const int BufferSize = 1 << 18;
    private const int LinesLookedAt = 200;
    private const double Even = 0.95;

    private readonly string path;
    private readonly bool blanks;

    private ColumnFile(string path, FileFormat format, bool blanks) => (this.path, Format, this.blanks) = (path, format, blanks);

    public FileFormat Format { get; private init; }

    /// <summary>Blanks divide where the usual signs do not, and nearly every line has as many words as the first, more than one.</summary>
    public static Parsed<ColumnFile> Find(ColumnsRequest request, char? usual = null)
    {
        var chosen = request.Delimiter == " " ? "\t" : request.Delimiter;
        var wishes = FormatWishes.Parse(null, chosen, usual is null ? null : false);
        if (wishes.Value is not { } wished) return wishes.Problem!;
        var opened = FileSurvey.Open(request.Path);
        if (opened.Value is not { } stream) return opened.Problem!;
        using (stream)
        {
            var detected = FileFormat.Detect(stream, wished with { Delimiter = wished.Delimiter ?? usual });
            if (detected.Value is not { } format) return detected.Problem!;
            var file = new ColumnFile(request.Path, format, request.Delimiter == " ");
            if (request.Delimiter is not null || usual is not null || file.FirstRow().Count != 1) return file;
            var squeezed = new ColumnFile(request.Path, format with { Delimiter = '\t' }, blanks: true);
            return squeezed.IsEven() ? squeezed.WithGuessedHeader(stream) : file;
        }
    }

    public ColumnFile With(bool header) => new(path, Format with { HasHeader = header }, blanks);

    /// <summary>What the first row says, whether it is a header or not.</summary>
    public List<string> FirstRow()
    {
        using var rows = With(header: false).Open();
        return rows.Read() ? [.. Enumerable.Range(0, rows.FieldCount).Select(i => rows[i].Trim().ToString())] : [];
    }

    public RowReader Open()
    {
        var stream = FileSurvey.Open(path).Value ?? throw new IOException($"{path} can no longer be read.");
        TextReader text = new StreamReader(Format.Unpack(stream), Format.Encoding, detectEncodingFromByteOrderMarks: false, BufferSize);
        return new(blanks ? new SqueezedText(text) : text, Format, BufferSize);
    }

    private bool IsEven()
    {
        using var rows = With(header: false).Open();
        var (all, same, columns) = (0, 0, 0);
        while (all < LinesLookedAt && rows.Read())
        {
            if (all++ == 0) columns = rows.FieldCount;
            if (rows.FieldCount == columns) same++;
        }
        return columns > 1 && same >= Even * all;
    }

    private ColumnFile WithGuessedHeader(Stream stream)
    {
        stream.Position = 0;
        using var text = new SqueezedText(new StreamReader(Format.Unpack(stream), Format.Encoding, false, BufferSize, leaveOpen: true));
        var sample = new char[FileFormat.SampleSize];
        var read = text.ReadBlock(sample, 0, sample.Length);
        return With(HeaderDetection.Detect(new string(sample, 0, read), Format).Has);
    }
}
