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

    private const double Tolerance = 1e-9, Coarse = 1e-3;

    /// <summary>Where so many customers have been looked at, more hardly change which beginnings lead up.</summary>
    private const int Sketched = 512;
    private const double FarApart = 0.5;

    /// <summary>From this number of <see cref="Within"/> on the amounts of one customer are alike.</summary>
    private const int Alike = 4;
    private static readonly double Huge = Math.Exp(Maximum.Limit);

    /// <summary>Shapes within and between customers to begin at: from amounts all over the place to amounts that hardly differ, on either side.</summary>
    private static readonly double[] Within = [0.1, 0.5, 2, 6, 30, 1_000, Huge], Between = [0.3, 1.2, 3, 8, 40, 1_000, Huge];

    /// <summary>Maximum likelihood; null with fewer than <see cref="LeastCustomers"/> who have a mean above 0. The order of the customers makes no difference.</summary>
    public static GammaGammaFit? Of(ReadOnlySpan<SpendHistory> histories)
    {
        var used = histories.ToArray().Where(h => h.Purchases > 0 && h.Mean > 0 && double.IsFinite(h.Mean)).OrderBy(h => h.Purchases).ThenBy(h => h.Mean).ToArray();
        if (used.Length < LeastCustomers) return null;
        // Amounts are measured in their mean, so that the currency makes no difference.
        var unit = used.Average(h => h.Mean);
        SpendHistory[] scaled = [.. used.Select(h => h with { Mean = h.Mean / unit })];
        var likelihood = new SpendLikelihood(scaled);
        var best = Summits(scaled, likelihood).Select(start => Maximum.Climb(likelihood.OfMiddle, start, Tolerance)).MaxBy(m => m.Value)!.Finish(likelihood.OfMiddle, Tolerance);
        best = best with { Logs = SpendLikelihood.WithScale(best.Logs) };
        var model = new GammaGamma(Math.Exp(best.Logs[0]), Math.Exp(best.Logs[1]), Math.Exp(best.Logs[2]) * unit);
        var errors = best.Errors(likelihood.OfLogs);
        return new(model, used.Length, best.Value - used.Length * Math.Log(unit), errors is null ? null : [model.P * errors[0], model.Q * errors[1], model.V * errors[2]],
            Numerics.Correlation.Of([.. used.Select(h => (double)h.Purchases)], [.. scaled.Select(h => h.Mean)]));
    }

    /// <summary>
    /// Where the last climbs begin. For each shape between customers the likeliest shapes within them, of those who vary and of those who hardly do, are climbed from, on a part of the customers
    /// where there are many; in odd data the highest summit lies where amounts differ on one side alone, or on none.
    /// </summary>
    private static IEnumerable<double[]> Summits(SpendHistory[] scaled, SpendLikelihood likelihood)
    {
        var isSketch = scaled.Length > Sketched;
        var sketch = isSketch ? new SpendLikelihood([.. Enumerable.Range(0, Sketched).Select(i => scaled[(int)((long)i * (scaled.Length - 1) / (Sketched - 1))])]) : likelihood;
        var reached = from q in Between
                      from shapes in (double[][])[Within[..Alike], Within[Alike..]]
                      let start = shapes.Select(p => (double[])[Math.Log(p), Math.Log(q), q > 1 ? Special.LogOnePlus(-1 / q) : 0]).MaxBy(logs => ValueAt(sketch, logs))!
                      select Maximum.Climb(sketch.OfMiddle, start, Coarse);
        var chosen = new List<double[]>();
        foreach (var logs in reached.OrderByDescending(m => m.Value).Select(m => m.Logs))
            if (chosen.TrueForAll(c => c.Zip(logs, (a, b) => Math.Abs(a - b)).Max() >= FarApart)) chosen.Add(logs);
        return isSketch ? chosen.Take(2) : chosen;
    }

    private static double ValueAt(SpendLikelihood likelihood, double[] logs) => likelihood.OfMiddle(logs, stackalloc double[3], stackalloc double[9]);
}
