using System.Globalization;
using Patron.Kernel;

namespace Patron.Data.Exporting;

/// <summary>
/// Writes a file of an export: comma-separated lines (RFC 4180, UTF-8) with a header. A missing value is empty, an empty one is "". A value that a
/// spreadsheet would run, or that begins with an apostrophe, has an apostrophe in front, and loses it when it is read back.
/// </summary>
public sealed class ExportedRows(TextWriter output, Action<long>? progress, CancellationToken ct)
{
    public const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", DayFormat = "yyyy-MM-dd";
    private const int ToldEvery = 1_000;
    private int columns;
    private int field;

    public long Count { get; private set; }

    /// <summary>The header; before any row.</summary>
    public void Columns(params IReadOnlyList<string> names)
    {
        foreach (var name in names) Text(name);
        columns = field;
        field = 0;
        output.Write("\r\n");
    }

    public ExportedRows Text(string? value)
    {
        if (field++ > 0) output.Write(',');
        if (value is null) return this;
        var safe = value.Length > 0 && IsMarked(value) ? "'" + value : value;
        if (safe.Length > 0 && safe.AsSpan().IndexOfAny(",\"\r\n") < 0 && !char.IsWhiteSpace(safe[0]) && !char.IsWhiteSpace(safe[^1]))
        {
            output.Write(safe);
            return this;
        }
        output.Write('"');
        output.Write(safe.Replace("\"", "\"\"", StringComparison.Ordinal));
        output.Write('"');
        return this;
    }

    public ExportedRows Text(FastReader row, int column) => Text(row.Text(column));

    /// <summary>As a decimal number of whole units.</summary>
    public ExportedRows Micros(long? micros) => Text(micros is { } m ? Kernel.Micros.ToUnits(m).ToString("0.######", CultureInfo.InvariantCulture) : null);

    public ExportedRows Micros(FastReader row, int column) => Micros(row.IsNull(column) ? null : row.Long(column));

    /// <summary>DateOnly.DayNumber.</summary>
    public ExportedRows Day(FastReader row, int column) =>
        Text(row.IsNull(column) ? null : DateOnly.FromDayNumber(row.Int(column)).ToString(DayFormat, CultureInfo.InvariantCulture));

    /// <summary>Microseconds since 1970, to be read in UTC.</summary>
    public ExportedRows Instant(long? microseconds) =>
        Text(microseconds is { } at ? Instants.FromMicroseconds(at).UtcDateTime.ToString(InstantFormat, CultureInfo.InvariantCulture) : null);

    public ExportedRows Instant(FastReader row, int column) => Instant(row.IsNull(column) ? null : row.Instant(column));

    public ExportedRows Flag(bool? value) => Text(value switch { null => null, true => "yes", false => "no" });

    public void End()
    {
        if (field != columns) throw new InvalidOperationException($"{field} fields under {columns} columns.");
        field = 0;
        output.Write("\r\n");
        if (++Count % ToldEvery != 0) return;
        ct.ThrowIfCancellationRequested();
        progress?.Invoke(Count);
    }

    private static bool IsMarked(string value) =>
        value[0] == '\'' || (value[0] is '=' or '+' or '-' or '@' or '\t' or '\r' && !decimal.TryParse(value, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _));
}
