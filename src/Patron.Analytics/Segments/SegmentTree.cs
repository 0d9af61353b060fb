using System.Globalization;

namespace Patron.Analytics.Segments;

/// <summary>Finds and changes parts of a query by their path: the numbers of the parts from the outermost group on, 0.2.1; the empty path is the query itself.</summary>
public static class SegmentTree
{
    /// <summary>All rules with their paths, in the order of the text.</summary>
    public static IEnumerable<(string Path, SegmentNode.Rule Rule)> Rules(SegmentNode node, string path = "")
    {
        if (node is SegmentNode.Rule rule) yield return (path, rule);
        if (node is not SegmentNode.Group group) yield break;
        for (var i = 0; i < group.Of.Count; i++)
            foreach (var found in Rules(group.Of[i], Child(path, i))) yield return found;
    }

    /// <summary>The path of a part.</summary>
    public static string Child(string path, int at) => string.Create(CultureInfo.InvariantCulture, $"{path}{(path.Length == 0 ? "" : ".")}{at}");

    /// <summary>Null: there is no such part.</summary>
    public static SegmentNode? Find(SegmentNode node, string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        var found = node;
        foreach (var step in Steps(path))
        {
            if (found is not SegmentNode.Group group || (uint)step >= (uint)group.Of.Count) return null;
            found = group.Of[step];
        }
        return found;
    }

    /// <summary>The query with one part changed; null takes the part away, and an unknown path changes nothing. Groups that lose their last part stay.</summary>
    public static SegmentNode Change(SegmentNode node, string path, Func<SegmentNode, SegmentNode?> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Find(node, path) is null ? node : Changed(node, [.. Steps(path)], change) ?? SegmentNode.Everyone;
    }

    /// <summary>The same query with other segments in place of those it names.</summary>
    public static SegmentNode Rename(SegmentNode node, Func<string, string> name) => node switch
    {
        SegmentNode.Group group => group with { Of = [.. group.Of.Select(n => Rename(n, name))] },
        SegmentNode.Rule { Leaf: SegmentText.InSegment, Test: LeafTest.OneOf some } rule => rule with { Test = new LeafTest.OneOf([.. some.Words.Select(name)]) },
        _ => node,
    };

    /// <summary>The segments that a query asks for.</summary>
    public static IEnumerable<string> Segments(SegmentNode node) =>
        Rules(node).Where(r => r.Rule.Leaf == SegmentText.InSegment).SelectMany(r => r.Rule.Test is LeafTest.OneOf some ? some.Words : []);

    private static SegmentNode? Changed(SegmentNode node, ReadOnlySpan<int> steps, Func<SegmentNode, SegmentNode?> change)
    {
        if (steps.IsEmpty) return change(node);
        var group = (SegmentNode.Group)node;
        var parts = group.Of.ToList();
        if (Changed(parts[steps[0]], steps[1..], change) is { } changed) parts[steps[0]] = changed;
        else parts.RemoveAt(steps[0]);
        return group with { Of = parts };
    }

    private static IEnumerable<int> Steps(string path) => path.Length == 0 ? [] : path.Split('.').Select(s => int.TryParse(s, NumberStyles.None, CultureInfo.InvariantCulture, out var step) ? step : -1);
}
