using Patron.Data;
using Patron.Kernel;

namespace Patron.Segments.Contracts;

/// <summary>Saves a question as a segment for another room.</summary>
public interface IMakesSegments
{
    /// <summary>One of this name that is there already stays as it is. Refused where the question cannot be read.</summary>
    /// <param name="query">In the query language.</param>
    Task<Result<SegmentId>> Make(string name, string about, string query, UserId? by, CancellationToken ct);

    /// <summary>Takes them out for good; those that other segments ask for stay.</summary>
    Task Forget(BulkSession session, IReadOnlyCollection<SegmentId> segments, CancellationToken ct);
}
