using Patron.Analytics.Numerics;

namespace Patron.Analytics.Experiments;

/// <summary>How many people a test needs, and what it finds with those it has: two rates, two-sided, normal approximation with the pooled rate under no effect (Fleiss).</summary>
public static class TestDesign
{
    /// <summary>People in the control group and in the treated one so that a difference of the two rates is found with this power.</summary>
    /// <param name="control">The rate without treatment; between 0 and 1, other than <paramref name="treated"/>.</param>
    /// <param name="treatedForEachControl">1 for equal arms, 9 for a control group of a tenth.</param>
    public static (long Control, long Treated) People(double control, double treated, double treatedForEachControl = 1, double alpha = 0.05, double power = 0.8)
    {
        Check(control, treated, treatedForEachControl);
        if (control == treated) throw new ArgumentOutOfRangeException(nameof(treated), treated, "Equal rates are found by no number of people.");
        var (k, gap) = (treatedForEachControl, treated - control);
        var sum = Distributions.NormalQuantile(1 - alpha / 2) * Math.Sqrt(Same(control, treated, k)) + Distributions.NormalQuantile(power) * Math.Sqrt(Differing(control, treated, k));
        var least = sum * sum / (gap * gap);
        return ((long)Math.Ceiling(least), (long)Math.Ceiling(least * k));
    }

    /// <summary>The probability that so many people in the control group, and as many times more in the other, show the difference of the two rates.</summary>
    public static double Power(double control, double treated, double controlPeople, double treatedForEachControl = 1, double alpha = 0.05)
    {
        Check(control, treated, treatedForEachControl);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(controlPeople);
        var k = treatedForEachControl;
        if (Differing(control, treated, k) is not (> 0 and var spread)) return control == treated ? alpha : 1;
        var seen = Math.Sqrt(controlPeople) * Math.Abs(treated - control) - Distributions.NormalQuantile(1 - alpha / 2) * Math.Sqrt(Same(control, treated, k));
        return 1 - Distributions.NormalAbove(seen / Math.Sqrt(spread));
    }

    private static double Same(double control, double treated, double k)
    {
        var pooled = (control + k * treated) / (1 + k);
        return pooled * (1 - pooled) * (1 + 1 / k);
    }

    private static double Differing(double control, double treated, double k) => control * (1 - control) + treated * (1 - treated) / k;

    private static void Check(double control, double treated, double k)
    {
        if (!(control is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(control));
        if (!(treated is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(treated));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
    }
}

/// <summary>Whether the arms have as many people as they should: what is planned is by chance, what is not is by a fault.</summary>
public static class SampleRatio
{
    /// <summary>Pearson's chi-squared and its p.</summary>
    /// <param name="people">Of each arm, at least two arms and one person.</param>
    /// <param name="shares">As planned, each above 0; only their ratio counts.</param>
    public static (double ChiSquared, double P) Of(ReadOnlySpan<long> people, ReadOnlySpan<double> shares)
    {
        if (people.Length < 2 || people.Length != shares.Length) throw new ArgumentException("Each of at least two arms needs its share.", nameof(shares));
        var (all, whole, chi) = (0L, 0.0, 0.0);
        for (var i = 0; i < people.Length; i++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(people[i]);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(shares[i]);
            all += people[i];
            whole += shares[i];
        }
        ArgumentOutOfRangeException.ThrowIfZero(all);
        for (var i = 0; i < people.Length; i++)
        {
            var planned = all * shares[i] / whole;
            chi += (people[i] - planned) * (people[i] - planned) / planned;
        }
        return (chi, Distributions.ChiSquaredAbove(chi, people.Length - 1));
    }
}

/// <summary>
/// An interval that may be looked at as often as one likes while a test runs: the normal mixture of Robbins in the asymptotic form of
/// Waudby-Smith and others (2021).
/// </summary>
public static class AlwaysValid
{
    /// <summary>Half of the interval's width.</summary>
    /// <param name="error">The standard error of the estimate now.</param>
    /// <param name="people">In all arms so far.</param>
    /// <param name="tunedFor">The number of people at which it is to be narrowest.</param>
    public static double HalfWidth(double error, double people, double tunedFor, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(error);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(people);
        var rho = Rho(tunedFor, alpha);
        var (variance, grown) = (error * error * people, people * rho * rho + 1);
        return Math.Sqrt(variance * 2 * grown * Math.Log(Math.Sqrt(grown) / alpha)) / (people * rho);
    }

    /// <summary>
    /// The same for a sum that grows by independent steps while its people stay: what an arm earned more so far, looked at day by day.
    /// Its variance takes the place of the number of people.
    /// </summary>
    /// <param name="variance">Of the sum now, from 0.</param>
    /// <param name="tunedFor">The variance at which the interval is to be narrowest: that of the last day.</param>
    public static double HalfWidthOfSum(double variance, double tunedFor, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(variance);
        var rho = Rho(tunedFor, alpha);
        var grown = variance * rho * rho + 1;
        return Math.Sqrt(2 * grown * Math.Log(Math.Sqrt(grown) / alpha)) / rho;
    }

    public static double Rho(double tunedFor, double alpha = 0.05)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tunedFor);
        if (!(alpha is > 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(alpha));
        return Math.Sqrt((-2 * Math.Log(alpha) + Math.Log(1 - 2 * Math.Log(alpha))) / tunedFor);
    }
}

/// <summary>CUPED (Deng, Xu, Kohavi, Walker 2013): what people did before explains part of what they do now, and less is left to chance.</summary>
public static class Cuped
{
    /// <summary>Y - θ (X - mean X) for all arms together, θ = cov(X, Y) / var(X); as they are where X does not vary. The mean of Y stays, the variance falls by the factor 1 - r².</summary>
    /// <param name="now">Y, a value for each person.</param>
    /// <param name="before">X, of the same people from the time before the test.</param>
    public static double[] Adjust(ReadOnlySpan<double> now, ReadOnlySpan<double> before)
    {
        if (now.Length != before.Length) throw new ArgumentException("Each person needs both values.", nameof(before));
        var (meanNow, meanBefore) = (Mean(now), Mean(before));
        var (together, alone) = (0.0, 0.0);
        for (var i = 0; i < now.Length; i++)
        {
            together += (now[i] - meanNow) * (before[i] - meanBefore);
            alone += (before[i] - meanBefore) * (before[i] - meanBefore);
        }
        var (theta, adjusted) = (alone > 0 ? together / alone : 0, now.ToArray());
        for (var i = 0; i < adjusted.Length; i++) adjusted[i] -= theta * (before[i] - meanBefore);
        return adjusted;
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        return values.IsEmpty ? 0 : sum / values.Length;
    }
}
