namespace Patron.Analytics.Numerics;

/// <summary>
/// Sums over start, start + 1, ... that are wanted at some ascending counts of terms only. Where the next count is far, the sum in between is taken by the
/// Euler-Maclaurin formula (Abramowitz and Stegun 23.1.30) instead of term by term, so that a customer of a billion purchases costs no more than one of a hundred;
/// no two large numbers are subtracted. Relative error below 1e-13.
/// </summary>
public static class RunningSums
{
    /// <summary>From here on the formula's neglected terms are below the last digit.</summary>
    private const int Direct = 32;

    /// <summary>
    /// For each of <paramref name="counts"/>, ascending: ln of start (start + 1) ... (start + n - 1), and its derivative by start.
    /// </summary>
    public static (double[] Logs, double[] Reciprocals) RisingFactorials(double start, long[] counts)
    {
        var (logs, reciprocals) = (new double[counts.Length], new double[counts.Length]);
        var (n, log, reciprocal) = (0L, 0.0, 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            for (var near = Near(n, start, counts[i]); n < near; n++)
            {
                log += Math.Log(start + n);
                reciprocal += 1 / (start + n);
            }
            if (n < counts[i])
            {
                var (from, to) = (start + n, start + counts[i]);
                var ratio = Special.LogOnePlus((to - from) / from);
                log += (to - from) * (Math.Log(from) - 1) + to * ratio - ratio / 2 + Odd(to) - Odd(from);
                reciprocal += ratio - (1 / to - 1 / from) / 2 - Even(to) + Even(from);
                n = counts[i];
            }
            (logs[i], reciprocals[i]) = (log, reciprocal);
        }
        return (logs, reciprocals);

        // The tails of the series of ln Γ and of its derivative.
        static double Odd(double x) => (1.0 / 12 - (1.0 / 360 - 1 / (1260 * x * x)) / (x * x)) / x;
        static double Even(double x) => (1.0 / 12 - (1.0 / 120 - 1 / (252 * x * x)) / (x * x)) / (x * x);
    }

    /// <summary>
    /// For each of <paramref name="counts"/>, ascending: ln of (b)n / (a + b)n, where (c)n = c (c + 1) ... (c + n - 1), and its derivatives by a and b.
    /// </summary>
    public static (double[] Logs, double[] ByA, double[] ByB) Staying(double a, double b, long[] counts)
    {
        var (logs, byB) = (new double[counts.Length], new double[counts.Length]);
        var byA = Array.ConvertAll(RisingFactorials(a + b, counts).Reciprocals, sum => -sum);
        var (n, log, slope) = (0L, 0.0, 0.0);
        for (var i = 0; i < counts.Length; i++)
        {
            for (var near = Near(n, b, counts[i]); n < near; n++)
            {
                log -= Special.LogOnePlus(a / (b + n));
                slope += a / ((b + n) * (a + b + n));
            }
            if (n < counts[i])
            {
                var (from, to) = (b + n, b + counts[i]);
                var (first, last) = (Special.LogOnePlus(a / from), Special.LogOnePlus(a / to));
                log -= to * last - from * first + a * Special.LogOnePlus((to - from) / (a + from)) - (last - first) / 2 - (Gap(to, 1) - Gap(from, 1)) / 12 + (Gap(to, 3) - Gap(from, 3)) / 360
                    - (Gap(to, 5) - Gap(from, 5)) / 1260;
                slope += first - last - (Gap(to, 1) - Gap(from, 1)) / 2 - (Gap(to, 2) - Gap(from, 2)) / 12 + (Gap(to, 4) - Gap(from, 4)) / 120
                    - (Gap(to, 6) - Gap(from, 6)) / 252;
                n = counts[i];
            }
            (logs[i], byB[i]) = (log, slope);
        }
        return (logs, byA, byB);

        // x^-power - (a + x)^-power.
        double Gap(double x, int power) => -Special.ExpMinusOne(-power * Special.LogOnePlus(a / x)) * Math.Pow(x, -power);
    }

    /// <summary>How far to go term by term: all the way where that is short, else until the formula is exact enough.</summary>
    private static long Near(long n, double start, long count) => count - n <= 2 * Direct ? count : Math.Max(n, (long)Math.Ceiling(Math.Max(0, Direct - start)));
}
