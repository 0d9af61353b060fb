namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Rows as they were read: the columns asked for, blanks at both ends and what goes beyond <see cref="LongestValue"/> left out, one text behind the other.</summary>
/// <param name="columns">How many fields a row has.</param>
internal sealed class RowBatch(int columns)
{
    /// <summary>So much of a value is compared: a whole book in a cell of names would keep the comparison busy for hours.</summary>
    public const int LongestValue = 1_000;

    private readonly TextDraft text = new();
    private readonly List<int> ends = [];

    public int Rows => ends.Count / columns;

    public ReadOnlySpan<char> this[int row, int column]
    {
        get
        {
            var at = row * columns + column;
            var start = at == 0 ? 0 : ends[at - 1];
            return text.Span[start..ends[at]];
        }
    }

    public void Clear()
    {
        text.Clear();
        ends.Clear();
    }

    /// <summary>Appends the next field, row by row.</summary>
    public void Add(ReadOnlySpan<char> value)
    {
        value = value.Trim();
        if (value.Length > LongestValue) value = value[..(char.IsHighSurrogate(value[LongestValue - 1]) ? LongestValue - 1 : LongestValue)];
        text.Append(value);
        ends.Add(text.Length);
    }
}
