using Patron.Analytics.Base;
using Patron.Analytics.Demography;
using Patron.Analytics.Formulas;
using Patron.Analytics.Ladder;
using Patron.Analytics.Segments;
using Patron.CustomerBase.Contracts;
using Patron.Insights.ComputeFields;
using Patron.Insights.FitLifetimes;
using Patron.Insights.ReckonInsights;
using Patron.Insights.ReckonLadder;
using Patron.Insights.ReckonProfit;
using Patron.Insights.SegmentBy;
using Patron.Insights.WarnOfChurn;
using Patron.Kernel;
using Patron.Kernel.Texts;

namespace Patron.Insights.FindCustomers;

/// <summary>What is reckoned of customers, for the language of segments: forecasts, profit, ladder, scores, stage of life, warnings, computed fields.</summary>
internal sealed class InsightLeaves(NumbersCache numbers, VariableSets variables, WarningBook warnings, ComputedFields fields, Texts texts) : ISegmentLeaves
{
    private const long PerCent = Micros.PerUnit / 100;

    private static readonly string[] Stages = ["single", "newly-married", "full-nest-1", "full-nest-2", "full-nest-3", "empty-nest-1", "empty-nest-2", "solitary-working", "solitary-retired"];

    private static readonly ChurnReasons[] Warned = [ChurnReasons.Fell, ChurnReasons.Slower, ChurnReasons.Late];

    public IEnumerable<SegmentLeaf> All() =>
    [
        ColumnLeaves.Number("alive", LeafKind.Percent, LeafGroup.Insight, LifetimeColumns.Alive, PerCent, text => text["insights.column.alive"]),
        ColumnLeaves.Number("expected_purchases", LeafKind.Number, LeafGroup.Insight, LifetimeColumns.Purchases, Micros.PerUnit, text => text["insights.column.expected-purchases"]),
        ColumnLeaves.Number("expected_value", LeafKind.Money, LeafGroup.Insight, LifetimeColumns.Value, Micros.PerUnit, text => text["insights.column.expected-value"]),
        ColumnLeaves.Number("profit", LeafKind.Money, LeafGroup.Insight, ProfitColumns.Profit, Micros.PerUnit, text => text["insights.profit.column"]),
        ColumnLeaves.Steps("step", LeafGroup.Insight, LadderColumns.Step, [.. Enum.GetValues<LadderStep>().Select(s => (Word(s), (long)s))], text => text["insights.ladder.column"],
            (word, text) => text[$"insights.step.{Step(word)}"]),
        ColumnLeaves.Steps("phase", LeafGroup.Insight, LadderColumns.Phase, [.. Enum.GetValues<RelationPhase>().Select(p => (Word(p), (long)p))], text => text["insights.phase.column"],
            (word, text) => text[$"insights.relation.{Phase(word)}"]),
        Score("recency_score", "recency", s => s.Recency), Score("frequency_score", "frequency", s => s.Frequency), Score("spend_score", "spend", s => s.Monetary),
        Words("rfm", [.. Enum.GetValues<RfmSegment>().Select(RfmSegments.WordOf)], text => text["insights.set.rfm"], (word, text) => text[$"insights.cell.{word}"], Cell) with { KnowsPast = true, Relative = true },
        Words("life_stage", Stages, text => text["insights.variable.life-stage"], (word, text) => text[$"insights.life.{Array.IndexOf(Stages, word) + 1}"], Stage) with { MovesWithTime = true },
        Words("churn_reason", [.. Warned.Select(Word)], text => text["insights.leaf.churn"], (word, text) => text[$"insights.churn.reason.{word}"], Warning),
        .. fields.All().Select(Computed),
    ];

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static LadderStep Step(string word) => Enum.Parse<LadderStep>(word, ignoreCase: true);

    private static RelationPhase Phase(string word) => Enum.Parse<RelationPhase>(word, ignoreCase: true);

    /// <summary>A choice that is asked customer by customer.</summary>
    private static SegmentLeaf Words(string name, string[] words, Func<Sentences, string> label, Func<string, Sentences, string> choice, Func<LeafScope, Func<int, Func<string, bool>>> of) =>
        new(new(name, LeafKind.Choice) { Closed = true, Choices = () => words }, LeafGroup.Insight, label, (rule, scope) =>
        {
            var holds = of(scope);
            return rule.Test switch
            {
                LeafTest.OneOf some => new CustomerQuery.Where(i => some.Words.Any(holds(i))),
                LeafTest.Compare { Value: SegmentValue.Word word } => new CustomerQuery.Where(i => !holds(i)(word.Value)),
                _ => throw new ArgumentException($"{rule.Test} names no word.", nameof(words)),
            };
        })
        {
            Choice = choice,
            Value = (_, scope, index, text) => words.Where(of(scope)(index)).Select(w => choice(w, text)).ToArray() is { Length: > 0 } found ? string.Join(", ", found) : null,
        };

