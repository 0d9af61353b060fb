using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>
/// A model of how often customers buy again and when they leave without saying so. Purchases of a customer are a Poisson process whose rate differs between customers by a gamma distribution
/// (shape r, scale parameter alpha in units of time); how they leave differs between the models.
/// </summary>
/// <remarks>Times are in the unit that the model was fitted in. All results are finite for every possible history and all parameters above zero.</remarks>
public abstract class LifetimeModel
{
    private const int Nodes = 16;
    private const double Negligible = 40;
    private const double Fine = 1_000;
    private static readonly GaussRule Rule = GaussRule.Uniform(Nodes);

    /// <summary>bgnbd, mbgnbd or paretonbd.</summary>
    public abstract string Name { get; }

    /// <summary>The parameters by the names of the literature, in its order.</summary>
    public abstract IReadOnlyList<KeyValuePair<string, double>> Parameters { get; }

    /// <summary>The logarithm of the likelihood of one customer's history.</summary>
    public double LogLikelihood(PurchaseHistory history) => LogLikelihood(PurchaseHistories.Of([history]));

    /// <summary>Of all of them together.</summary>
    public double LogLikelihood(PurchaseHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        return histories.Customers == 0 ? 0 : LikelihoodOf(histories).Of([.. Parameters.Select(p => p.Value)]).Value;
    }

    /// <summary>The probability that the customer has not left at the end of observation, 0 to 1.</summary>
    public abstract double ProbabilityAlive(PurchaseHistory history);

    /// <summary>Purchases to be expected of the customer in the time <paramref name="horizon"/> after the end of observation. For a newcomer's repeat purchases give the default history.</summary>
    public double ExpectedPurchases(PurchaseHistory history, double horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        return ProbabilityAlive(history) * IfAlive(history.Repeats, history.Observed, horizon);
    }

    /// <summary>
    /// The same, each purchase worth e^(-discount x time until then): the residual transactions of Fader, Hardie and Lee, RFM and CLV, Journal of Marketing Research 42(4), 2005.
    /// </summary>
    /// <param name="horizon">May be infinite where the discount is above 0.</param>
    /// <param name="discount">ln(1 + rate) per unit of time.</param>
    public double DiscountedPurchases(PurchaseHistory history, double horizon, double discount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        ArgumentOutOfRangeException.ThrowIfNegative(discount);
        if (discount == 0) return ExpectedPurchases(history, horizon);
        // Pieces of width 1 in ln(1 + time / scale): purchases thin out on that scale.
        var scale = Scale(history.Observed);
        var last = Math.Min(horizon, Negligible / discount);
        var whole = Special.LogOnePlus(last / scale);
        var pieces = Math.Max(1, (int)Math.Ceiling(whole));
        var sum = 0.0;
        for (var piece = 0; piece < pieces; piece++)
            for (var n = 0; n < Nodes; n++)
            {
                var stretch = Math.Exp((piece + Rule.Nodes[n]) * whole / pieces);
                var time = scale * (stretch - 1);
                sum += Rule.Weights[n] * stretch * Math.Exp(-discount * time) * RateIfAlive(history.Repeats, history.Observed, time);
            }
        return ProbabilityAlive(history) * sum * scale * whole / pieces;
    }

    /// <summary>The probability of exactly <paramref name="purchases"/> in the time after the end of observation.</summary>
    public double ProbabilityOf(PurchaseHistory history, int purchases, double horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(purchases);
        ArgumentOutOfRangeException.ThrowIfNegative(horizon);
        var alive = ProbabilityAlive(history);
        return alive * CountIfAlive(history.Repeats, history.Observed, purchases, horizon) + (purchases == 0 ? 1 - alive : 0);
    }

    /// <summary>
    /// The fewest and most purchases between which the customer's number lies with at least this probability, as much cut off below as above. Where more than a thousand are expected, to about a
    /// thousandth of the expectation.
    /// </summary>
    public (int From, int To) PurchaseInterval(PurchaseHistory history, double horizon, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        var (tail, expected) = ((1 - probability) / 2, Math.Min(1e7, ExpectedPurchases(history, horizon)));
        var step = 1 + (int)(expected / Fine);
        // Sums of many small terms never quite reach 1: the bound keeps the search finite, far beyond where the tail can begin.
        var most = 1_000 + 100 * (int)expected;
        var sum = ProbabilityOf(history, 0, horizon);
        var from = sum > tail ? 0 : -1;
        for (var n = 0; ; n += step)
        {
            if (sum >= 1 - tail || n > most - step) return (Math.Max(from, 0), n);
            // The numbers n + 1 to n + step, all taken as likely as the one in their middle.
            sum += step * ProbabilityOf(history, n + (step + 1) / 2, horizon);
            if (from < 0 && sum > tail) from = n + step;
        }
    }

    internal abstract Likelihood LikelihoodOf(PurchaseHistories histories);

    /// <summary>The same model where a unit of time is <paramref name="units"/> of the present one.</summary>
    internal abstract LifetimeModel WhereUnitIs(double units);

    /// <summary>The time on which the purchases of who is alive thin out.</summary>
    protected abstract double Scale(double observed);

    /// <summary>Expected purchases of a customer who is alive.</summary>
    protected abstract double IfAlive(int repeats, double observed, double horizon);

    /// <summary>Purchases in a unit of time, a time after the end of observation, of a customer who was alive at that end.</summary>
    protected abstract double RateIfAlive(int repeats, double observed, double time);

    /// <summary>The probability of a number of purchases of a customer who is alive.</summary>
    protected abstract double CountIfAlive(int repeats, double observed, int purchases, double horizon);

    /// <summary>The probability of n purchases in the time for who stays: a negative binomial, from its logarithm.</summary>
    internal static double NegativeBinomial(double shape, double scale, int n, double time)
    {
        if (time == 0) return n == 0 ? 1 : 0;
        var log = Special.LogGamma(shape + n) - Special.LogGamma(shape) - Special.LogGamma(n + 1.0) - shape * Special.LogOnePlus(time / scale) + n * Math.Log(time / (scale + time));
        return Math.Exp(log);
    }
}
