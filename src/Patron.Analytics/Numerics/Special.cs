namespace Patron.Analytics.Numerics;

/// <summary>Special functions of one real argument above zero.</summary>
public static class Special
{
    private const double Shifted = 10;
    private static readonly double HalfLogTwoPi = Math.Log(2 * Math.PI) / 2;

    /// <summary>ln Γ(x) for x above 0, to about 14 figures: Stirling's series behind the recurrence Γ(x + 1) = x Γ(x) (Abramowitz and Stegun, 6.1.41).</summary>
    public static double LogGamma(double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);
        var (product, shift) = (1.0, 0.0);
        while (x < Shifted)
        {
            product *= x;
            x++;
            if (product < 1e-290) (shift, product) = (shift + Math.Log(product), 1);
        }
        return (x - 0.5) * Math.Log(x) - x + HalfLogTwoPi + StirlingRest(x) - Math.Log(product) - shift;
    }

    /// <summary>
    /// ln B(a, b) = ln Γ(a) + ln Γ(b) - ln Γ(a + b) for a and b above 0. For large arguments the three are nearly equal and far larger than what is left of them, so Stirling's series are
    /// subtracted term by term (Didonato and Morris, Algorithm 708, ACM Transactions on Mathematical Software 18, 1992).
    /// </summary>
    public static double LogBeta(double a, double b)
    {
        var (low, high) = (Math.Min(a, b), Math.Max(a, b));
        if (high < Shifted) return LogGamma(low) + LogGamma(high) - LogGamma(low + high);
        var sum = low + high;
        return low < Shifted
            ? LogGamma(low) + StirlingRest(high) - StirlingRest(sum) + low - low * Math.Log(sum) + (high - 0.5) * LogOnePlus(-low / sum)
            : StirlingRest(low) + StirlingRest(high) - StirlingRest(sum) + HalfLogTwoPi - Math.Log(high) / 2 + (low - 0.5) * Math.Log(low / sum) + high * LogOnePlus(-low / sum);
    }

    /// <summary>What Stirling's formula leaves of ln Γ(x), for x from <see cref="Shifted"/> on.</summary>
    private static double StirlingRest(double x)
    {
        var w = 1 / (x * x);
        return (1.0 / 12 - w * (1.0 / 360 - w * (1.0 / 1260 - w * (1.0 / 1680 - w * (1.0 / 1188 - w * 691.0 / 360360))))) / x;
    }

    /// <summary>ψ(x), the derivative of ln Γ(x), for x above 0 (Abramowitz and Stegun, 6.3.18).</summary>
    public static double Digamma(double x)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x);
        var below = 0.0;
        while (x < Shifted) below += 1 / x++;
        var w = 1 / (x * x);
        return Math.Log(x) - 0.5 / x - w * (1.0 / 12 - w * (1.0 / 120 - w * (1.0 / 252 - w * (1.0 / 240 - w * (1.0 / 132 - w * 691.0 / 32760))))) - below;
    }

    /// <summary>ln(1 + e^x) without overflow.</summary>
    public static double LogOnePlusExp(double x) => x > 0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x));

    /// <summary>1 / (1 + e^-x) without overflow.</summary>
    public static double Logistic(double x)
    {
        if (x >= 0) return 1 / (1 + Math.Exp(-x));
        var e = Math.Exp(x);
        return e / (1 + e);
    }

    /// <summary>ln(1 + x), exact to the last figures for small x too (Kahan's correction of the rounding in 1 + x).</summary>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>e^x - 1, exact to the last figures for small x too (Kahan's correction again).</summary>
    public static double ExpMinusOne(double x)
    {
        var power = Math.Exp(x);
        if (power == 1) return x;
        var less = power - 1;
        return less == -1 || !double.IsFinite(power) ? less : less * (x / Math.Log(power));
    }
}
