namespace Patron.Analytics.Matching;

/// <summary>A column of a table of records to match.</summary>
/// <param name="Role">What it means.</param>
/// <param name="Name">What the caller calls it; only handed back.</param>
public sealed record MatchField(FieldRole Role, string Name)
{
    /// <summary>The number of the column that it stands in for (a name in Latin letters for one in its own script): where both records have that one, this one says nothing. -1 for none.</summary>
    public int InsteadOf { get; init; } = -1;
}

/// <summary>Records to match, by column; each distinct text is kept once. Texts are expected normalised: one case, folded script, no blanks around.</summary>
/// <remarks>A million records of ten fields take 40 MB and their distinct texts (two bytes a character and 12 bytes a text). Not safe for several writers; columns may be filled side by side.</remarks>
public sealed class MatchTable
{
    /// <summary>So many columns are weighed at most.</summary>
    public const int MostFields = 20;

    private readonly MatchColumn[] columns;

    /// <summary>An empty table.</summary>
    /// <param name="fields">The columns, at least one.</param>
    public MatchTable(params IReadOnlyList<MatchField> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentOutOfRangeException.ThrowIfZero(fields.Count);
        columns = [.. fields.Select(f => new MatchColumn(f))];
    }

    /// <summary>The columns' fields, in order.</summary>
    public IReadOnlyList<MatchField> Fields => [.. columns.Select(c => c.Field)];

    /// <summary>Records in the table.</summary>
    /// <exception cref="InvalidOperationException">A column is shorter or longer than the others.</exception>
    public int Count => columns.All(c => c.Count == columns[0].Count) ? columns[0].Count
        : throw new InvalidOperationException($"Columns of different length: {string.Join(", ", columns.Select(c => c.Count))}.");

    internal IReadOnlyList<MatchColumn> Columns => columns;

    /// <summary>Column <paramref name="field"/>, to append to it.</summary>
    public MatchColumn Column(int field) => columns[field];

    /// <summary>Appends one record and returns its number. Null and empty texts are missing values.</summary>
    /// <param name="values">One text a column.</param>
    public int Append(params ReadOnlySpan<string?> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, columns.Length);
        for (var c = 0; c < columns.Length; c++) columns[c].Append(values[c]);
        return columns[0].Count - 1;
    }

    /// <summary>The text of a record in a column; null when missing.</summary>
    public string? Text(int record, int field) => columns[field].Text(record);
}

/// <summary>One column: the record's texts as numbers into a dictionary.</summary>
public sealed class MatchColumn
{
    private int[] ids = new int[16];

    internal MatchColumn(MatchField field) => Field = field;

    /// <summary>What the column means.</summary>
    public MatchField Field { get; }

    /// <summary>Values appended, missing ones counted.</summary>
    public int Count { get; private set; }

    internal ValueDictionary Values { get; } = new();

    internal ReadOnlySpan<int> Ids => ids.AsSpan(0, Count);

    /// <summary>Appends the next record's value; an empty text is a missing value.</summary>
    /// <returns>The number of the value, for <see cref="AppendNumber"/>; -1 for a missing one.</returns>
    public int Append(ReadOnlySpan<char> text)
    {
        var number = text.IsEmpty ? ValueDictionary.Missing : Values.Add(text);
        AppendNumber(number);
        return number;
    }

    /// <summary>Appends a value that the column has had before; quicker than its text.</summary>
    /// <param name="number">As <see cref="Append"/> answered.</param>
    public void AppendNumber(int number)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, Values.Count);
        if (Count == ids.Length) Array.Resize(ref ids, Count * 2);
        ids[Count++] = number;
    }

    internal string? Text(int record) => Ids[record] is var id && id == ValueDictionary.Missing ? null : Values[id].ToString();
}
