using Patron.Analytics.Numerics;

namespace Patron.Analytics.Experiments;

/// <summary>What the next campaign may be expected to do, relative to leaving people alone: 0.2 is a fifth more answers.</summary>
/// <param name="Interval">Where the next one is likely to lie, not only the mean of the earlier ones; wider than theirs where they differ.</param>
/// <param name="Campaigns">How many it was learnt from.</param>
public readonly record struct ExpectedLift(double Relative, Interval Interval, int Campaigns);

/// <summary>Learns from arms that were measured before: the logarithm of the ratio of rates, combined as random effects (DerSimonian, Laird 1986).</summary>
public static class EarlierEffects
{
    /// <summary>Null without a measured arm.</summary>
    /// <param name="measured">Each arm with those left alone beside it. Where nobody answered, half an answer is added on both sides.</param>
    public static ExpectedLift? Combine(IReadOnlyList<(Arm Treated, Arm Alone)> measured, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(measured);
        if (measured.Count == 0) return null;
        var effects = measured.Select(m => Effect(m.Treated, m.Alone)).ToArray();
        var (weights, weighted, squares) = (0.0, 0.0, 0.0);
        foreach (var (log, variance) in effects) (weights, weighted, squares) = (weights + 1 / variance, weighted + log / variance, squares + 1 / (variance * variance));
        var common = weighted / weights;
        var q = effects.Sum(e => (e.Log - common) * (e.Log - common) / e.Variance);
        var between = effects.Length > 1 ? Math.Max(0, (q - (effects.Length - 1)) / (weights - squares / weights)) : 0;
        var (all, sum) = (0.0, 0.0);
        foreach (var (log, variance) in effects) (all, sum) = (all + 1 / (variance + between), sum + log / (variance + between));
        var (mean, wide) = (sum / all, Distributions.NormalQuantile(0.5 + confidence / 2) * Math.Sqrt(1 / all + between));
        return new(Math.Exp(mean) - 1, new(Math.Exp(mean - wide) - 1, Math.Exp(mean + wide) - 1), measured.Count);
    }

    private static (double Log, double Variance) Effect(Arm treated, Arm alone)
    {
        var more = treated.Answers == 0 || alone.Answers == 0 ? 0.5 : 0;
        var (a, n, c, m) = (treated.Answers + more, treated.People + more, alone.Answers + more, alone.People + more);
        // Where everybody answered, the rate has no variance of its own; that of half a silent person is taken.
        return (Math.Log(a / n / (c / m)), Math.Max(1 / a - 1 / n, 0.5 / (n * n)) + Math.Max(1 / c - 1 / m, 0.5 / (m * m)));
    }
}
