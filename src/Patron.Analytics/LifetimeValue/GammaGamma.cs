using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>What a customer spent at how many purchases.</summary>
/// <param name="Purchases">How many purchases the mean is of; 0: nothing is known.</param>
/// <param name="Mean">Amount a purchase; above 0 where there are purchases.</param>
public readonly record struct SpendHistory(int Purchases, double Mean);

/// <summary>
/// The Gamma-Gamma model of spend: amounts of one customer vary about his mean by a gamma distribution of shape p, the means of the customers by one of shape q and scale v.
/// Fader and Hardie, The Gamma-Gamma model of monetary value, 2013. It takes spend and number of purchases as independent: look at their correlation first.
/// </summary>
/// <param name="P">Shape within a customer.</param>
/// <param name="Q">Shape between customers.</param>
/// <param name="V">Scale, an amount.</param>
public sealed record GammaGamma(double P, double Q, double V)
{
    /// <summary>The mean amount of all customers' purchases, p v / (q - 1); null where q is not above 1, as the mean does not exist there.</summary>
    public double? MeanSpend => Q > 1 ? P * V / (Q - 1) : null;

    /// <summary>
    /// Expected mean amount of a customer's purchases to come: p (v + x m) / (p x + q - 1), his own mean drawn towards that of all; null where it does not exist
    /// (nothing known of him and q not above 1).
    /// </summary>
    public double? ExpectedSpend(SpendHistory history)
    {
        var weight = P * history.Purchases + Q - 1;
        return weight > 0 ? P * (V + history.Purchases * (history.Purchases > 0 ? history.Mean : 0)) / weight : MeanSpend;
    }

    /// <summary>The logarithm of the likelihood of one customer's mean (equation 1a there); 0 without a purchase.</summary>
    public double LogLikelihood(SpendHistory history) => history.Purchases == 0 ? 0 : new SpendLikelihood([history]).Of(P, Q, V).Value;
}

/// <summary>A Gamma-Gamma model with the parameters under which the means are most likely.</summary>
/// <param name="Customers">With at least one purchase and a mean above 0; the others tell nothing.</param>
/// <param name="StandardErrors">Of p, q, v; null where the log-likelihood is flat.</param>
/// <param name="Correlation">Pearson's, of number of purchases and mean amount; null where one of them does not vary.</param>
public sealed record GammaGammaFit(GammaGamma Model, int Customers, double LogLikelihood, IReadOnlyList<double>? StandardErrors, double? Correlation)
{
    /// <summary>Fewer customers do not tell three parameters.</summary>
    public const int LeastCustomers = 3;

    private const double Tolerance = 1e-9;
    private static readonly double[][] Beginnings = [[1, 3, 2], [6, 3.5, 0.5], [0.3, 8, 20], [30, 1.5, 0.02]];

    /// <summary>Maximum likelihood; null with fewer than <see cref="LeastCustomers"/> who have a mean above 0. The order of the customers makes no difference.</summary>
    public static GammaGammaFit? Of(ReadOnlySpan<SpendHistory> histories)
    {
        var used = histories.ToArray().Where(h => h.Purchases > 0 && h.Mean > 0 && double.IsFinite(h.Mean)).OrderBy(h => h.Purchases).ThenBy(h => h.Mean).ToArray();
        if (used.Length < LeastCustomers) return null;
        // Amounts are measured in their mean, so that the currency makes no difference.
        var unit = used.Average(h => h.Mean);
        var likelihood = new SpendLikelihood([.. used.Select(h => h with { Mean = h.Mean / unit })]);
        var best = Beginnings.Select(b => Maximum.Climb(likelihood.OfLogs, Array.ConvertAll(b, Math.Log), Tolerance)).MaxBy(m => m.Value)!.Finish(likelihood.OfLogs, Tolerance);
        var model = new GammaGamma(Math.Exp(best.Logs[0]), Math.Exp(best.Logs[1]), Math.Exp(best.Logs[2]) * unit);
        var errors = best.Errors(likelihood.OfLogs);
        return new(model, used.Length, best.Value - used.Length * Math.Log(unit), errors is null ? null : [model.P * errors[0], model.Q * errors[1], model.V * errors[2]],
            Numerics.Correlation.Of([.. used.Select(h => (double)h.Purchases)], [.. used.Select(h => h.Mean)]));
    }
}
