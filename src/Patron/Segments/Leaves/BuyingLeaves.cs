using Patron.Analytics.Base;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Segments.Leaves;

/// <summary>What customers bought: how often, how much, when, of which category or product. All of it is known for any day in the past.</summary>
internal sealed class BuyingLeaves : ISegmentLeaves
{
    public const string Rhythm = "rhythm", InARow = "in_a_row";
    private const int MostPeriods = 120;

    private readonly ProductSets products;
    private readonly SegmentLeaf[] all;

    public BuyingLeaves(ProductSets products)
    {
        this.products = products;
        all = Make();
    }

    public IEnumerable<SegmentLeaf> All() => all;

    private SegmentLeaf[] Make() =>
    [
        Leaf("bought", LeafKind.Count, LinesMeasure.Orders, 1, null),
        Leaf("orders", LeafKind.Count, LinesMeasure.Orders, 1, PurchaseMeasure.Orders),
        Leaf("spent", LeafKind.Money, LinesMeasure.Spent, Micros.PerUnit, PurchaseMeasure.Spent),
        Leaf("average_order", LeafKind.Money, LinesMeasure.AverageOrder, Micros.PerUnit, PurchaseMeasure.AverageOrder),
        Leaf("pieces", LeafKind.Number, LinesMeasure.Pieces, Micros.PerUnit, null),
        Leaf("returned", LeafKind.Money, LinesMeasure.Returned, Micros.PerUnit, null),
        Leaf("days_since_order", LeafKind.Days, LinesMeasure.DaysSinceLast, 1, PurchaseMeasure.DaysSinceLast),
        Leaf("days_since_first", LeafKind.Days, LinesMeasure.DaysSinceFirst, 1, PurchaseMeasure.DaysSinceFirst),
        new(new(Rhythm, LeafKind.Days) { MayMiss = true }, LeafGroup.Buying, Label(Rhythm), (rule, scope) => RhythmQuery(rule, scope))
        {
            KnowsPast = true, Value = (_, scope, index, text) => Gap(scope, index) is { } days ? text.Formats.Number(days, 1) : null,
        },
        new(new(InARow, LeafKind.Count) { HasWindow = true, NeedsWindow = true }, LeafGroup.Buying, Label(InARow), (rule, scope) => Rows(rule, scope))
        {
            KnowsPast = true, MovesWithTime = true, Value = (rule, scope, index, text) => text.Formats.Number((long)PurchaseGaps.InARow(scope.Snapshot.Purchases, index, scope.AsOf.DayNumber, Begins(rule, scope.AsOf))),
        },
    ];

    private SegmentLeaf Leaf(string name, LeafKind kind, LinesMeasure measure, long scale, PurchaseMeasure? whole) =>
        new(new(name, kind)
        {
            HasWindow = true, MayMiss = kind is LeafKind.Days, TimesOf = name == "days_since_order" ? [Rhythm] : [],
            Conditions = [new(ProductSets.Category, LeafKind.Choice) { Choices = () => products.Categories, MayMiss = true }, new(ProductSets.Product, LeafKind.Choice) { Choices = () => products.Names }],
        }, LeafGroup.Buying, Label(name), (rule, scope) => Query(rule, scope, measure, scale, whole))
        {
            KnowsPast = true, MovesWithTime = true,
            Condition = (word, text) => text[$"segments.condition.{word}"],
            Value = (rule, scope, index, text) => Test(rule, scope, measure, null, null).Measure(scope.Snapshot.Purchases, index, scope.AsOf.DayNumber) is not NumberKey.Missing and var value ? ColumnLeaves.Shown(value, kind, scale, scope, text) : null,
        };

