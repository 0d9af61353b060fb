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
    private const double Tolerance = 1e-8, Coarse = 1e-3;

    /// <summary>Where so many different histories have been looked at, more hardly change which beginnings lead up.</summary>
    private const int Sketched = 512;
    private const double FarApart = 0.5;

    /// <summary>Shapes of the rates of buying: from a few who buy all the time to everybody alike.</summary>
    private static readonly double[] Shapes = [0.02, 0.2, 0.7, 2.5, 20, 400];

    /// <summary>
    /// Ways of leaving, by the last two parameters: some sooner and some later; at once or never; everybody at one rate, a high or a low one; hardly anybody. A likelihood can have a summit
    /// in each of them, and in odd data the highest lies where a parameter is all but zero or has no end.
    /// </summary>
    private static readonly (double First, double Second)[] Leavings = [(0.3, 0.1), (0.3, 1), (1.5, 0.5), (1.5, 5), (0.05, 3e-6), (0.3, 1e-4), (300, 30), (300, 1_000), (300, 30_000), (0.1, 3), (1e-3, 1e-6), (1e-4, 1)];

    /// <summary>
    /// Maximum likelihood. From each way of leaving the likeliest way of buying is climbed from, on a part of the histories where there are many; the best that lie apart are climbed to the end on all.
    /// Times are measured in the mean time observed, so the unit makes no difference.
    /// </summary>
    /// <exception cref="ArgumentException">There is an obstacle (<see cref="PurchaseHistories.Obstacle"/>).</exception>
    public static LifetimeFit Of(LifetimeModelKind kind, PurchaseHistories histories)
    {
        ArgumentNullException.ThrowIfNull(histories);
        if (histories.Obstacle is { } obstacle) throw new ArgumentException($"No model can be fitted: {obstacle}.", nameof(histories));
        var unit = histories.TimeObserved / histories.Customers;
        var scaled = histories.InUnitsOf(unit);
        var likelihood = Make(kind, [1, 1, 1, 1]).LikelihoodOf(scaled);

        var best = Summits(scaled, Make(kind, [1, 1, 1, 1]), likelihood).Select(start => Maximum.Climb(likelihood.OfLogs, start, Tolerance)).MaxBy(m => m.Value)!.Finish(likelihood.OfLogs, Tolerance);
        if (AlongRidges(best.Logs).MaxBy(logs => ValueAt(likelihood, logs)) is { } end && ValueAt(likelihood, end) > best.Value) best = Maximum.Climb(likelihood.OfLogs, end, Tolerance).Finish(likelihood.OfLogs, Tolerance);
        var parameters = Array.ConvertAll(best.Logs, Math.Exp);
        var errors = best.Errors(likelihood.OfLogs);
        var model = Make(kind, parameters).WhereUnitIs(1 / unit);
        double[]? spread = errors is null ? null : [.. model.Parameters.Select((p, i) => p.Value * errors[i])];
        return new(model, best.Value - histories.Repeats * Math.Log(unit), spread is not null && Array.TrueForAll(spread, double.IsFinite) ? spread : null);
    }

    private static LifetimeModel Make(LifetimeModelKind kind, double[] p) => kind switch
    {
        LifetimeModelKind.Pareto => new ParetoModel(p[0], p[1], p[2], p[3]),
        _ => new BetaGeometricModel(p[0], p[1], p[2], p[3], kind == LifetimeModelKind.ModifiedBetaGeometric),
    };

    /// <summary>Where the last climbs begin: the highest places known that lie apart, all of them where the histories are few.</summary>
    private static IEnumerable<double[]> Summits(PurchaseHistories histories, LifetimeModel model, Likelihood likelihood)
    {
        var sketch = histories.Thinned(Sketched);
        var onSketch = ReferenceEquals(sketch, histories) ? likelihood : model.LikelihoodOf(sketch);
        var reached = Leavings.Select(leaving => Beginnings(sketch, leaving).MaxBy(logs => ValueAt(onSketch, logs))!)
            .Select(start => Maximum.Climb(onSketch.OfLogs, start, Coarse).Logs).OrderByDescending(logs => ValueAt(likelihood, logs)).ToArray();
        var chosen = new List<double[]>();
        foreach (var logs in reached)
            if (chosen.TrueForAll(c => c.Zip(logs, (a, b) => Math.Abs(a - b)).Max() >= FarApart)) chosen.Add(logs);
        return ReferenceEquals(sketch, histories) ? chosen : chosen.Take(2);
    }

    /// <summary>
    /// Where the parameters of buying or those of leaving grow or vanish together, their quotient staying, the likelihood may rise for ever and ever less, too little for a climb: customers alike, or of two kinds.
    /// </summary>
    private static IEnumerable<double[]> AlongRidges(double[] logs)
    {
        foreach (var pair in (int[])[0, 2])
        {
            yield return Moved(pair, Maximum.Limit - Math.Max(logs[pair], logs[pair + 1]));
            yield return Moved(pair, -Maximum.Limit - Math.Min(logs[pair], logs[pair + 1]));
        }

        double[] Moved(int pair, double by) => [.. logs.Select((log, i) => i / 2 == pair / 2 ? log + by : log)];
    }

    /// <summary>By the pace over all time, had a third of it been lost, and by that between first and last purchase: as if all had left after it.</summary>
    private static IEnumerable<double[]> Beginnings(PurchaseHistories histories, (double First, double Second) leaving)
    {
        double[] paces = [1.5 * histories.Repeats / histories.TimeObserved, histories.Repeats / Math.Max(histories.TimeBought, 1e-3 * histories.TimeObserved)];
        return from shape in Shapes from pace in paces select Array.ConvertAll((double[])[shape, shape / pace, leaving.First, leaving.Second], Math.Log);
    }

    private static double ValueAt(Likelihood likelihood, double[] logs) => likelihood.Of(Array.ConvertAll(logs, Math.Exp)).Value;
}
