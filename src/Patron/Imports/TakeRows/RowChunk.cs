using System.Globalization;
using Patron.Imports.Mapping;
using Patron.Imports.Reading;

namespace Patron.Imports.TakeRows;

/// <summary>A row that cannot be used, with its fields as far as they could be told apart.</summary>
internal sealed record BadRow(long Line, string? Column, string Value, Reason Why, string[] Fields);

internal static class RowChunks
{
    /// <summary>How many rows are written in one transaction. Tests that stop an import at many places set it lower by the environment.</summary>
    public static readonly int Rows =
        int.TryParse(Environment.GetEnvironmentVariable("PATRON_IMPORT_CHUNK"), NumberStyles.None, CultureInfo.InvariantCulture, out var rows) && rows > 0 ? rows : 10_000;
}

/// <summary>Some rows of the file in its order: the usable ones typed, each also as it stands in the file, and the bad ones beside them.</summary>
internal sealed class RowChunk<T>
{
    /// <summary>A chunk of long rows ends earlier: what is in memory at once does not depend on how long they are.</summary>
    public const int MostChars = 8 << 20;

    private readonly List<(int Start, int Length)> places = new(RowChunks.Rows);
    private char[] text = new char[RowChunks.Rows * 100];
    private int length;

    public List<T> Rows { get; } = new(RowChunks.Rows);
    public List<long> Lines { get; } = new(RowChunks.Rows);
    public List<BadRow> Bad { get; } = [];

    /// <summary>Values that were left out of rows that are used.</summary>
    public List<ValueProblem> LeftOut { get; } = [];

    /// <summary>Rows of the file up to the end of this chunk.</summary>
    public long RowsSoFar { get; set; }

    /// <summary>Rows in all: reckoned by bytes, or known once the end is reached.</summary>
    public long? Total { get; set; }
    public int Count => Rows.Count + Bad.Count;

    public void Add(T row, long line, ReadOnlySpan<char> raw)
    {
        if (length + raw.Length > text.Length) Array.Resize(ref text, Math.Max(text.Length * 2, length + raw.Length));
        raw.CopyTo(text.AsSpan(length));
        places.Add((length, raw.Length));
        length += raw.Length;
        Rows.Add(row);
        Lines.Add(line);
    }

    /// <summary>A usable row as it stands in the file.</summary>
    public string Raw(int index) => new(text, places[index].Start, places[index].Length);
}