    private CustomerQuery Query(SegmentNode.Rule rule, LeafScope scope, LinesMeasure measure, long scale, PurchaseMeasure? whole)
    {
        if (rule.Test is LeafTest.Known { Is: var known })
        {
            var any = new CustomerQuery.OfLines(Test(rule, scope, LinesMeasure.Orders, 1, null));
            return known ? any : new CustomerQuery.None(any);
        }
        if (rule.Test is LeafTest.Compare { Value: SegmentValue.Times times } compare) return AgainstRhythm(compare.Operator, times, Test(rule, scope, measure, null, null), scope);
        // What is asked of all lines is reckoned once for everybody and kept.
        if (whole is { } kept && rule is { Window: null, Where.Count: 0 }) return SegmentBinding.AnyOf(SegmentBinding.Ranges(rule.Test, scale, scope.AsOf), r => new CustomerQuery.Measured(kept, r.Min, r.Max));
        return SegmentBinding.AnyOf(SegmentBinding.Ranges(rule.Test, scale, scope.AsOf), r => new CustomerQuery.OfLines(Test(rule, scope, measure, r.Min, r.Max)));
    }

    private LinesTest Test(SegmentNode.Rule rule, LeafScope scope, LinesMeasure measure, long? min, long? max)
    {
        var (from, to) = rule.Window?.On(scope.AsOf) ?? (null, null);
        return new(measure, min ?? NumberKey.Missing + 1, max ?? long.MaxValue, products.Of(rule.Where), from, to);
    }

    private static CustomerQuery.Where AgainstRhythm(LeafOperator sign, SegmentValue.Times times, LinesTest of, LeafScope scope)
    {
        var (lines, asOf, factor) = (scope.Snapshot.Purchases, scope.AsOf.DayNumber, (double)times.Factor);
        return new(index => PurchaseGaps.Median(lines, index, asOf) is { } gap && of.Measure(lines, index, asOf) is not NumberKey.Missing and var days && Compares(days, sign, factor * gap));
    }

    private static CustomerQuery.Where RhythmQuery(SegmentNode.Rule rule, LeafScope scope)
    {
        if (rule.Test is LeafTest.Known known) return new CustomerQuery.Where(i => Gap(scope, i) is null != known.Is);
        // Half days are possible: twice the number is whole.
        var ranges = SegmentBinding.Ranges(rule.Test, 2, scope.AsOf);
        return new CustomerQuery.Where(i => Gap(scope, i) is { } gap && ranges.Any(r => (r.Min is null || gap * 2 >= r.Min) && (r.Max is null || gap * 2 <= r.Max)));
    }

    private static CustomerQuery.Where Rows(SegmentNode.Rule rule, LeafScope scope)
    {
        var (lines, asOf, begins, ranges) = (scope.Snapshot.Purchases, scope.AsOf.DayNumber, Begins(rule, scope.AsOf), SegmentBinding.Ranges(rule.Test, 1, scope.AsOf));
        return new(i => PurchaseGaps.InARow(lines, i, asOf, begins) is var rows && ranges.Any(r => (r.Min is null || rows >= r.Min) && (r.Max is null || rows <= r.Max)));
    }

    private static int[] Begins(SegmentNode.Rule rule, DateOnly asOf) => rule.Window switch
    {
        DayWindow.Last last => [.. Enumerable.Range(1, MostPeriods).Select(n => DayWindow.Back(asOf, (int)Math.Min((long)n * last.Count, int.MaxValue / 12), last.Unit).DayNumber + 1)],
        // Between two days there is one period.
        DayWindow.Between between => [between.From?.DayNumber ?? 0],
        _ => [0],
    };

    private static double? Gap(LeafScope scope, int index) => PurchaseGaps.Median(scope.Snapshot.Purchases, index, scope.AsOf.DayNumber);

    private static bool Compares(double value, LeafOperator sign, double with) => sign switch
    {
        LeafOperator.Equal => value == with, LeafOperator.NotEqual => value != with, LeafOperator.Less => value < with, LeafOperator.AtMost => value <= with, LeafOperator.More => value > with, _ => value >= with,
    };

    private static Func<Sentences, string> Label(string name) => text => text[$"segments.leaf.{name}"];
}
