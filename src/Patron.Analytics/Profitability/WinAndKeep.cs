namespace Patron.Analytics.Profitability;

/// <summary>A range that sources state, shown beside what was measured; never a rule.</summary>
public readonly record struct Band(double From, double To)
{
    /// <summary>Both ends belong to it.</summary>
    public bool Holds(double value) => value >= From && value <= To;
}

/// <summary>What it cost to win customers and to keep them.</summary>
/// <param name="Won">Customers won; 0 or more.</param>
/// <param name="WinCost">Spent on winning, in any unit.</param>
/// <param name="Kept">Customers kept.</param>
/// <param name="KeepCost">Spent on keeping, in the same unit.</param>
public readonly record struct WinAndKeep(int Won, long WinCost, int Kept, long KeepCost)
{
    /// <summary>"Winning a customer costs five to six times what keeping one costs": a claim of its authors.</summary>
    public static readonly Band Claimed = new(5, 6);

    /// <summary>Wider, by other authors.</summary>
    public static readonly Band ClaimedByOthers = new(5, 10);

    /// <summary>For one won; null where nobody was.</summary>
    public double? EachWon => Won == 0 ? null : (double)WinCost / Won;

    /// <summary>For one kept; null where nobody was.</summary>
    public double? EachKept => Kept == 0 ? null : (double)KeepCost / Kept;

    /// <summary>How many times as much winning one costs; null where either is not known or keeping costs nothing.</summary>
    public double? Ratio => EachWon is { } won && EachKept is > 0 and var kept ? won / kept : null;
}

/// <summary>How long until an investment has come back.</summary>
public static class Payback
{
    /// <summary>"Eight to twelve months": a claim of sellers of CRM.</summary>
    public static readonly Band Claimed = new(8, 12);

    /// <summary>Cost divided by gain a month; null where nothing is gained, for then it never comes back.</summary>
    public static double? Months(long cost, long gainAMonth) => gainAMonth <= 0 ? null : (double)cost / gainAMonth;
}
