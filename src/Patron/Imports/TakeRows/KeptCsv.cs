using System.Text;
using Patron.Imports.Reading;

namespace Patron.Imports.TakeRows;

/// <summary>
/// A CSV file that a job writes as it goes, and goes on with where the last committed part of the work ended. Made with its first row. With a byte order
/// mark, because spreadsheets ask for it; values that a spreadsheet would reckon as a formula get an apostrophe.
/// </summary>
/// <param name="titles">The first line.</param>
/// <param name="keep">Bytes to keep of what an interrupted run has written.</param>
internal sealed class KeptCsv(string path, IReadOnlyList<string> titles, long keep) : IDisposable
{
    private StreamWriter? writer;
    private long? length;

    public string? Path => (length ?? keep) > 0 || writer is not null ? path : null;

    /// <summary>Away with what an earlier run has written.</summary>
    public void Clear()
    {
        if (File.Exists(path)) File.Delete(path);
    }

    public void Add(IEnumerable<string> fields)
    {
        writer ??= Open();
        var first = true;
        foreach (var field in fields)
        {
            Write(field, first);
            first = false;
        }
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
        if (stream.Length != keep) stream.SetLength(keep);
        stream.Position = keep;
        var opened = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: keep == 0));
        if (keep > 0) return opened;
        writer = opened;
        foreach (var title in titles) Write(title, first: ReferenceEquals(title, titles[0]));
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
