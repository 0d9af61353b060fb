using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Segments;

/// <summary>The customers list of a segment (?segment=seg_...), and of a question that nobody saved (?query=...).</summary>
internal sealed class MemberLists(SegmentBook book, SegmentQueries queries) : ICustomerSets
{
    public const string Name = "segment", Asked = "query";

    public IReadOnlyList<string> Names { get; } = [Name, Asked];

    public Bitmap? Find(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf) =>
        name == Asked ? queries.Select(value, snapshot, visibleTo, asOf).Value : book.Find(value) is { } segment ? queries.Members(segment.Id, snapshot, visibleTo, asOf) : null;

    public SetLabel? Label(string name, string value, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences sentences) =>
        name == Asked ? queries.Select(value, snapshot, visibleTo, asOf).Refusal is null ? new(sentences["segments.list.asked"], value) : null
        : book.Find(value) is { } segment ? new(sentences["segments.list.segment"], segment.Name) : null;
}
