using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Segments.Contracts;

namespace Patron.Segments;

/// <summary>Answers who is in a segment, or whom a question means: from what is kept where that is of the same state and day, otherwise by asking the base.</summary>
internal sealed class SegmentQueries(SegmentBook book, SegmentLanguage language, ListedSets listed, MemberSets kept) : ISegments
{
    public IReadOnlyList<SegmentName> All => [.. book.All.Select(Name)];

    public SegmentName? Find(string idOrName) => book.Find(idOrName) is { } found ? Name(found) : null;

    public Bitmap? Members(SegmentId segment, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) =>
        book.Find(segment) is not { } found ? null
        : kept.Of(found, snapshot, asOf) is { } ready ? visibleTo is null ? Bitmap.CopyOf(ready) : Bitmap.CopyOf(ready).And(visibleTo)
        : snapshot.Select(Question(found, new(snapshot, asOf)), visibleTo, asOf.DayNumber);

    public FieldRefusal? Wrong(string query)
    {
        var (node, error) = language.Read(query);
        return error is not null ? QueryWrong.Of(error) : Unknown(node!);
    }

    public Result<Bitmap> Select(string query, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf)
    {
        var (node, error) = language.Read(query);
        if (error is not null) return QueryWrong.Of(error);
        if (Unknown(node!) is { } missing) return missing;
        return snapshot.Select(Question(node!, new(snapshot, asOf)), visibleTo, asOf.DayNumber);
    }

    /// <summary>A segment that the query names and that is not there.</summary>
    public NoSuchSegment? Unknown(SegmentNode node) => SegmentTree.Segments(node).FirstOrDefault(s => book.Find(s) is null) is { } name ? new(name) : null;

    /// <summary>Nobody, where the segment cannot be read any more.</summary>
    public CustomerQuery Question(SavedSegment segment, LeafScope scope) =>
        segment.Definition.FromFile ? new CustomerQuery.Among(listed.Members(segment.Id, scope.Snapshot))
        : segment.Node is { } node && language.Knows(node) ? Question(node, scope) : new CustomerQuery.Any();

    public CustomerQuery Question(SegmentNode node, LeafScope scope) => Question(node, scope, []);

    // Circles are refused when a segment is saved; one that came about all the same, by two who save at once, holds for nobody.
    private CustomerQuery Question(SegmentNode node, LeafScope scope, HashSet<long> within) => language.Bind(node, scope, name =>
    {
        if (book.Find(name) is not { } segment || within.Contains(segment.Id.Value)) return new CustomerQuery.Any();
        if (kept.Of(segment, scope.Snapshot, scope.AsOf) is { } ready) return new CustomerQuery.Among(ready);
        if (segment.Definition.FromFile || segment.Node is not { } inner || !language.Knows(inner)) return Question(segment, scope);
        return Question(inner, scope, [.. within, segment.Id.Value]);
    });

    private static SegmentName Name(SavedSegment segment) => new(segment.Id, segment.Name, segment.Definition.Query);
}

/// <summary>A query asks for a segment that is not there.</summary>
internal sealed record NoSuchSegment(string Name) : FieldRefusal("segments.refused.none", "q");
