namespace Patron.IdentityResolution.Matching.Preparing;

/// <summary>Rows as they were read: the columns asked for, blanks at both ends left out, one text behind the other.</summary>
/// <param name="columns">How many fields a row has.</param>
internal sealed class RowBatch(int columns)
{
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
        text.Append(value.Trim());
        ends.Add(text.Length);
    }
}
