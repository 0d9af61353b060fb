using Patron.Analytics.Base;
using Patron.Kernel;

namespace Patron.Segments.Contracts;

/// <param name="Query">The segment in words of the query language; empty for a set that came from a file.</param>
public sealed record SegmentName(SegmentId Id, string Name, string Query);

/// <summary>Saved definitions of customers, and questions in the same language that nobody saved.</summary>
public interface ISegments
{
    /// <summary>All that are saved and not deleted, by name.</summary>
    IReadOnlyList<SegmentName> All { get; }

    /// <summary>By id text or by name, letter case aside; null: there is none.</summary>
    SegmentName? Find(string idOrName);

    /// <summary>Who is in it: known customers among those the asker may see; a bitmap that the caller may change. Null: there is no such segment.</summary>
    /// <param name="snapshot">The base that the caller works with.</param>
    /// <param name="visibleTo">Whom the asker may see; null: all.</param>
    /// <param name="asOf">The day reckoned for.</param>
    Bitmap? Members(SegmentId segment, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf);

    /// <summary>What is wrong with a question in the query language, and at which letter; null: it can be asked.</summary>
    FieldRefusal? Wrong(string query);

    /// <summary>Whom a question in the query language means, or a refusal that says what is wrong and at which letter.</summary>
    Result<Bitmap> Select(string query, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf);
}
