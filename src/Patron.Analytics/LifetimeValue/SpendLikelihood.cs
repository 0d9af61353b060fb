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

    public SlopeSums Of(double p, double q, double v)
    {
        var sums = new SlopeSums(3);
        Span<double> slopes = stackalloc double[3];
        var (logGammaQ, digammaQ, logV) = (Special.LogGamma(q), Special.Digamma(q), Math.Log(v));
        for (var group = 0; group < firstOf.Length - 1; group++)
        {
            var (from, to, x) = (firstOf[group], firstOf[group + 1], purchases[firstOf[group]]);
            var (px, logX) = (p * x, Math.Log(x));
            var gammas = Special.LogGamma(px + q) - Special.LogGamma(px) - logGammaQ;
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
