namespace Patron.Analytics.Ladder;

/// <summary>The steps of the ladder, from below.</summary>
public enum LadderStep : byte
{
    /// <summary>Known, but has not bought.</summary>
    Prospect = 0,
    /// <summary>Has bought.</summary>
    Customer = 1,
    /// <summary>Buys again and again, maybe only by habit.</summary>
    Client = 2,
    /// <summary>A client who is glad to be one: committed, or stayed although something went wrong.</summary>
    Supporter = 3,
    /// <summary>Recommends us.</summary>
    Advocate = 4,
    /// <summary>Bound to us for mutual benefit.</summary>
    Partner = 5,
}

/// <summary>Why somebody stands on a step.</summary>
[Flags]
public enum LadderReasons : byte
{
    /// <summary>By purchases alone.</summary>
    None = 0,
    /// <summary>A membership holds.</summary>
    Membership = 1,
    /// <summary>Buys widely and for long.</summary>
    Commitment = 2,
    /// <summary>Bought again on a day after the one on which a ticket was solved.</summary>
    Solved = 4,
    /// <summary>Recommended us to others.</summary>
    Recommends = 8,
    /// <summary>A contract runs.</summary>
    Contract = 16,
}

/// <summary>When a step is reached.</summary>
/// <param name="WindowDays">Orders so many days back count for steps above the second; who did not order within falls back to it.</param>
/// <param name="ClientOrders">Orders within the window that make a client; 1 or more.</param>
/// <param name="SupporterDays">A client of so many days who buys <paramref name="SupporterProducts"/> different products within the window is committed.</param>
/// <param name="MembershipCounts">A membership makes a client a supporter.</param>
/// <param name="SolvedCounts">So does a purchase after a solved ticket.</param>
/// <param name="AdvocateReferrals">Recommendations that make an advocate of a supporter.</param>
/// <param name="ContractCounts">A running contract makes a partner of a supporter or advocate.</param>
public sealed record LadderRules(
    int WindowDays, int ClientOrders, int SupporterDays, int SupporterProducts, bool MembershipCounts, bool SolvedCounts, int AdvocateReferrals, bool ContractCounts)
{
    /// <summary>What holds until somebody sets something else.</summary>
    public static LadderRules Usual { get; } = new(365, 3, 120, 20, true, true, 1, true);
}

/// <summary>What is known of a customer beside purchases, as of the day.</summary>
/// <param name="Member">A membership holds.</param>
/// <param name="SolvedOn">Day number on which a ticket was solved first within the window; 0 where none was.</param>
/// <param name="Referrals">Others to whom the customer recommended us.</param>
/// <param name="Contract">A contract runs.</param>
public readonly record struct LadderFact(bool Member, int SolvedOn, int Referrals, bool Contract);
