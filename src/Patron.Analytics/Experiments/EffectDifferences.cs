using Patron.Analytics.Numerics;

namespace Patron.Analytics.Experiments;

/// <summary>The effect on one part of the people.</summary>
/// <param name="Error">Its standard error, above 0.</param>
public readonly record struct PartEffect(double Effect, double Error);

/// <summary>
/// Whether effects on several parts differ by more than chance: Cochran's Q (Biometrics 10, 1954), the squared distances from the common effect in units of their errors,
/// which is chi-squared with one degree of freedom less than parts where all effects are alike.
/// </summary>
/// <param name="Common">The mean weighted by precision.</param>
/// <param name="MorePeople">How many times as many people would show a difference like this with a power of 0.8; null where the parts do not differ more than chance makes them.</param>
public sealed record EffectDifferences(double Common, double Q, int Freedom, double P, double? MorePeople)
{
    private const double WantedPower = 0.8, Alpha = 0.05;

    public bool Differ => P < Alpha;

    /// <param name="parts">At least two.</param>
    public static EffectDifferences Of(ReadOnlySpan<PartEffect> parts)
    {
        if (parts.Length < 2) throw new ArgumentException("Two parts are needed to differ.", nameof(parts));
        var (weights, weighted) = (0.0, 0.0);
        foreach (var part in parts)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(part.Error);
            var weight = 1 / (part.Error * part.Error);
            (weights, weighted) = (weights + weight, weighted + weight * part.Effect);
        }
        var (common, q, freedom) = (weighted / weights, 0.0, parts.Length - 1);
        foreach (var part in parts) q += (part.Effect - common) * (part.Effect - common) / (part.Error * part.Error);
        return new(common, q, freedom, Distributions.ChiSquaredAbove(q, freedom), q > freedom ? Math.Max(1, NeededShift(freedom) / (q - freedom)) : null);
    }

    /// <summary>The noncentrality at which the test finds the difference with the wanted power; it grows in proportion to the people.</summary>
    private static double NeededShift(int freedom)
    {
        var limit = Bisect(0, 1_000, x => Distributions.ChiSquaredAbove(x, freedom) < Alpha);
        return Bisect(0, 1_000, shift => PowerAt(shift, freedom, limit) > WantedPower);
    }

    /// <summary>The noncentral chi-squared as a Poisson mixture of central ones.</summary>
    private static double PowerAt(double shift, int freedom, double limit)
    {
        var (power, weight) = (0.0, Math.Exp(-shift / 2));
        for (var j = 0; j < 500; j++)
        {
            power += weight * Distributions.ChiSquaredAbove(limit, freedom + 2 * j);
            weight *= shift / 2 / (j + 1);
            if (j > shift && weight < 1e-12) break;
        }
        return power;
    }

    private static double Bisect(double low, double high, Func<double, bool> above)
    {
        for (var i = 0; i < 60; i++)
        {
            var middle = (low + high) / 2;
            if (above(middle)) high = middle; else low = middle;
        }
        return (low + high) / 2;
    }
}
