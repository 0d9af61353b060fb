namespace Patron.Analytics.Segments;

/// <summary>
/// Reads queries:
/// <code>
/// query     = [ item { "and" item } | item { "or" item } ]
/// item      = ( "all" | "any" | "none" ) "(" [ item { "," item } ] ")" | "not" item | "(" query ")" | rule
/// rule      = "in" word | leaf [ "(" inside { "," inside } ")" ] [ test ]
/// inside    = window | condition [ test ]
/// </code>
/// What stands in a test goes by the kind of the leaf, see <see cref="LeafKind"/>.
/// </summary>
public static class SegmentParser
{
    /// <summary>Characters of a query.</summary>
    public const int Longest = 8_000;

    /// <summary>Groups within groups.</summary>
    public const int Deepest = 12;

    /// <summary>The query, or the first thing that is wrong with it. Blank: everyone.</summary>
    public static (SegmentNode? Node, SegmentError? Error) Read(string text, SegmentVocabulary vocabulary)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (text.Length > Longest) return (null, new(Longest, text.Length - Longest, SegmentFault.TooMuch, "", []));
        var (tokens, error) = SegmentTokens.Of(text);
        if (error is not null) return (null, error);
        var cursor = new TokenCursor(tokens);
        var node = new GroupGrammar(cursor, vocabulary).Query();
        return cursor.Error is null ? (node, null) : (null, cursor.Error);
    }

    /// <summary>What could stand at the end of a text that is not finished, as it would be written or as a kind of <see cref="Expect"/>; nothing where the text is wrong before its end.</summary>
    internal static (IReadOnlyList<string> Expected, string? Leaf) AtEnd(string text, SegmentVocabulary vocabulary)
    {
        var (tokens, error) = SegmentTokens.Of(text);
        if (error is not null) return ([], null);
        var cursor = new TokenCursor(tokens);
        var grammar = new GroupGrammar(cursor, vocabulary);
        grammar.Query();
        return cursor.Error is { Fault: not SegmentFault.End } ? ([], null) : (cursor.AtEnd, grammar.AsksSegment ? SegmentText.InSegment : null);
    }
}
