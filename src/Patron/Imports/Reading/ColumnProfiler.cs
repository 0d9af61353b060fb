using Patron.Imports.Mapping;

namespace Patron.Imports.Reading;

/// <summary>
/// Looks at the rows of a file, from the beginning: the first <see cref="SampleRows"/> in full, and of all further rows that it is given
/// how many are filled, how long they are and, in columns of dates and numbers, which formats still fit.
/// </summary>
internal sealed class ColumnProfiler
{
    public const int SampleRows = 1_000;

    private readonly ColumnTally[] tallies;
    private long rows;

    /// <param name="header">names of the columns; without a header give as many names as there are columns</param>
    public ColumnProfiler(IReadOnlyList<string> header) =>
        tallies = [.. header.Select((name, index) => new ColumnTally(name, index))];

    /// <summary>Profiles the next <paramref name="most"/> well-formed rows of the reader.</summary>
    public static IReadOnlyList<ColumnProfile> Profile(RowReader reader, int most = SampleRows)
    {
        if (most <= 0 || !reader.Read())
        {
            return new ColumnProfiler(reader.Header).Build();
        }

        var profiler = new ColumnProfiler(NamesOf(reader));
        var seen = 0;
        do
        {
            profiler.Add(reader);
        }
        while (++seen < most && reader.Read());
        return profiler.Build();
    }

    /// <summary>The header, or "#1", "#2"... for a file without one whose first row has been read.</summary>
    public static IReadOnlyList<string> NamesOf(RowReader reader) =>
        reader.Header.Count > 0 ? reader.Header : [.. Enumerable.Range(1, reader.ColumnCount).Select(i => $"#{i}")];

    /// <summary>Takes the reader's present row; malformed rows are passed over.</summary>
    public void Add(RowReader reader) => Add(reader, null);

    /// <param name="values">Where some columns are made; null where all stand in the file.</param>
    public void Add(RowReader reader, RowValues? values)
    {
        if (reader.Problem is not null)
        {
            return;
        }

        var inSample = rows++ < SampleRows;
        for (var i = 0; i < tallies.Length; i++)
        {
            tallies[i].Add(values is null ? reader[i].Trim() : values.Of(reader, i), inSample);
        }
    }

    public IReadOnlyList<ColumnProfile> Build() => [.. tallies.Select(t => t.Build(rows))];
}
