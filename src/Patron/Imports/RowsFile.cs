using System.Text;
using Patron.Imports.Reading;

namespace Patron.Imports;

/// <summary>
/// What was found on the way from a workbook or from cards to text that is read like every other file. It lies beside that text and is
/// written last: where it is, the text is whole.
/// </summary>
/// <param name="FirstRow">The number of the first line: rows are called by their place in the workbook or file of cards.</param>
/// <param name="Sheet">The sheet that was taken.</param>
/// <param name="Sheets">Those that can be taken.</param>
/// <param name="Hidden">Sheets that are hidden in the workbook, and are not taken.</param>
/// <param name="Readings">Of the cards, where two encodings fit about equally.</param>
internal sealed record RowsFileInfo(
    long FirstRow, string? Sheet, IReadOnlyList<string> Sheets, IReadOnlyList<string> Hidden, string? Encoding = null, IReadOnlyList<EncodingReading>? Readings = null)
{
    public const string Extension = ".rows";

    /// <summary>Null for a file that was not made so.</summary>
    public static RowsFileInfo? Of(string path) =>
        Path.GetExtension(path) == Extension && File.Exists(Beside(path)) ? Json.Read<RowsFileInfo>(File.ReadAllText(Beside(path))) : null;

    public void Write(string path) => File.WriteAllText(Beside(path), Json.Write(this));

    public static void Forget(string path) => File.Delete(Beside(path));

    /// <summary>Our own text: nothing but its header is to be found out.</summary>
    public static FormatWishes Wishes(bool? hasHeader) => new("utf-8", ',', hasHeader, '"');

    public FileFormat Describe(FileFormat format)
    {
        var header = format.Reasons.Where(r => r.Key.StartsWith("imports.detected.header.", StringComparison.Ordinal) || r.Key == "imports.detected.empty");
        var from = Sheet is null ? Reason.Of("imports.detected.cards", ("encoding", Encoding ?? "")) : Reason.Of("imports.detected.sheet", ("sheet", Sheet));
        var hidden = Hidden.Count == 0 ? [] : new[] { Reason.Of("imports.detected.sheet.hidden", ("n", Hidden.Count), ("sheets", string.Join(", ", Hidden))) };
        return format with { FirstRow = FirstRow, Reasons = [from, .. hidden, .. header], EncodingReadings = Readings ?? [], HasHeader = Sheet is null || format.HasHeader };
    }

    private static string Beside(string path) => path + ".json";
}

/// <summary>Writes rows as text, each on the line of its number: lines between them stay blank.</summary>
/// <param name="firstRow">Number of the first line.</param>
/// <param name="limit">Bytes that may be written.</param>
internal sealed class RowsWriter(Stream stream, long firstRow, long limit) : IDisposable
{
    private readonly StreamWriter writer = new(stream, new UTF8Encoding(false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
    private long line = firstRow;

    /// <param name="number">Greater than that of the row before.</param>
    /// <param name="evenEmpty">A row without any value is one all the same, to be counted and told; else its line stays blank.</param>
    public void Write(long number, IReadOnlyList<string> fields, bool evenEmpty = false)
    {
        for (; line < number; line++) writer.Write('\n');
        if (evenEmpty || fields.Any(f => f.Length > 0))
        {
            for (var i = 0; i < fields.Count; i++)
            {
                if (i > 0) writer.Write(',');
                Write(fields[i]);
            }
        }
        writer.Write('\n');
        line++;
        if (stream.Position > limit) throw new UnpackedTooLargeException(limit);
    }

    public void Dispose() => writer.Dispose();

    private void Write(string field)
    {
        if (field.AsSpan().ContainsAny(",\"\r\n") || field.Length > 0 && (field[0] == ' ' || field[^1] == ' '))
        {
            writer.Write('"');
            writer.Write(field.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        else
        {
            writer.Write(field);
        }
    }
}
