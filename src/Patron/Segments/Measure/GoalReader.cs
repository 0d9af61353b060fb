using Patron.Analytics.Segments;

namespace Patron.Segments.Measure;

/// <summary>Reads the goals of segments.</summary>
internal sealed class GoalReader(SegmentLanguage language)
{
    /// <summary>Null where there is none, or it cannot be read any more.</summary>
    public SegmentNode? Read(SavedSegment segment) => segment.Definition.Goal is { } text && language.Read(text).Node is { } goal ? goal : null;
}