    private SegmentLeaf Score(string name, string label, Func<Analytics.Rfm.RfmScores, byte[]> of) =>
        new(new(name, LeafKind.Number), LeafGroup.Insight, text => text[$"insights.leaf.{label}"], (rule, scope) =>
        {
            var (scores, ranges) = (of(Scores(scope)), SegmentBinding.Ranges(rule.Test, 1, scope.AsOf));
            return new CustomerQuery.Where(i => i < scores.Length && scores[i] > 0 && ranges.Any(r => (r.Min is null || scores[i] >= r.Min) && (r.Max is null || scores[i] <= r.Max)));
        })
        {
            KnowsPast = true, Relative = true, MovesWithTime = true, Value = (_, scope, index, text) => of(Scores(scope)) is var scores && scores[index] > 0 ? text.Formats.Number((long)scores[index]) : null,
        };

    /// <summary>Among all customers, whoever asks: a segment is the same for everybody.</summary>
    private Analytics.Rfm.RfmScores Scores(LeafScope scope) => numbers.Of(scope.Snapshot, null, scope.AsOf, numbers.Organisation().LostAfterDays).Insights.Rfm;

    private Func<int, Func<string, bool>> Cell(LeafScope scope)
    {
        var scores = Scores(scope);
        return i => word => i < scores.Recency.Length && scores.Recency[i] > 0 && RfmSegments.WordOf(RfmSegments.Of(scores.Recency[i], scores.Frequency[i], scores.Monetary[i])) == word;
    }

    private Func<int, Func<string, bool>> Stage(LeafScope scope)
    {
        var ask = variables.Scope(scope.Snapshot, scope.Snapshot.Known, scope.AsOf, texts.For(Language.English));
        return i => Variables.StageOf(ask, i) is var stage && stage != LifeStage.Unknown ? word => Stages[(int)stage - 1] == word : _ => false;
    }

    private Func<int, Func<string, bool>> Warning(LeafScope scope)
    {
        var (latest, snapshot) = (warnings.Latest, scope.Snapshot);
        return i => latest.TryGetValue(snapshot.Ids[i], out var warning) ? word => Enum.TryParse<ChurnReasons>(word, ignoreCase: true, out var reason) && (warning.Reasons & reason) != 0 : _ => false;
    }

    /// <summary>A field that people compute from others: a number, or words as they come.</summary>
    private SegmentLeaf Computed(ReadField field) => field.Formula.Type == FormulaType.Number
        ? new(new("field-" + field.Field.Name, LeafKind.Number), LeafGroup.Insight, _ => field.Field.Name, (rule, scope) =>
        {
            var (of, ranges) = (fields.Over(field, scope.Snapshot, scope.AsOf), SegmentBinding.Ranges(rule.Test, Micros.PerUnit, scope.AsOf));
            return new CustomerQuery.Where(i => of(i) is { IsMissing: false } value && ranges.Any(r => (r.Min is null || value.Number * Micros.PerUnit >= r.Min) && (r.Max is null || value.Number * Micros.PerUnit <= r.Max)));
        }) { Value = (_, scope, index, text) => FieldParts.Shown(fields.Over(field, scope.Snapshot, scope.AsOf)(index), FormulaType.Number, text) }
        : new(new("field-" + field.Field.Name, LeafKind.Choice), LeafGroup.Insight, _ => field.Field.Name, (rule, scope) =>
        {
            var (of, text) = (fields.Over(field, scope.Snapshot, scope.AsOf), texts.For(Language.English));
            bool Is(int i, string word) => of(i) is { IsMissing: false } value && (value.Text ?? FieldParts.Shown(value, field.Formula.Type, text)).Equals(word, StringComparison.OrdinalIgnoreCase);
            return rule.Test is LeafTest.OneOf some ? new CustomerQuery.Where(i => some.Words.Any(w => Is(i, w)))
                : rule.Test is LeafTest.Compare { Value: SegmentValue.Word word } ? new CustomerQuery.Where(i => !Is(i, word.Value)) : new CustomerQuery.Any();
        });
}
