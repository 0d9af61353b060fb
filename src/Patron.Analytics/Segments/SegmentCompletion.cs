namespace Patron.Analytics.Segments;

/// <param name="From">First character that is replaced.</param>
/// <param name="To">One behind the last.</param>
/// <param name="Words">What may be written there, the best first.</param>
public sealed record SegmentCompletions(int From, int To, IReadOnlyList<string> Words);

/// <summary>What may be written where somebody types.</summary>
public static class SegmentCompletion
{
    private const int Most = 30;

    /// <summary>Words that can stand where the cursor is and begin with, or contain, what was typed of them.</summary>
    /// <param name="cursor">Between 0 and the text's length.</param>
    /// <param name="segments">Names of segments that the query may ask for.</param>
    public static SegmentCompletions At(string text, int cursor, SegmentVocabulary vocabulary, IReadOnlyList<string> segments)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(segments);
        cursor = Math.Clamp(cursor, 0, text.Length);
        var from = Begin(text, cursor);
        var typed = text[from..cursor].TrimStart('"');
        var (expected, _) = SegmentParser.AtEnd(text[..from], vocabulary);
        var words = expected.SelectMany(e => e switch
        {
            Expect.Condition => vocabulary.Leaves.Select(l => l.Name).Where(n => n != SegmentText.InSegment),
            Expect.Segment => segments.Select(SegmentText.Quoted),
            Expect.Window => ["30 days", "90 days", "12 months"],
            Expect.Days => ["30 days", "90 days"],
            Expect.Day => ["30 days ago", "12 months ago"],
            _ when e.StartsWith('<') && e.EndsWith('>') && e.Length > 2 => [],
            _ => (IEnumerable<string>)[e],
        });
        return new(from, cursor, [.. words.Distinct(StringComparer.Ordinal).Where(w => Bare(w).Contains(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(w => !Bare(w).StartsWith(typed, StringComparison.OrdinalIgnoreCase)).Take(Most)]);
    }

    private static string Bare(string word) => word.TrimStart('"');

    /// <summary>Where the word, or the open quotation, before the cursor begins.</summary>
    private static int Begin(string text, int cursor)
    {
        var open = -1;
        for (var i = 0; i < cursor; i++)
            if (text[i] == '"') open = open < 0 ? i : -1;
        if (open >= 0) return open;
        var from = cursor;
        while (from > 0 && (char.IsLetterOrDigit(text[from - 1]) || text[from - 1] is '_' or '-')) from--;
        return from;
    }
}
