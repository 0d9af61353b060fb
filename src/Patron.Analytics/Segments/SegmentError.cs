namespace Patron.Analytics.Segments;

/// <summary>What is wrong with a query.</summary>
public enum SegmentFault
{
    /// <summary>A character that means nothing.</summary>
    Character,
    /// <summary>A quotation mark that is not closed.</summary>
    Quote,
    /// <summary>A day that does not exist.</summary>
    Day,
    /// <summary>A number that cannot be read or is beyond all measure.</summary>
    Number,
    /// <summary>There is no such leaf; expected are the leaves whose names look most like it, the likest first.</summary>
    Name,
    /// <summary>The leaf is not narrowed by this.</summary>
    Condition,
    /// <summary>None of the words that can stand here.</summary>
    Choice,
    /// <summary>Something else should stand here.</summary>
    Unexpected,
    /// <summary>The query ends too early.</summary>
    End,
    /// <summary>More groups within groups, or more text, than can be read.</summary>
    TooMuch,
}

/// <param name="Position">Of the first character concerned, from 0.</param>
/// <param name="Length">Characters concerned; 0 at the end.</param>
/// <param name="Word">What stands there.</param>
/// <param name="Expected">What could stand there instead, as it would be written; see <see cref="Expect"/> for what is not written literally.</param>
public sealed record SegmentError(int Position, int Length, SegmentFault Fault, string Word, IReadOnlyList<string> Expected);

/// <summary>What can stand at a place beside literal words: names of kinds, in angle brackets.</summary>
public static class Expect
{
    public const string Condition = "<condition>";
    public const string Number = "<number>";
    public const string Money = "<amount>";
    public const string Percent = "<percent>";
    public const string Days = "<days>";
    public const string Day = "<day>";
    public const string Word = "<word>";
    public const string Text = "<text>";
    public const string Segment = "<segment>";
    public const string Window = "<window>";
    public const string End = "<end>";
}
