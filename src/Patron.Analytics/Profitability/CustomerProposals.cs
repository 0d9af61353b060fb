namespace Patron.Analytics.Profitability;

/// <summary>What to do about a customer.</summary>
public enum Proposal : byte
{
    /// <summary>Nothing is known of the customer's year.</summary>
    None = 0,
    /// <summary>Hold with all force.</summary>
    Hold = 1,
    /// <summary>Watch.</summary>
    Watch = 2,
    /// <summary>Costs money, but less of the cost would do: turn into a profitable relation.</summary>
    TurnProfitable = 3,
    /// <summary>Costs money even if service cost nothing, and nothing else is expected: let go.</summary>
    LetGo = 4,
}

/// <summary>Why it is proposed.</summary>
public enum ProposalReason : byte
{
    /// <summary>No proposal.</summary>
    None = 0,
    /// <summary>One of those who bring most of the profit.</summary>
    BringsMost,
    /// <summary>Brings profit, as most do.</summary>
    BringsSome,
    /// <summary>Brings little, but has an open chance.</summary>
    HasChance,
    /// <summary>Earns something, but serving costs more than that.</summary>
    ServiceCostsMore,
    /// <summary>Returns take what sales earn.</summary>
    ReturnsTakeIt,
    /// <summary>Nothing is earned, only spent.</summary>
    EarnsNothing,
    /// <summary>Brings some now, and is expected to bring as much as those who are held.</summary>
    WillBringMost,
    /// <summary>Costs money now, and is expected to earn some.</summary>
    WillEarn,
}

/// <summary>Says for each customer: hold, watch, turn profitable, let go.</summary>
public static class CustomerProposals
{
    /// <summary>Those who bring this part of all profit are held, unless another is given: fewer than one in five, as a rule.</summary>
    public const double UsualHold = .8;

    /// <summary>
    /// The least profit of those who together bring <paramref name="part"/> of the sum of all profits above zero, the highest first; customers with that very profit are held too.
    /// <see cref="long.MaxValue"/> where nobody brings profit.
    /// </summary>
    public static long HoldFrom(ReadOnlySpan<long> profits, double part)
    {
        var above = profits.ToArray().Where(p => p > 0).OrderDescending().ToArray();
        if (above.Length == 0) return long.MaxValue;
        var (goal, sum) = (above.Sum(p => (double)p) * part, 0.0);
        foreach (var profit in above)
        {
            sum += profit;
            if (sum >= goal) return profit;
        }
        return above[^1];
    }

    /// <summary>Of one customer.</summary>
    /// <param name="year">The year's numbers.</param>
    /// <param name="holdFrom">See <see cref="HoldFrom"/>.</param>
    /// <param name="hasChance">Something is still open with the customer.</param>
    /// <param name="expected">Profit expected in the time to come; null where nobody can tell.</param>
    public static (Proposal Proposal, ProposalReason Reason) Of(CustomerProfit year, long holdFrom, bool hasChance = false, long? expected = null)
    {
        if (!year.HasAny) return (Proposal.None, ProposalReason.None);
        if (year.Profit >= holdFrom) return (Proposal.Hold, ProposalReason.BringsMost);
        if (year.Profit >= 0) return (Proposal.Watch, expected >= holdFrom ? ProposalReason.WillBringMost : hasChance ? ProposalReason.HasChance : ProposalReason.BringsSome);
        if (year.Earned > 0) return (Proposal.TurnProfitable, ProposalReason.ServiceCostsMore);
        if (hasChance) return (Proposal.TurnProfitable, ProposalReason.HasChance);
        if (expected > 0) return (Proposal.TurnProfitable, ProposalReason.WillEarn);
        return (Proposal.LetGo, year.Bought.Sales > 0 ? ProposalReason.ReturnsTakeIt : ProposalReason.EarnsNothing);
    }
}
