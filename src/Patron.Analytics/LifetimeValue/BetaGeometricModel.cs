using System.Collections.Concurrent;
using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>
/// BG/NBD and MBG/NBD: after each repeat purchase a customer leaves with a probability p that differs between customers by Beta(a, b); in the MBG after the first purchase too.
/// Sources: see <see cref="BetaGeometricLikelihood"/>.
/// </summary>
/// <param name="r">Shape of the rates.</param>
/// <param name="alpha">Of the rates, in units of time.</param>
/// <param name="a">Of p.</param>
/// <param name="b">Of p.</param>
/// <param name="mayLeaveAtOnce">The MBG: who bought once may have left already.</param>
/// <remarks>
/// The expected purchases of who is alive are the mean of (1 - (1 + p time / (α + T))^-(r + x)) / p under the Beta distribution of p, which is smooth and needs no case for a = 1
/// or a + b below 1, as the hypergeometric form does.
/// </remarks>
public sealed class BetaGeometricModel(double r, double alpha, double a, double b, bool mayLeaveAtOnce = false) : LifetimeModel
{
    private const int LeavingNodes = 40;
    private readonly ConcurrentDictionary<int, GaussRule> rules = [];

    private int More => mayLeaveAtOnce ? 1 : 0;

    /// <inheritdoc/>
    public override string Name => mayLeaveAtOnce ? "mbgnbd" : "bgnbd";

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("r", r), new("alpha", alpha), new("a", a), new("b", b)];

    /// <inheritdoc/>
    public override double ProbabilityAlive(PurchaseHistory history)
    {
        var chances = (double)history.Repeats + More;
        if (chances == 0) return 1;
        var silence = Special.LogOnePlus((history.Observed - history.LastRepeat) / (alpha + history.LastRepeat));
        return Special.Logistic(-(Math.Log(a / (b + chances - 1)) + (r + history.Repeats) * silence));
    }

    internal override Likelihood LikelihoodOf(PurchaseHistories histories) => new BetaGeometricLikelihood(histories, mayLeaveAtOnce);

    internal override LifetimeModel WhereUnitIs(double units) => new BetaGeometricModel(r, alpha / units, a, b, mayLeaveAtOnce);

    /// <inheritdoc/>
    protected override double Scale(double observed) => alpha + observed;

    /// <inheritdoc/>
    protected override double IfAlive(int repeats, double observed, double horizon)
    {
        var (rule, shape, time) = (Leaving(repeats), r + repeats, horizon / (alpha + observed));
        var sum = 0.0;
        for (var n = 0; n < rule.Nodes.Length; n++)
        {
            var p = rule.Nodes[n];
            // Where p is all but 0, the limit: the customer never leaves.
            var purchases = p * time < 1e-12 ? shape * time : -Special.ExpMinusOne(-shape * Special.LogOnePlus(p * time)) / p;
            sum += rule.Weights[n] * purchases;
        }
        return sum;
    }

    /// <inheritdoc/>
    protected override double RateIfAlive(int repeats, double observed, double time)
    {
        var (rule, shape, scale) = (Leaving(repeats), r + repeats, alpha + observed);
        var sum = 0.0;
        for (var n = 0; n < rule.Nodes.Length; n++) sum += rule.Weights[n] * Math.Exp(-(shape + 1) * Special.LogOnePlus(rule.Nodes[n] * time / scale));
        return sum * shape / scale;
    }

    /// <inheritdoc/>
    protected override double CountIfAlive(int repeats, double observed, int purchases, double horizon)
    {
        // Who is alive is a newcomer of a BG/NBD whose parameters tell what was seen of him.
        var (shape, scale, staying) = (r + repeats, alpha + observed, b + repeats + More);
        var stayed = LogRising(staying, purchases) - LogRising(a + staying, purchases);
        var probability = Math.Exp(stayed) * NegativeBinomial(shape, scale, purchases, horizon);
        if (purchases == 0) return probability;
        var left = LogRising(staying, purchases - 1) - LogRising(a + staying, purchases) + Math.Log(a);
        return probability + Math.Exp(left) * AtLeast(shape, scale, purchases, horizon);
    }

    private static double LogRising(double start, int n) => n == 0 ? 0 : Special.LogGamma(start + n) - Special.LogGamma(start);

    /// <summary>The probability of n, above 0, or more purchases of who stays: the upper tail of the negative binomial (Abramowitz and Stegun, 26.5.24).</summary>
    private static double AtLeast(double shape, double scale, int n, double time) => Distributions.BetaBelow(time / (scale + time), n, shape);

    private GaussRule Leaving(int repeats) => rules.GetOrAdd(repeats, x => GaussRule.Beta(a, b + x + More, LeavingNodes));
}
