using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;

namespace Patron.Segments.KeepMembers;

/// <summary>
/// Tells segments that ask for a value which nobody has yet: a likelihood before the first model was fitted, after a restore for one. Once everybody has it, nobody has come or gone:
/// the segment begins.
/// </summary>
internal sealed class FirstReckoning(SegmentBook book, SegmentLanguage language)
{
    public bool Waits(SavedSegment segment, LeafScope scope) => scope.Snapshot.Size > 0 && Asks(segment, scope, []);

    private bool Asks(SavedSegment segment, LeafScope scope, HashSet<long> seen) => segment.Node is { } node && language.Knows(node) && seen.Add(segment.Id.Value)
        && SegmentTree.Rules(node).Any(r => r.Rule.Leaf == SegmentText.InSegment
            ? ((LeafTest.OneOf)r.Rule.Test!).Words.Select(book.Find).OfType<SavedSegment>().Any(other => Asks(other, scope, seen))
            : language.Leaf(r.Rule.Leaf) is { Word.MayMiss: true } leaf && scope.Snapshot.Count(leaf.Query(r.Rule with { Test = new LeafTest.Known(true) }, scope), null, scope.AsOf.DayNumber) == 0);
}
