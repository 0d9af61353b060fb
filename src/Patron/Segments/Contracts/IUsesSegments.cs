using Patron.Kernel;

namespace Patron.Segments.Contracts;

/// <summary>A use of a segment by another room.</summary>
/// <param name="Name">Of what uses it: a campaign's.</param>
/// <param name="Href">Its page.</param>
/// <param name="At">Since when.</param>
public sealed record SegmentUse(SegmentId Segment, string Name, string Href, DateTimeOffset At);

/// <summary>A room that works with segments. Registered as a singleton.</summary>
public interface IUsesSegments
{
    /// <summary>Every use, the latest first.</summary>
    Task<IReadOnlyList<SegmentUse>> Uses(CancellationToken ct);

    /// <summary>Where a new one begins for a segment; null: nowhere.</summary>
    string? Begin(SegmentId segment);
}
