using Patron.Analytics.Base;

namespace Patron.Analytics.Ladder;

/// <summary>The life cycle of a relation.</summary>
public enum RelationPhase : byte
{
    /// <summary>Known, but has not bought.</summary>
    Formation = 0,
    /// <summary>Bought, not often yet.</summary>
    Trial = 1,
    /// <summary>Buys again and again, since less than a year.</summary>
    Identification = 2,
    /// <summary>Buys again and again, for a year or more.</summary>
    Renewal = 3,
    /// <summary>Bought, and then not for so long that the relation counts as broken.</summary>
    Break = 4,
}

/// <summary>Says in which phase a relation is.</summary>
public static class RelationPhases
{
    /// <summary>From the first order to the last: so many days make a renewed relation.</summary>
    public const int RenewalDays = 365;

    /// <summary>Of one customer on the summary's day; the summary has no window.</summary>
    /// <param name="clientOrders">Orders that end the trial.</param>
    /// <param name="lostAfterDays">Days without an order that break the relation.</param>
    public static RelationPhase Of(PurchaseSummary summary, int index, int clientOrders, int lostAfterDays)
    {
        ArgumentNullException.ThrowIfNull(summary);
        if (summary.Orders[index] == 0) return RelationPhase.Formation;
        if (summary.AsOf - summary.LastDay[index] >= lostAfterDays) return RelationPhase.Break;
        if (summary.Orders[index] < clientOrders) return RelationPhase.Trial;
        return summary.LastDay[index] - summary.FirstDay[index] >= RenewalDays ? RelationPhase.Renewal : RelationPhase.Identification;
    }
}
