using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>The log-likelihood of mean amounts under the Gamma-Gamma model, with its derivatives.</summary>
internal sealed class SpendLikelihood
{
    private readonly int[] purchases;
    private readonly double[] logMeans;
    private readonly int[] firstOf;

    /// <param name="histories">In order of purchases, each with a mean above 0.</param>
    public SpendLikelihood(SpendHistory[] histories)
    {
        purchases = Array.ConvertAll(histories, h => h.Purchases);
        logMeans = Array.ConvertAll(histories, h => Math.Log(h.Mean));
        // Gamma functions depend on the number of purchases alone, so each number needs them once.
        firstOf = [.. Enumerable.Range(0, histories.Length).Where(i => i == 0 || purchases[i] != purchases[i - 1]), histories.Length];
    }

    public double OfLogs(ReadOnlySpan<double> logs, Span<double> slope, Span<double> squares)
    {
        Span<double> parameters = [Math.Exp(logs[0]), Math.Exp(logs[1]), Math.Exp(logs[2])];
        return Of(parameters[0], parameters[1], parameters[2]).ByLogs(parameters, slope, squares);
    }

    /// <summary>
    /// The same by the logarithms of p, q and p v / q, an amount in the middle of all. Where amounts hardly differ, v follows the others along a narrow ridge that no climb gets to the end of;
    /// the middle stays where it is.
    /// </summary>
    public double OfMiddle(ReadOnlySpan<double> logs, Span<double> slope, Span<double> squares)
    {
        var value = OfLogs(WithScale(logs), slope, squares);
        (slope[0], slope[1]) = (slope[0] - slope[2], slope[1] + slope[2]);
        for (var j = 0; j < 3; j++) (squares[j], squares[3 + j]) = (squares[j] - squares[6 + j], squares[3 + j] + squares[6 + j]);
        for (var i = 0; i < 9; i += 3) (squares[i], squares[i + 1]) = (squares[i] - squares[i + 2], squares[i + 1] + squares[i + 2]);
        return value;
    }

    /// <summary>Logarithms of p, q and v from those of p, q and the middle.</summary>
    public static double[] WithScale(ReadOnlySpan<double> logs) => [logs[0], logs[1], logs[2] + logs[1] - logs[0]];

    public SlopeSums Of(double p, double q, double v)
    {
        var sums = new SlopeSums(3);
        Span<double> slopes = stackalloc double[3];
        var (digammaQ, logV) = (Special.Digamma(q), Math.Log(v));
        for (var group = 0; group < firstOf.Length - 1; group++)
        {
            var (from, to, x) = (firstOf[group], firstOf[group + 1], purchases[firstOf[group]]);
            var (px, logX) = (p * x, Math.Log(x));
            var gammas = -Special.LogBeta(px, q);
            var (byP, byQ) = (x * (Special.Digamma(px + q) - Special.Digamma(px)), Special.Digamma(px + q) - digammaQ);
            for (var i = from; i < to; i++)
            {
                // With z = x m: x p ln(z / (z + v)) + q ln(v / (z + v)) - ln m, each logarithm at most 0.
                var logZ = logX + logMeans[i];
                var (share, rest) = (-Special.LogOnePlusExp(logV - logZ), -Special.LogOnePlusExp(logZ - logV));
                var left = Math.Exp(rest);
                (slopes[0], slopes[1], slopes[2]) = (byP + x * share, byQ + rest, (q * (1 - left) - px * left) / v);
                sums.Add(1, gammas + px * share + q * rest - logMeans[i], slopes);
            }
        }
        return sums;
    }
}
