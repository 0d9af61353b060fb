using System.Globalization;
using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>A file of an export holds what no export writes.</summary>
public sealed class ExportDamagedException(long line, string column) : Exception($"Line {line}: {column}")
{
    public long Line => line;
}

/// <summary>A row of an export as it was written; a column that the file does not have is missing in every row.</summary>
public sealed class ExportedRow(IReadOnlyDictionary<string, int> columns, string?[] fields, long line)
{
    /// <summary>The header is line 1, and a row is one however many lines its texts have.</summary>
    public long Line => line;

    public IEnumerable<string> Columns => columns.Keys;

    public string? Text(string column) => columns.TryGetValue(column, out var at) ? fields[at] : null;

    public string Need(string column) => Text(column) ?? throw new ExportDamagedException(line, column);

    /// <summary>A text that is JSON, whatever it says.</summary>
    public string Json(string column)
    {
        var text = Need(column);
        try
        {
            using var json = System.Text.Json.JsonDocument.Parse(text);
            return text;
        }
        catch (System.Text.Json.JsonException)
        {
            throw new ExportDamagedException(line, column);
        }
    }

    public long? Micros(string column) => Read(column, text =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var units) && Math.Abs(units) <= long.MaxValue / Kernel.Micros.PerUnit ? Kernel.Micros.From(units) : (long?)null);

    public DateOnly? Day(string column) => Read(column, text =>
        DateOnly.TryParseExact(text, ExportedRows.DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : (DateOnly?)null);

    /// <summary>Microseconds since 1970.</summary>
    public long? Instant(string column) => Read(column, text =>
        DateTimeOffset.TryParseExact(text, ExportedRows.InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? Instants.ToMicroseconds(at) : (long?)null);

    public bool? Flag(string column) => Read(column, text => text switch { "yes" => true, "no" => false, _ => (bool?)null });

    public T? Word<T>(string column) where T : struct, Enum => Read(column, text => Enum.TryParse<T>(text, ignoreCase: true, out var word) && Enum.IsDefined(word) ? word : (T?)null);

    private T? Read<T>(string column, Func<string, T?> read) where T : struct =>
        Text(column) is { } text ? read(text) ?? throw new ExportDamagedException(line, column) : null;
}

/// <summary>Reads what <see cref="ExportedRows"/> wrote: exactly the same values, missing and empty ones told apart.</summary>
public sealed class ExportReader : IDisposable
{
    private const int LongestRow = 1 << 24;
    private readonly TextReader input;
    private readonly Dictionary<string, int> columns = new(StringComparer.Ordinal);
    private readonly char[] buffer = new char[1 << 16];
    private readonly System.Text.StringBuilder text = new();
    private int length;
    private int place;
    private long line = 1;

    public ExportReader(Stream stream)
    {
        input = new StreamReader(stream, new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true));
        foreach (var (at, name) in (Fields() ?? []).Index()) columns[name ?? throw new ExportDamagedException(1, "")] = at;
    }

    /// <summary>The next rows, at most so many; none at the end.</summary>
    public IReadOnlyList<ExportedRow> Next(int most)
    {
        var rows = new List<ExportedRow>();
        while (rows.Count < most && Fields() is { } fields)
        {
            line++;
            if (fields.Count != columns.Count) throw new ExportDamagedException(line, "");
            rows.Add(new(columns, [.. fields], line));
        }
        return rows;
    }

    public void Dispose() => input.Dispose();

    private List<string?>? Fields()
    {
        if (Peek() < 0) return null;
        var fields = new List<string?>(columns.Count);
        var read = 0;
        while (true)
        {
            fields.Add(Field(ref read));
            switch (Take())
            {
                case ',':
                    continue;
                case '\r':
                    if (Take() == '\n') return fields;
                    break;
            }
            throw new ExportDamagedException(line + 1, "");
        }
    }

    private string? Field(ref int read)
    {
        text.Clear();
        var quoted = Peek() == '"';
        if (quoted) Take();
        while (true)
        {
            var sign = Peek();
            if (quoted)
            {
                if (sign < 0) throw new ExportDamagedException(line + 1, "");
                Take();
                if (sign == '"' && Peek() != '"') break;
                if (sign == '"') Take();
            }
            else
            {
                if (sign is ',' or '\r' or < 0) break;
                Take();
            }
            if (++read > LongestRow) throw new ExportDamagedException(line + 1, "");
            text.Append((char)sign);
        }
        if (text.Length == 0) return quoted ? "" : null;
        return text[0] == '\'' ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    private int Peek()
    {
        if (place == length)
        {
            length = input.Read(buffer);
            place = 0;
        }
        return length == 0 ? -1 : buffer[place];
    }

    private int Take()
    {
        var sign = Peek();
        if (sign >= 0) place++;
        return sign;
    }
}
