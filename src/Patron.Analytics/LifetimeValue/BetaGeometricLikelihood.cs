using System.Runtime.CompilerServices;
using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>
/// BG/NBD: equation (6) of Fader, Hardie and Lee, "Counting your customers" the easy way, Marketing Science 24(2), 2005; MBG/NBD: Batislam, Denizel and Filiztekin,
/// Empirical validation and comparison of models for customer base analysis, International Journal of Research in Marketing 24(3), 2007.
/// </summary>
/// <remarks>
/// Both are one formula: a customer had m chances to leave, one after each repeat purchase and, in the MBG, one after the first purchase too. With (c)n = c (c + 1) ... (c + n - 1):
/// L = (r)x (α / (α + T))^r (α + T)^-x (b)m / (a + b)m (1 + S), S = a / (b + m - 1) ((α + T) / (α + t_x))^(r + x) where m above 0, else 0. S is the odds of having left.
/// </remarks>
internal sealed class BetaGeometricLikelihood(PurchaseHistories histories, bool mayLeaveAtOnce) : Likelihood(histories)
{
    private readonly int[] numbers = histories.Numbers;

    protected override ILikelihoodAt Prepare(double[] parameters) => new At(parameters, numbers, mayLeaveAtOnce);

    private sealed class At : ILikelihoodAt
    {
        private readonly double r, alpha, a, b;
        private readonly int more;
        private readonly double[] rate, rateSlope, stay, stayByA, stayByB;

        public At(double[] parameters, int[] numbers, bool mayLeaveAtOnce)
        {
            (r, alpha, a, b) = (parameters[0], parameters[1], parameters[2], parameters[3]);
            more = mayLeaveAtOnce ? 1 : 0;
            (rate, rateSlope) = RisingFactorials(r, numbers);
            (stay, stayByA, stayByB) = (new double[numbers.Length], new double[numbers.Length], new double[numbers.Length]);
            var (sum, byA, byB, n) = (0.0, 0.0, 0.0, 0);
            for (var i = 0; i < numbers.Length; i++)
            {
                var chances = numbers[i] + more;
                if (chances - n > LongestWalk)
                {
                    sum += Special.LogBeta(a, b + chances) - Special.LogBeta(a, b + n);
                    var both = Special.Digamma(a + b + chances) - Special.Digamma(a + b + n);
                    (byA, byB, n) = (byA - both, byB + Special.Digamma(b + chances) - Special.Digamma(b + n) - both, chances);
                }
                for (; n < chances; n++)
                {
                    sum -= Special.LogOnePlus(a / (b + n));
                    byA -= 1 / (a + b + n);
                    byB += a / ((b + n) * (a + b + n));
                }
                (stay[i], stayByA[i], stayByB[i]) = (sum, byA, byB);
            }
        }

        [MethodImpl(Hot.Loop)]
        public void Sum(PurchaseHistories histories, int from, int to, SlopeSums sums)
        {
            Span<double> slopes = stackalloc double[Parameters];
            for (var i = from; i < to; i++)
            {
                var (x, tx, t) = histories.Distinct[i];
                var (count, m, at) = (histories.Counts[i], x + more, histories.NumberAt[i]);
                var end = alpha + t;
                var length = Special.LogOnePlus(t / alpha);
                var value = rate[at] - r * length - x * Math.Log(end) + stay[at];
                var (r1, alpha1, a1, b1) = (rateSlope[at] - length, r * t / (alpha * end) - x / end, stayByA[at], stayByB[at]);
                if (m > 0)
                {
                    var silence = Math.Log(end / (alpha + tx));
                    var odds = Math.Log(a / (b + m - 1)) + (r + x) * silence;
                    value += Special.LogOnePlusExp(odds);
                    var left = Special.Logistic(odds);
                    r1 += left * silence;
                    alpha1 -= left * (r + x) * (t - tx) / (end * (alpha + tx));
                    a1 += left / a;
                    b1 -= left / (b + m - 1);
                }
                (slopes[0], slopes[1], slopes[2], slopes[3]) = (r1, alpha1, a1, b1);
                sums.Add(count, value, slopes);
            }
        }
    }
}
