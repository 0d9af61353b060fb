using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.CustomerBase.Contracts;

namespace Patron.Insights.ReckonLadder;

/// <summary>What steps hang on beside the customers' own rows.</summary>
/// <param name="Past">Steps at the ends of the last whole months. Null where no month was kept yet.</param>
internal sealed record LadderModel(DateOnly AsOf, LadderRules Rules, int LostAfterDays, LadderPast? Past)
{
    public LadderSteps Steps(CustomerBaseSnapshot snapshot)
    {
        var facts = new LadderFacts(snapshot, AsOf.DayNumber, Rules.WindowDays);
        return new(snapshot, AsOf.DayNumber, Rules, facts.Of);
    }
}

/// <summary>Step, the step a month ago, and phase of each customer in the customer base.</summary>
internal sealed class LadderColumns : IDerivesColumns
{
    public static readonly NumberKey Step = new("ladder-step"), Before = new("ladder-before"), Phase = new("relation-phase"), Reasons = new("ladder-reasons");

    private volatile LadderModel? model;

    /// <summary>Null until it was reckoned for the first time.</summary>
    public LadderModel? Model
    {
        get => model;
        set => model = value;
    }

    public IReadOnlyList<NumberKey> Keys { get; } = [Step, Before, Phase, Reasons];

    public DeriveRow? Begin(CustomerBaseSnapshot snapshot)
    {
        if (model is not { } of) return null;
        var (steps, all) = (of.Steps(snapshot), snapshot.Summary(of.AsOf.DayNumber));
        return (index, values) =>
        {
            var (step, reasons) = steps.Of(index);
            values[0] = (long)step;
            if (of.Past is { } past) values[1] = (long)past.Of.GetValueOrDefault(snapshot.Ids[index]).At(0);
            values[2] = (long)RelationPhases.Of(all, index, of.Rules.ClientOrders, of.LostAfterDays);
            values[3] = (long)reasons;
        };
    }
}
