using Patron.Imports.Reading;

namespace Patron.Imports.Mapping;

/// <summary>How the values of one column are written: as found in it, or as a person said.</summary>
internal sealed record ColumnFormats(DateFormat? Date, NumberFormat Number)
{
    /// <summary>For each column what its profile found; a given date format counts for all columns.</summary>
    public static IReadOnlyList<ColumnFormats> Of(IReadOnlyList<ColumnProfile> profiles, DateFormat? date = null) =>
        [.. profiles.Select(p => new ColumnFormats(date ?? p.Date, p.Number ?? NumberFormat.Plain with { Group = ',' }))];

    /// <summary>Reads a date format that a person wrote, such as dd/MM/yyyy.</summary>
    public static Parsed<DateFormat> ParseDate(string pattern) =>
        DateFormat.Of(pattern) is { } format ? format : Reason.Of("imports.problem.date_format_unknown", ("format", pattern));
}
