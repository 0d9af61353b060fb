using System.Globalization;
using System.Text;
using Patron.Imports.Reading;

namespace Patron.Imports.TakeRows;

/// <summary>
/// The conflicts and rejected rows as they come: line, column, value and reason, then the row's own fields, to be put right and imported again.
/// Made with its first row. With a byte order mark, because spreadsheets ask for it; values that a spreadsheet would reckon as a formula get an apostrophe.
/// </summary>
/// <param name="columns">The file's own.</param>
/// <param name="keep">Bytes to keep of what an interrupted run has written.</param>
internal sealed class RejectedFile(string path, IReadOnlyList<string> columns, long keep) : IDisposable
{
    /// <summary>What stands before the file's own columns, the same in every language: an import knows its own rejected rows by it.</summary>
    public static readonly IReadOnlyList<string> Titles = ["line", "column", "value", "reason"];

    private StreamWriter? writer;
    private long? length;

    public string? Path => (length ?? keep) > 0 || writer is not null ? path : null;

    /// <summary>Away with what an earlier run has written.</summary>
    public void Clear()
    {
        if (File.Exists(path)) File.Delete(path);
    }

    public void Add(long line, string? column, string? value, string reason, IEnumerable<string> fields)
    {
        writer ??= Open();
        Write(line.ToString(CultureInfo.InvariantCulture), first: true);
        foreach (var field in fields.Prepend(reason).Prepend(value ?? "").Prepend(column ?? "")) Write(field, first: false);
        writer.Write('\n');
    }

    /// <summary>Brings everything to the disk, and tells how long the file is.</summary>
    public long Flush()
    {
        if (writer is null) return length ?? keep;
        writer.Flush();
        ((FileStream)writer.BaseStream).Flush(flushToDisk: true);
        length = writer.BaseStream.Length;
        return length.Value;
    }

    public void Dispose() => writer?.Dispose();

    /// <summary>Behind an apostrophe whatever begins like a formula; numbers stay what they are.</summary>
    public static string Safe(string value)
    {
        if (value.Length == 0) return value;
        var first = value[0] is '\t' or '\r' or '\n' or ' ' ? value.AsSpan().TrimStart() is [var sign, ..] ? sign : ' ' : value[0];
        return first is '=' or '+' or '-' or '@' && !ValueRecognition.IsNumber(value.AsSpan().Trim()) ? "'" + value : value;
    }

    private StreamWriter Open()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read);
        stream.SetLength(keep);
        stream.Position = keep;
        var opened = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: keep == 0));
        if (keep > 0) return opened;
        writer = opened;
        foreach (var title in Titles.Concat(columns)) Write(title, first: ReferenceEquals(title, Titles[0]));
        opened.Write('\n');
        return opened;
    }

    private void Write(string value, bool first)
    {
        if (!first) writer!.Write(',');
        var safe = Safe(value);
        if (safe.AsSpan().ContainsAny(",\"\r\n") || safe.Length > 0 && (safe[0] == ' ' || safe[^1] == ' '))
        {
            writer!.Write('"');
            writer.Write(safe.Replace("\"", "\"\"", StringComparison.Ordinal));
            writer.Write('"');
        }
        else
        {
            writer!.Write(safe);
        }
    }
}
