using Patron.Analytics.Base;
using Patron.Kernel;

namespace Patron.Segments;

/// <summary>Who is in each segment, for one state of the base and one day. Whoever keeps it up puts a new one in its place; it never changes.</summary>
internal sealed class MemberSets
{
    private volatile State? state;

    /// <param name="Members">By segment: the definition it was reckoned from, and a bitmap that nobody changes.</param>
    public sealed record State(CustomerBaseSnapshot Snapshot, DateOnly AsOf, IReadOnlyDictionary<SegmentId, (SavedSegment Segment, Bitmap Members)> Members);

    public State? Now
    {
        get => state;
        set => state = value;
    }

    /// <summary>Null where it was not reckoned for that state, day and definition.</summary>
    public Bitmap? Of(SavedSegment segment, CustomerBaseSnapshot snapshot, DateOnly asOf) =>
        state is { } now && now.Snapshot == snapshot && now.AsOf == asOf && now.Members.TryGetValue(segment.Id, out var kept) && kept.Segment == segment ? kept.Members : null;
}
