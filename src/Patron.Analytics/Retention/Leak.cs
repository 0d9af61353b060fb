namespace Patron.Analytics.Retention;

/// <summary>What a period did to the number of customers.</summary>
public enum LeakState
{
    /// <summary>Few went, and at least as many came.</summary>
    Tight,
    /// <summary>The count stands or grows, but only since new customers hide how many went.</summary>
    HiddenLeak,
    /// <summary>More went than came.</summary>
    Shrinks,
}

/// <summary>A period of the bucket in four numbers.</summary>
/// <param name="Start">Active at the start.</param>
/// <param name="Won">First orders.</param>
/// <param name="WonBack">Came back.</param>
/// <param name="Lost">Went.</param>
public readonly record struct Leak(int Start, int Won, int WonBack, int Lost)
{
    /// <summary>A tenth lost in the period is a leak, whatever came in.</summary>
    public const double LeakFrom = .1;

    /// <summary>Came less went.</summary>
    public int Net => Won + WonBack - Lost;

    /// <summary>Of those active at the start; null where there were none. Of a year, those who were won and lost within it count as lost too, so it is a lower bound.</summary>
    public double? KeptShare => Start == 0 ? null : Math.Max(0, (double)(Start - Lost) / Start);

    /// <summary>In a word.</summary>
    public LeakState State => Net < 0 ? LeakState.Shrinks : Lost > 0 && KeptShare is { } kept && 1 - kept >= LeakFrom ? LeakState.HiddenLeak : LeakState.Tight;
}
