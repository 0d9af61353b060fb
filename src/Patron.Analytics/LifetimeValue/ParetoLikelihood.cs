using System.Runtime.CompilerServices;
using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>
/// Pareto/NBD (Schmittlein, Morrison and Colombo 1987), in the form of Fader and Hardie, A note on deriving the Pareto/NBD model and related expressions, 2005:
/// L = (r)x (α / (α + T))^r (α + T)^-x (β / (β + T))^s (1 + S).
/// </summary>
/// <remarks>
/// The odds S of having left are s (α + T)^(r + x) (β + T)^s times the integral of (α + y)^-(r + x) (β + y)^-(s + 1) over y from t_x to T. The usual form writes that integral as a difference
/// of two hypergeometric functions, which overflows and cancels for frequent buyers; here the integral itself is reckoned (<see cref="Absence"/>), so every term is positive.
/// </remarks>
internal sealed class ParetoLikelihood(PurchaseHistories histories) : Likelihood(histories)
{
    private readonly int[] numbers = histories.Numbers;

    protected override ILikelihoodAt Prepare(double[] parameters) => new At(parameters, numbers);

    private sealed class At : ILikelihoodAt
    {
        private readonly double r, alpha, s, beta;
        private readonly double[] rate, rateSlope;
        private readonly Absence absence;

        public At(double[] parameters, int[] numbers)
        {
            (r, alpha, s, beta) = (parameters[0], parameters[1], parameters[2], parameters[3]);
            (rate, rateSlope) = RisingFactorials(r, numbers);
            absence = new(r, alpha, s, beta);
        }

        [MethodImpl(Hot.Loop)]
        public void Sum(PurchaseHistories histories, int from, int to, SlopeSums sums)
        {
            Span<double> slopes = stackalloc double[Parameters];
            for (var i = from; i < to; i++)
            {
                var history = histories.Distinct[i];
                var (x, _, t) = history;
                var (count, at) = (histories.Counts[i], histories.NumberAt[i]);
                var (length, lifetime) = (Special.LogOnePlus(t / alpha), Special.LogOnePlus(t / beta));
                var value = rate[at] - r * length - x * Math.Log(alpha + t) - s * lifetime;
                var (r1, alpha1, s1, beta1) = (rateSlope[at] - length, r * t / (alpha * (alpha + t)) - x / (alpha + t), -lifetime, s * t / (beta * (beta + t)));
                var gone = absence.Of(history);
                if (gone.LogOdds > double.NegativeInfinity)
                {
                    value += Special.LogOnePlusExp(gone.LogOdds);
                    var left = Special.Logistic(gone.LogOdds);
                    r1 += left * gone.ByR;
                    alpha1 += left * gone.ByAlpha;
                    s1 += left * gone.ByS;
                    beta1 += left * gone.ByBeta;
                }
                (slopes[0], slopes[1], slopes[2], slopes[3]) = (r1, alpha1, s1, beta1);
                sums.Add(count, value, slopes);
            }
        }
    }
}
