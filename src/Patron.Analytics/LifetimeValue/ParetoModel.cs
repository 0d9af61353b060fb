using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>
/// Pareto/NBD: a customer may leave at any time; the rate of leaving differs between customers by a gamma distribution. Sources: see <see cref="ParetoLikelihood"/>.
/// </summary>
/// <param name="r">Shape of the rates of buying.</param>
/// <param name="alpha">Of the rates of buying, in units of time.</param>
/// <param name="s">Shape of the rates of leaving.</param>
/// <param name="beta">Of the rates of leaving, in units of time.</param>
public sealed class ParetoModel(double r, double alpha, double s, double beta) : LifetimeModel
{
    private const int Nodes = 32;
    private static readonly GaussRule Rule = GaussRule.Uniform(Nodes);

    /// <inheritdoc/>
    public override string Name => "paretonbd";

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Parameters => [new("r", r), new("alpha", alpha), new("s", s), new("beta", beta)];

    /// <inheritdoc/>
    public override double ProbabilityAlive(PurchaseHistory history) => Special.Logistic(-new Absence(r, alpha, s, beta).Of(history).LogOdds);

    internal override Likelihood LikelihoodOf(PurchaseHistories histories) => new ParetoLikelihood(histories);

    internal override LifetimeModel WhereUnitIs(double units) => new ParetoModel(r, alpha / units, s, beta / units);

    /// <inheritdoc/>
    protected override double Scale(double observed) => beta + observed;

    /// <inheritdoc/>
    protected override double IfAlive(int repeats, double observed, double horizon)
    {
        // (1 - q^(s - 1)) / (s - 1) with q = (β + T) / (β + T + horizon), written so that s = 1 needs no case of its own.
        var length = Special.LogOnePlus(horizon / (beta + observed));
        var power = (s - 1) * length;
        var lifetime = Math.Abs(power) < 1e-12 ? length : -Special.ExpMinusOne(-power) / power * length;
        return (r + repeats) * (beta + observed) / (alpha + observed) * lifetime;
    }

    /// <inheritdoc/>
    protected override double RateIfAlive(int repeats, double observed, double time) =>
        (r + repeats) / (alpha + observed) * Math.Exp(-s * Special.LogOnePlus(time / (beta + observed)));

    /// <inheritdoc/>
    protected override double CountIfAlive(int repeats, double observed, int purchases, double horizon)
    {
        var (shape, scale, leaving) = (r + repeats, alpha + observed, beta + observed);
        var whole = Special.LogOnePlus(horizon / leaving);
        var probability = Math.Exp(-s * whole) * NegativeBinomial(shape, scale, purchases, horizon);
        // Who leaves at a time buys until then: the mean over the time of leaving, whose distribution function is 1 - e^(-s length).
        for (var n = 0; n < Nodes; n++)
        {
            var length = whole * Rule.Nodes[n];
            probability += Rule.Weights[n] * whole * s * Math.Exp(-s * length) * NegativeBinomial(shape, scale, purchases, leaving * Special.ExpMinusOne(length));
        }
        return probability;
    }
}
