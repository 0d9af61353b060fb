using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Kernel.Texts;
using Patron.Segments.Build;
using Patron.Segments.Measure;

namespace Patron.Segments.Explain;

/// <summary>Who came and went in the month before a day.</summary>
/// <param name="Why">The rules that turned most often, in words, and for how many who left.</param>
internal sealed record MonthMoves(int Entered, int Left, IReadOnlyList<(string Rule, int N)> Why, IReadOnlyList<int> In, IReadOnlyList<int> Out);

/// <summary>Compares a segment with itself a month before.</summary>
internal sealed class SegmentDoings(SegmentHistory history, SegmentQueries queries, RuleWords words)
{
    private const int Told = 3;

    public MonthMoves Month(SegmentNode node, CustomerBaseSnapshot snapshot, Bitmap? visibleTo, DateOnly asOf, Sentences text, string currency)
    {
        var then = asOf.AddMonths(-1);
        var (before, now) = (history.On(node, snapshot, visibleTo, then), history.On(node, snapshot, visibleTo, asOf));
        var (entered, left) = (Bitmap.CopyOf(now).AndNot(before), Bitmap.CopyOf(before).AndNot(now));
        var turned = SegmentTree.Rules(node).Select(r => (words.Whole(r.Rule, text, currency), Turned(r.Rule, left))).Where(r => r.Item2 > 0).OrderByDescending(r => r.Item2).Take(Told);
        return new(entered.Count(), left.Count(), [.. turned], entered.ToIndexes(), left.ToIndexes());

        int Turned(SegmentNode.Rule rule, Bitmap of)
        {
            var (a, b) = (On(rule, then, of), On(rule, asOf, of));
            return Bitmap.CopyOf(a).AndNot(b).Or(Bitmap.CopyOf(b).AndNot(a)).Count();
        }

        Bitmap On(SegmentNode.Rule rule, DateOnly day, Bitmap of) => snapshot.SelectAmong(queries.Question(rule, new LeafScope(snapshot, day)), of, day.DayNumber);
    }
}
