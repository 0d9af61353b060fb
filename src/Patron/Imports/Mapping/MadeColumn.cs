using System.Globalization;
using System.Text;
using Patron.Imports.Reading;
using Patron.Imports.TakeRows;

namespace Patron.Imports.Mapping;

/// <summary>A field whose value no column holds alone, as a person said it.</summary>
/// <param name="Field">Key of the field.</param>
/// <param name="Pattern">As <see cref="MadeColumn"/> reads it.</param>
internal sealed record MadeChoice(string Field, string Pattern);

/// <summary>
/// A value put together for each row, from a pattern: {row} is the line on which the row begins, {Column} what stands in that column, {'text'} the text itself,
/// {Column+2008} the column's month with a year behind it. The years of a file in order of time go on: the year of a row is the one whose
/// month lies less than half a year from the row's before, 2008 that of the first. What stands outside braces is kept. Of a row whose columns are blank nothing is put together.
/// </summary>
internal sealed class MadeColumn
{
    private readonly Part[] parts;

    private MadeColumn(string pattern, Part[] parts) => (Pattern, this.parts) = (pattern, parts);

    public string Pattern { get; }

    public static bool IsPattern(string text) => text.Contains('{', StringComparison.Ordinal);

    public static Parsed<MadeColumn> Parse(string pattern, IReadOnlyList<string> header)
    {
        var parts = new List<Part>();
        for (var at = 0; at < pattern.Length;)
        {
            var open = pattern.IndexOf('{', at);
            if (open < 0) open = pattern.Length;
            if (open > at) parts.Add(new(PartKind.Text, pattern[at..open]));
            if (open == pattern.Length) break;
            var close = pattern.IndexOf('}', open);
            if (close < 0) return Reason.Of("imports.problem.made_open", ("pattern", pattern));
            var part = PartOf(pattern[(open + 1)..close].Trim(), header);
            if (part.Value is null) return part.Problem!;
            parts.Add(part.Value);
            at = close + 1;
        }
        return parts.Any(p => p.Kind != PartKind.Text || p.Said) ? new MadeColumn(pattern, [.. parts]) : Reason.Of("imports.problem.made_open", ("pattern", pattern));
    }

    private static Parsed<Part> PartOf(string inside, IReadOnlyList<string> header)
    {
        // The file of rejected rows tells of each row on which line it stood, but not which rows lay between.
        var own = header.Take(RejectedFile.Titles.Count).SequenceEqual(RejectedFile.Titles);
        if (inside == "row") return own ? new Part(PartKind.Column, "") : new Part(PartKind.Row, "");
        if (inside.Length >= 2 && inside[0] == '\'' && inside[^1] == '\'') return new Part(PartKind.Text, inside[1..^1]) { Said = true };
        if (Place(inside, header) is { } column) return new Part(PartKind.Column, "", column);
        var plus = inside.LastIndexOf('+');
        if (plus > 0 && Place(inside[..plus].Trim(), header) is { } month && int.TryParse(inside[(plus + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var year) && year is >= 1000 and <= 9998)
            return own ? Reason.Of("imports.problem.made_years", ("pattern", inside)) : new Part(PartKind.Month, "", month, year);
        return Reason.Of("imports.problem.made_unknown", ("text", inside), ("known", string.Join(", ", header)));
    }

    private static int? Place(string name, IReadOnlyList<string> header)
    {
        for (var i = 0; i < header.Count; i++) if (header[i].Equals(name, StringComparison.OrdinalIgnoreCase)) return i;
        return null;
    }

    /// <summary>Begins to read a file from its first row.</summary>
    public Func<RowReader, string> Begin()
    {
        var (text, year, before) = (new StringBuilder(), 0, 0);
        return reader =>
        {
            text.Clear();
            var (named, filled) = (false, false);
            foreach (var part in parts)
            {
                if (part.Kind == PartKind.Text) text.Append(part.Text);
                if (part.Kind == PartKind.Row) text.Append(reader.Line);
                if (part.Kind is not (PartKind.Column or PartKind.Month)) continue;
                var value = reader[part.Column].Trim();
                named = true;
                filled |= !value.IsEmpty;
                text.Append(value);
                if (part.Kind == PartKind.Month && DateFormat.MonthOf(value) is { } month) text.Append(' ').Append(YearOf(month, part.Year));
            }
            return named && !filled ? "" : text.ToString();
        };

        int YearOf(int month, int first)
        {
            if (before == 0) year = first;
            else if (before - month > 6) year++;
            else if (month - before > 6) year--;
            before = month;
            return year;
        }
    }

    private enum PartKind { Text, Row, Column, Month }

    private sealed record Part(PartKind Kind, string Text, int Column = 0, int Year = 0)
    {
        /// <summary>A text in braces: a value on purpose.</summary>
        public bool Said { get; init; }
    }
}

/// <summary>The columns of a file and behind them those that are made, row by row.</summary>
internal sealed class RowValues(int columns, IReadOnlyList<MadeColumn> made)
{
    private readonly Func<RowReader, string>[] values = [.. made.Select(m => m.Begin())];
    private readonly string[] present = new string[made.Count];
    private long line = -1;

    public int Columns => columns;

    /// <summary>The value as it stands in the file, or as it is put together, without blanks around it.</summary>
    public ReadOnlySpan<char> Of(RowReader reader, int column)
    {
        if (column < columns) return reader[column].Trim();
        if (line != reader.Line)
        {
            line = reader.Line;
            for (var i = 0; i < values.Length; i++) present[i] = values[i](reader);
        }
        return present[column - columns].AsSpan().Trim();
    }
}
