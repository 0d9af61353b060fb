using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Kernel.Texts;

namespace Patron.Segments.Explain;

/// <summary>Whether one part of a query holds for one customer.</summary>
/// <param name="Depth">0 for the query itself.</param>
/// <param name="Group">Null for a rule.</param>
/// <param name="Value">What the customer has, in words; null where nothing can be said.</param>
/// <param name="OfToday">The day asked for is past and the rule knows only today.</param>
internal sealed record ReasonLine(string Path, int Depth, GroupKind? Group, SegmentNode.Rule? Rule, bool Holds, string? Value, bool OfToday);

/// <summary>"Why is this person in it?": every part of the query, asked for one customer on one day.</summary>
internal sealed class RuleReasons(SegmentQueries queries, SegmentLanguage language)
{
    /// <summary>Of a saved segment; one that has no query, because a file named its members, is one rule: that one is in it.</summary>
    public IReadOnlyList<ReasonLine> Of(SavedSegment segment, CustomerBaseSnapshot snapshot, int index, DateOnly day, DateOnly today, Sentences text, string? currency = null) =>
        Of(segment.Node ?? new SegmentNode.Group(GroupKind.All, [new SegmentNode.Rule(SegmentText.InSegment, [], null, new LeafTest.OneOf([segment.Id.ToString()]))]), snapshot, index, day, today, text, currency);

    /// <param name="today">The reckoning day.</param>
    /// <param name="currency">In which amounts are shown; null: as bare numbers.</param>
    public IReadOnlyList<ReasonLine> Of(SegmentNode node, CustomerBaseSnapshot snapshot, int index, DateOnly day, DateOnly today, Sentences text, string? currency = null)
    {
        var (lines, one) = (new List<ReasonLine>(), Bitmap.Of(snapshot.Size, [index]));
        Add(node, "", 0);
        return lines;

        void Add(SegmentNode part, string path, int depth)
        {
            var holds = Holds(part, snapshot, one, day);
            if (part is SegmentNode.Rule rule)
            {
                var leaf = rule.Leaf == SegmentText.InSegment ? null : language.Leaf(rule.Leaf);
                lines.Add(new(path, depth, null, rule, holds, leaf?.Value?.Invoke(rule, new(snapshot, day) { Currency = currency }, index, text), day != today && leaf?.Remembers(rule) == false));
                return;
            }
            var group = (SegmentNode.Group)part;
            lines.Add(new(path, depth, group.Kind, null, holds, null, false));
            for (var i = 0; i < group.Of.Count; i++) Add(group.Of[i], SegmentTree.Child(path, i), depth + 1);
        }
    }

    /// <summary>The rules that hold otherwise for a customer on one state and day than on another.</summary>
    public IReadOnlyList<SegmentNode.Rule> Turned(SegmentNode node, LeafScope before, int indexBefore, LeafScope after, int indexAfter)
    {
        var (was, now) = (indexBefore < 0 ? null : Bitmap.Of(before.Snapshot.Size, [indexBefore]), indexAfter < 0 ? null : Bitmap.Of(after.Snapshot.Size, [indexAfter]));
        return [.. SegmentTree.Rules(node).Where(r => (was is not null && Holds(r.Rule, before.Snapshot, was, before.AsOf)) != (now is not null && Holds(r.Rule, after.Snapshot, now, after.AsOf))).Select(r => r.Rule)];
    }

    private bool Holds(SegmentNode part, CustomerBaseSnapshot snapshot, Bitmap one, DateOnly day) => snapshot.SelectAmong(queries.Question(part, new(snapshot, day)), one, day.DayNumber).Count() > 0;
}
