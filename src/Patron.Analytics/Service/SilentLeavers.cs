namespace Patron.Analytics.Service;

/// <summary>
/// How many dissatisfied customers left without a word, from how many complained. Of the dissatisfied a share s changes without complaining, so n complaints
/// stand for n / (1 - s) dissatisfied, of whom n / (1 - s) - n were silent. Source of the band 65 to 90 %: requirements 9, "Why customers leave".
/// </summary>
public static class SilentLeavers
{
    public const double FewestSilent = .65, MostSilent = .90;

    /// <summary>The interval, rounded to whole customers, half away from zero.</summary>
    /// <param name="complaints">Customers who complained in the period; none gives none.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than none.</exception>
    public static (long Low, long High) Estimate(int complaints) => (Of(complaints, FewestSilent), Of(complaints, MostSilent));

    /// <param name="silent">The share that does not complain; from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Out of range.</exception>
    public static long Of(int complaints, double silent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(complaints);
        ArgumentOutOfRangeException.ThrowIfNegative(silent);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(silent, 1);
        return (long)Math.Round(complaints / (1 - silent) - complaints, MidpointRounding.AwayFromZero);
    }
}
