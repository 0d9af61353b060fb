using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Segments;

/// <summary>What is wrong with a query, and at which letter.</summary>
/// <param name="Fault">A <see cref="SegmentFault"/> in lower case.</param>
/// <param name="Place">Of the first letter concerned, counted from 1.</param>
/// <param name="Expected">What could stand there, joined with commas; empty where that says nothing.</param>
internal sealed record QueryWrong(string Fault, int Place, string Word, string Expected) : FieldRefusal("segments.refused.query", "q")
{
    private const int Told = 6;

    /// <summary>yes: of a word that is no condition it is known what may have been meant.</summary>
    public string Meant => Fault == "name" && Expected.Length > 0 ? "yes" : "no";

    public static QueryWrong Of(SegmentError error) =>
        new(error.Fault.ToString().ToLowerInvariant(), error.Position + 1, error.Word, string.Join(", ", error.Expected.Where(e => e.Length > 0).Take(Told)));
}

/// <summary>The language as the rooms together make it: reads queries and turns them into questions to the base.</summary>
internal sealed class SegmentLanguage(IEnumerable<ISegmentLeaves> rooms)
{
    private volatile Known? known;

    private sealed record Known(IReadOnlyList<SegmentLeaf> Leaves, Dictionary<string, SegmentLeaf> ByName, SegmentVocabulary Words);

    public SegmentVocabulary Words => Now().Words;

    /// <summary>In the order in which they are offered.</summary>
    public IReadOnlyList<SegmentLeaf> Leaves => Now().Leaves;

    public SegmentLeaf Leaf(string name) => Now().ByName[name];

    /// <summary>Blank: everyone.</summary>
    public (SegmentNode? Node, SegmentError? Error) Read(string text) => SegmentParser.Read(text, Words);

    /// <param name="segment">Whom a saved segment holds, by what the query calls it.</param>
    public CustomerQuery Bind(SegmentNode node, LeafScope scope, Func<string, CustomerQuery> segment) => SegmentBinding.Bind(node, rule => rule.Leaf == SegmentText.InSegment
        ? new CustomerQuery.Any([.. ((LeafTest.OneOf)rule.Test!).Words.Select(segment)]) : Leaf(rule.Leaf).Query(rule, scope));

    /// <summary>A rule can no longer be read when its leaf is gone: a computed field that was removed.</summary>
    public bool Knows(SegmentNode node) => SegmentTree.Rules(node).All(r => r.Rule.Leaf == SegmentText.InSegment || Now().ByName.ContainsKey(r.Rule.Leaf));

    /// <summary>Labels of leaves of which only today is known.</summary>
    public IEnumerable<string> WithoutPast(SegmentNode node, Sentences text) =>
        SegmentTree.Rules(node).Where(r => r.Rule.Leaf != SegmentText.InSegment).Select(r => (Leaf: Leaf(r.Rule.Leaf), r.Rule)).Where(r => !r.Leaf.Remembers(r.Rule)).Select(r => r.Leaf.Label(text)).Distinct();

    // Rooms give new objects each time; their names are what may change.
    private Known Now()
    {
        var leaves = rooms.SelectMany(r => r.All()).OrderBy(l => l.Group).ToArray();
        if (known is { } kept && kept.Leaves.Count == leaves.Length && kept.Leaves.Zip(leaves).All(p => p.First.Word.Name == p.Second.Word.Name && p.First.Word.Kind == p.Second.Word.Kind)) return kept;
        return known = new(leaves, leaves.ToDictionary(l => l.Word.Name, StringComparer.OrdinalIgnoreCase), new(leaves.Select(l => l.Word)));
    }
}
