using Patron.Imports.Reading;

namespace Patron.Imports.Mapping;

/// <summary>How the values of one column are written: as found in it, or as a person said.</summary>
internal sealed record ColumnFormats(DateFormat? Date, NumberFormat Number)
{
    /// <summary>Several ways to read the column's dates are equally good, and nobody has said which is right.</summary>
    public bool DateUnclear { get; private init; }

    public bool NumberUnclear { get; private init; }

    /// <summary>For each column what its profile found, and what a person said of it, or of the file where the column may be written so.</summary>
    public static IReadOnlyList<ColumnFormats> Of(IReadOnlyList<ColumnProfile> profiles, IReadOnlyList<DateFormat>? dates = null, char? decimalSign = null, IReadOnlyList<ColumnDate>? own = null)
    {
        var said = (own ?? []).GroupBy(d => d.Column, StringComparer.Ordinal).ToDictionary(g => g.Key, g => DateFormat.Of(g.Last().Pattern), StringComparer.Ordinal);
        return [.. profiles.Select(p => Of(p, [.. said.GetValueOrDefault(p.Name) is { } first ? (DateFormat[])[first] : [], .. dates ?? []], decimalSign))];
    }

    private static ColumnFormats Of(ColumnProfile profile, IReadOnlyList<DateFormat> wished, char? decimalSign)
    {
        var ways = profile.DateWays;
        var said = wished.FirstOrDefault(w => ways.Count == 0 || profile.Samples.Any(s => w.Fits(s, out _))) ?? ways.FirstOrDefault(way => wished.Any(way.SameOrder));
        var numbers = profile.NumberWays;
        return new(said ?? (ways.Count > 0 ? ways[0] : null), decimalSign is { } sign && numbers is not null ? numbers.With(sign) : numbers?.Best ?? NumberFormat.Plain with { Group = ',' })
        {
            DateUnclear = said is null && ways.Count > 1, NumberUnclear = decimalSign is null && numbers is { Unclear: true },
        };
    }

    /// <summary>Reads date formats that a person wrote, such as dd/MM/yyyy; several, for columns that differ, with | between them.</summary>
    public static Parsed<IReadOnlyList<DateFormat>> ParseDates(string patterns)
    {
        var formats = new List<DateFormat>();
        foreach (var pattern in patterns.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).DefaultIfEmpty(""))
        {
            if (DateFormat.Of(pattern) is not { } format)
            {
                return Reason.Of("imports.problem.date_format_unknown", ("format", pattern));
            }

            formats.Add(format);
        }

        return formats;
    }
}
