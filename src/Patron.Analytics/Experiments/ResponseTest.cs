using Patron.Analytics.Numerics;

namespace Patron.Analytics.Experiments;

/// <summary>From Low to High, both included.</summary>
public readonly record struct Interval(double Low, double High)
{
    public static Interval operator *(Interval interval, double by) => by >= 0 ? new(interval.Low * by, interval.High * by) : new(interval.High * by, interval.Low * by);
    public static Interval operator +(Interval interval, double shift) => new(interval.Low + shift, interval.High + shift);

    public static Interval Around(double middle, double half) => new(middle - half, middle + half);
}

/// <summary>People of one arm, and how many of them answered.</summary>
/// <param name="People">Above 0.</param>
/// <param name="Answers">From 0 to the people.</param>
public readonly record struct Arm(long People, long Answers)
{
    public double Rate => (double)Answers / People;

    /// <summary>The variance of the rate: p (1 - p) / n.</summary>
    internal double Variance => Rate * (1 - Rate) / People;

    internal Arm Sound()
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(People);
        if (Answers < 0 || Answers > People) throw new ArgumentOutOfRangeException(nameof(Answers), Answers, "From none to all can have answered.");
        return this;
    }
}

/// <summary>
/// Those who were treated against those who were left alone, by who answered. The interval of the difference is Wald's with the variances of both arms;
/// z and p are of the test with one pooled rate (two-sided). With fewer than about five answers or five silent people in an arm all of them are rough.
/// </summary>
/// <param name="Difference">Share of the treated less share of the others.</param>
/// <param name="Relative">The difference as a share of the others' rate; null where none of them answered.</param>
/// <param name="RelativeInterval">By the delta method; null with it.</param>
/// <param name="Z">0 where nobody or everybody answered in both arms.</param>
public sealed record ResponseTest(Arm Treated, Arm Control, double Difference, Interval Interval, double? Relative, Interval? RelativeInterval, double Z, double P)
{
    /// <summary>Answers that would not have come without the treatment.</summary>
    public double Incremental => Difference * Treated.People;

    public Interval IncrementalInterval => Interval * Treated.People;

    /// <param name="confidence">Of the intervals; between 0 and 1.</param>
    public static ResponseTest Of(Arm treated, Arm control, double confidence = 0.95)
    {
        var (a, b) = (treated.Sound(), control.Sound());
        var wide = Distributions.NormalQuantile(0.5 + confidence / 2);
        var (difference, error) = (a.Rate - b.Rate, Math.Sqrt(a.Variance + b.Variance));
        var pooled = (double)(a.Answers + b.Answers) / (a.People + b.People);
        var pooledError = Math.Sqrt(pooled * (1 - pooled) * (1.0 / a.People + 1.0 / b.People));
        var z = pooledError > 0 ? difference / pooledError : 0;
        double? relative = b.Answers > 0 ? difference / b.Rate : null;
        Interval? around = relative is { } r ? Interval.Around(r, wide * Ratio.Error(a.Rate, a.Variance, b.Rate, b.Variance)) : null;
        return new(a, b, difference, Interval.Around(difference, wide * error), relative, around, z, 2 * Distributions.NormalAbove(Math.Abs(z)));
    }
}

/// <summary>The quotient of two independent means.</summary>
public static class Ratio
{
    /// <summary>The standard error of mean / baseline by the delta method; the baseline is not 0.</summary>
    public static double Error(double mean, double variance, double baseline, double baselineVariance) =>
        Math.Sqrt(mean * mean * baselineVariance / Math.Pow(baseline, 4) + variance / (baseline * baseline));
}
