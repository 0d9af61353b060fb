using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.Customers.Contracts;
using Patron.Insights.FindCustomers;

namespace Patron.Insights.ReckonLadder;

/// <summary>What the list of customers shows of the ladder, and finds by it.</summary>
internal sealed class LadderParts(LadderColumns columns) : IListParts
{
    private const string Step = "ladder", Phase = "phase", Moved = "ladder-moved", Reason = "ladder-why", Up = "up", Down = "down";

    public ValueTask<ListParts> For(ListScope scope, CancellationToken ct)
    {
        var (text, snapshot) = (scope.Sentences, scope.Snapshot);
        if (columns.Model is not { } model) return new(ListParts.None);
        string Label(string key) => scope.Label(text[key], model.AsOf);
        return new(new ListParts(
        [
            ColumnParts.OneOf(Step, Label("insights.ladder.column"), 98, LadderColumns.Step, Enum.GetValues<LadderStep>(), s => ((int)s, s.ToString().ToLowerInvariant(), text[$"insights.step.{s}"]), text),
            ColumnParts.OneOf(Phase, Label("insights.phase.column"), 99, LadderColumns.Phase, Enum.GetValues<RelationPhase>(), p => ((int)p, p.ToString().ToLowerInvariant(), text[$"insights.relation.{p}"]), text),
            ListFilter.OneOf(Moved, Label("insights.ladder.moved"), 100, several: false, [new(Up, text["insights.ladder.up"]), new(Down, text["insights.ladder.down"])], values => new CustomerQuery.Among(MovedSet(snapshot, values[0] == Up)), text),
            ListFilter.OneOf(Reason, Label("insights.ladder.why"), 101, several: false, [.. Reasons.Select(r => new FilterChoice(r.ToString().ToLowerInvariant(), text[$"insights.why.{r}"]))],
                values => new CustomerQuery.Among(ReasonSet(snapshot, Reasons.First(r => r.ToString().Equals(values[0], StringComparison.OrdinalIgnoreCase)))), text),
        ],
        [
            ColumnParts.Word(Step, Label("insights.ladder.column"), 65, LadderColumns.Step, scope, value => text[$"insights.step.{(LadderStep)value}"]),
            ColumnParts.Word(Phase, Label("insights.phase.column"), 66, LadderColumns.Phase, scope, value => text[$"insights.relation.{(RelationPhase)value}"]),
        ], []));
    }

    public static IReadOnlyList<LadderReasons> Reasons { get; } = [LadderReasons.Commitment, LadderReasons.Solved, LadderReasons.Membership, LadderReasons.Recommends, LadderReasons.Contract];

    private static Bitmap MovedSet(CustomerBaseSnapshot snapshot, bool up)
    {
        var (now, before) = (snapshot[LadderColumns.Step], snapshot[LadderColumns.Before]);
        return Bitmap.Of(snapshot.Size, snapshot.Known.Indexes().Where(i => now[i] != NumberKey.Missing && before[i] != NumberKey.Missing && (up ? now[i] > before[i] : now[i] < before[i])));
    }

    private static Bitmap ReasonSet(CustomerBaseSnapshot snapshot, LadderReasons reason)
    {
        var (reasons, step) = (snapshot[LadderColumns.Reasons], snapshot[LadderColumns.Step]);
        return Bitmap.Of(snapshot.Size, snapshot.Known.Indexes().Where(i => reasons[i] != NumberKey.Missing && step[i] > (long)LadderStep.Client && ((LadderReasons)reasons[i]).HasFlag(reason)));
    }
}
