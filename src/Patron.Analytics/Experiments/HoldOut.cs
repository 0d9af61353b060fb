namespace Patron.Analytics.Experiments;

/// <summary>How many to leave alone so that the effect can be seen.</summary>
/// <param name="Share">Of everybody, from <see cref="Least"/> to one half.</param>
/// <param name="Power">The probability that the expected effect is found with it.</param>
/// <param name="Enough">The power reaches what was wanted; otherwise half of the people are not enough, and the share is a half.</param>
public readonly record struct HoldOut(double Share, double Power, bool Enough)
{
    /// <summary>Fewer are not worth the trouble, and one odd customer would decide.</summary>
    public const double Least = 0.05;

    private const double Most = 0.5, Step = 0.01;

    /// <summary>The smallest share, in whole hundredths, that finds the difference; contacting as many as possible is what earns.</summary>
    /// <param name="people">Who may be contacted, at least 2.</param>
    /// <param name="arms">Each arm is compared with the same hold-out; at least 1.</param>
    /// <param name="alone">The rate of answers without the treatment, between 0 and 1.</param>
    /// <param name="treated">The rate that is expected with it.</param>
    public static HoldOut Propose(long people, int arms, double alone, double treated, double power = 0.8, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(arms, 1);
        for (var hundredths = (int)(Least / Step); hundredths <= (int)(Most / Step); hundredths++)
            if (PowerOf(people, arms, hundredths * Step, alone, treated, alpha) is var reached && reached >= power) return new(hundredths * Step, reached, true);
        return new(Most, PowerOf(people, arms, Most, alone, treated, alpha), false);
    }

    /// <summary>The power with a given share: one arm, which gets its part of the rest, against the hold-out.</summary>
    public static double PowerOf(long people, int arms, double share, double alone, double treated, double alpha = 0.05) =>
        share is > 0 and < 1 ? TestDesign.Power(alone, treated, people * share, (1 - share) / arms / share, alpha) : 0;
}
