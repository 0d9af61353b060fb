using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>The models that can be fitted.</summary>
public enum LifetimeModelKind
{
    /// <summary>Leaves after a repeat purchase or not at all.</summary>
    BetaGeometric,
    /// <summary>May leave after the first purchase too.</summary>
    ModifiedBetaGeometric,
    /// <summary>May leave at any time.</summary>
    Pareto,
}

/// <summary>A model with the parameters under which the histories are most likely.</summary>
/// <param name="LogLikelihood">There; of all customers.</param>
/// <param name="StandardErrors">Of the parameters, from the curvature of the log-likelihood; null where it is flat, because the histories do not hold every parameter.</param>
public sealed record LifetimeFit(LifetimeModel Model, double LogLikelihood, IReadOnlyList<double>? StandardErrors)
{
    private const double Tolerance = 1e-8;
    private const int Climbs = 2;
    private const double FarApart = 1.5;

    private static readonly double[] Shapes = [0.2, 0.7, 2.5];
    private static readonly double[] Leavings = [0.3, 1.5];
    private static readonly double[] Halves = [0.3, 3];

    /// <summary>
    /// Maximum likelihood. A coarse grid of beginnings is looked at and the best that lie apart are climbed from; times are measured in the mean time observed, so the unit makes no difference.
    /// </summary>
    /// <exception cref="ArgumentException">There is an obstacle (<see cref="PurchaseHistories.Obstacle"/>).</exception>
    public static LifetimeFit Of(LifetimeModelKind kind, PurchaseHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Obstacle is { } obstacle) throw new ArgumentException($"No model can be fitted: {obstacle}.", nameof(histories));
        var unit = histories.TimeObserved / histories.Customers;
        var scaled = histories.InUnitsOf(unit);
        var likelihood = Make(kind, [1, 1, 1, 1]).LikelihoodOf(scaled);

        var best = Beginnings(kind, scaled, likelihood).Select(start => Maximum.Climb(likelihood.OfLogs, start, Tolerance)).MaxBy(m => m.Value)!.Finish(likelihood.OfLogs, Tolerance);
        var parameters = Array.ConvertAll(best.Logs, Math.Exp);
        var errors = best.Errors(likelihood.OfLogs);
        var model = Make(kind, parameters).WhereUnitIs(1 / unit);
        return new(model, best.Value - histories.Repeats * Math.Log(unit), errors is null ? null : [.. model.Parameters.Select((p, i) => p.Value * errors[i])]);
    }

    private static LifetimeModel Make(LifetimeModelKind kind, double[] p) => kind switch
    {
        LifetimeModelKind.Pareto => new ParetoModel(p[0], p[1], p[2], p[3]),
        _ => new BetaGeometricModel(p[0], p[1], p[2], p[3], kind == LifetimeModelKind.ModifiedBetaGeometric),
    };

    private static List<double[]> Beginnings(LifetimeModelKind kind, PurchaseHistories histories, Likelihood likelihood)
    {
        var pace = (double)histories.Repeats / histories.Customers;
        var looked = new List<(double[] Logs, double Value)>();
        foreach (var shape in Shapes)
            foreach (var leaving in Leavings)
                foreach (var half in Halves)
                {
                    // The rate of buying must give about as many purchases as there were, had a third of the customers' time been lost.
                    var logs = Array.ConvertAll(new[] { shape, shape / (1.5 * pace), leaving, leaving * half }, Math.Log);
                    looked.Add((logs, likelihood.Of(Array.ConvertAll(logs, Math.Exp)).Value));
                }
        var chosen = new List<double[]>();
        foreach (var (logs, _) in looked.OrderByDescending(l => l.Value))
            if (chosen.Count < Climbs && chosen.TrueForAll(c => c.Zip(logs, (a, b) => Math.Abs(a - b)).Max() >= FarApart)) chosen.Add(logs);
        return chosen;
    }
}
