using Patron.Analytics.Numerics;

namespace Patron.Analytics.Experiments;

/// <summary>Values of one arm, by their sums.</summary>
/// <param name="Count">At least 2.</param>
public readonly record struct ValueSums(long Count, double Sum, double SumOfSquares)
{
    public double Mean => Sum / Count;

    /// <summary>Of the sample, with n - 1; never below 0.</summary>
    public double Variance => Math.Max(0, (SumOfSquares - Sum * Mean) / (Count - 1));

    internal double VarianceOfMean => Variance / Count;

    public static ValueSums Of(ReadOnlySpan<double> values)
    {
        // Sums about the first value, so that large values that differ little keep their variance.
        if (values.IsEmpty) return default;
        var (first, sum, squares) = (values[0], 0.0, 0.0);
        foreach (var value in values)
        {
            sum += value - first;
            squares += (value - first) * (value - first);
        }
        var mean = first + sum / values.Length;
        return new(values.Length, mean * values.Length, squares - sum * sum / values.Length + mean * mean * values.Length);
    }
}

/// <summary>Two arms by the mean of a value (spend, say), variances not taken to be equal: Welch's test, two-sided.</summary>
/// <param name="Difference">Mean of the treated less mean of the others.</param>
/// <param name="Freedom">Degrees of freedom by Welch and Satterthwaite.</param>
/// <param name="Relative">The difference as a share of the others' mean; null where that is 0.</param>
/// <param name="RelativeError">Its standard error by the delta method.</param>
/// <param name="P">1 where both arms are constant and alike, 0 where they are constant and differ.</param>
public sealed record MeanTest(double Difference, double Error, double Freedom, Interval Interval, double P, double? Relative, double? RelativeError, Interval? RelativeInterval)
{
    public static MeanTest Of(ValueSums treated, ValueSums control, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(treated.Count, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(control.Count, 2);
        var (a, b) = (treated.VarianceOfMean, control.VarianceOfMean);
        var (difference, error) = (treated.Mean - control.Mean, Math.Sqrt(a + b));
        var freedom = error > 0 ? (a + b) * (a + b) / (a * a / (treated.Count - 1) + b * b / (control.Count - 1)) : treated.Count + control.Count - 2;
        var wide = Distributions.StudentQuantile(0.5 + confidence / 2, freedom);
        var p = error > 0 ? 2 * Distributions.StudentAbove(Math.Abs(difference) / error, freedom) : difference == 0 ? 1 : 0;
        if (control.Mean == 0) return new(difference, error, freedom, Interval.Around(difference, wide * error), p, null, null, null);
        var (relative, relativeError) = (difference / control.Mean, Ratio.Error(treated.Mean, a, control.Mean, b));
        return new(difference, error, freedom, Interval.Around(difference, wide * error), p, relative, relativeError, Interval.Around(relative, wide * relativeError));
    }
}
