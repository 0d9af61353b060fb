namespace Patron.Analytics.Numerics;

/// <summary>Tails and quantiles of the distributions that tests rest on, to about 12 figures.</summary>
public static class Distributions
{
    private const int MostSteps = 10_000;
    private const double Small = 1e-300, Exact = 1e-15;

    /// <summary>The probability that a standard normal value lies above z; accurate far out in the tail too.</summary>
    public static double NormalAbove(double z)
    {
        var half = GammaAbove(0.5, z * z / 2) / 2;
        return z >= 0 ? half : 1 - half;
    }

    /// <summary>The value below which a standard normal value lies with the probability p, which is above 0 and below 1.</summary>
    public static double NormalQuantile(double p)
    {
        ThrowUnlessProbability(p);
        return p < 0.5 ? -Root(z => NormalAbove(z) - p, 0, 40) : p > 0.5 ? Root(z => NormalAbove(z) - (1 - p), 0, 40) : 0;
    }

    /// <summary>The probability that a value of Student's t with so many degrees of freedom (above 0, not necessarily whole) lies above t.</summary>
    public static double StudentAbove(double t, double freedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(freedom);
        // Beyond, the two differ by less than what the gamma functions of such numbers lose to rounding.
        if (freedom > 1e7) return NormalAbove(t);
        var half = BetaBelow(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
        return t >= 0 ? half : 1 - half;
    }

    /// <summary>The value below which Student's t with so many degrees of freedom lies with the probability p, which is above 0 and below 1.</summary>
    public static double StudentQuantile(double p, double freedom)
    {
        ThrowUnlessProbability(p);
        if (p == 0.5) return 0;
        var tail = Math.Min(p, 1 - p);
        var far = 1.0;
        while (StudentAbove(far, freedom) > tail && far < 1e150) far *= 2;
        var found = Root(t => StudentAbove(t, freedom) - tail, 0, far);
        return p > 0.5 ? found : -found;
    }

    /// <summary>The probability that chi-squared with so many degrees of freedom (above 0) lies above a value from 0.</summary>
    public static double ChiSquaredAbove(double value, double freedom) => GammaAbove(freedom / 2, value / 2);

    /// <summary>Q(a, x), the upper part of the incomplete gamma function divided by Γ(a): the series below a + 1, the continued fraction by Lentz above (Abramowitz and Stegun, 6.5.29 and 6.5.31).</summary>
    private static double GammaAbove(double a, double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        if (x == 0) return 1;
        if (double.IsPositiveInfinity(x)) return 0;
        var scale = Math.Exp(a * Math.Log(x) - x - Special.LogGamma(a));
        if (x < a + 1)
        {
            var (term, sum) = (1 / a, 1 / a);
            for (var n = 1; n < MostSteps && term > sum * Exact; n++) sum += term *= x / (a + n);
            return 1 - scale * sum;
        }
        var (b, c) = (x + 1 - a, 1 / Small);
        var d = 1 / b;
        var fraction = d;
        for (var n = 1; n < MostSteps; n++)
        {
            var factor = -n * (n - a);
            b += 2;
            d = 1 / NotNothing(factor * d + b);
            c = NotNothing(b + factor / c);
            fraction *= d * c;
            if (Math.Abs(d * c - 1) < Exact) break;
        }
        return scale * fraction;
    }

    /// <summary>I_x(a, b), the incomplete beta function divided by B(a, b), by the continued fraction (Abramowitz and Stegun, 26.5.8), from the side where it converges fast.</summary>
    internal static double BetaBelow(double x, double a, double b)
    {
        if (x <= 0) return 0;
        if (x >= 1) return 1;
        var scale = Math.Exp(-Special.LogBeta(a, b) + a * Math.Log(x) + b * Special.LogOnePlus(-x));
        return x < (a + 1) / (a + b + 2) ? scale * BetaFraction(x, a, b) / a : 1 - scale * BetaFraction(1 - x, b, a) / b;
    }

    private static double BetaFraction(double x, double a, double b)
    {
        var (c, d) = (1.0, 1 / NotNothing(1 - (a + b) * x / (a + 1)));
        var fraction = d;
        for (var n = 1; n < MostSteps; n++)
        {
            Step(n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n)));
            if (Step(-(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1)))) break;
        }
        return fraction;

        bool Step(double factor)
        {
            d = 1 / NotNothing(1 + factor * d);
            c = NotNothing(1 + factor / c);
            fraction *= d * c;
            return Math.Abs(d * c - 1) < Exact;
        }
    }

    /// <summary>Where a falling function crosses nought, between two values that lie on either side of it.</summary>
    private static double Root(Func<double, double> falling, double low, double high)
    {
        for (var step = 0; step < 200 && high - low > 1e-15 * Math.Max(1, high); step++)
        {
            var middle = (low + high) / 2;
            if (falling(middle) > 0) low = middle;
            else high = middle;
        }
        return (low + high) / 2;
    }

    private static double NotNothing(double value) => Math.Abs(value) < Small ? Small : value;

    private static void ThrowUnlessProbability(double p)
    {
        if (!(p > 0 && p < 1)) throw new ArgumentOutOfRangeException(nameof(p), p, "A probability above 0 and below 1 is needed.");
    }
}
