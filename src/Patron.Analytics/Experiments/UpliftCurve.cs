namespace Patron.Analytics.Experiments;

/// <summary>People with the best scores, and what treating them brought more than leaving them alone.</summary>
/// <param name="People">So many have a score as good as this or better.</param>
/// <param name="Gain">Outcomes of the treated among them, less those of the others times the ratio of their numbers; without anybody left alone among them nothing is taken off.</param>
public readonly record struct UpliftPoint(int People, double Gain);

/// <summary>
/// Whether a score finds those whom a treatment moves (Radcliffe 2007): the Qini curve. People of equal score come together, so the order within them says nothing.
/// </summary>
public sealed class UpliftCurve
{
    private UpliftCurve(UpliftPoint[] points) => Points = points;

    /// <summary>From (0, 0) to everybody, a point for each score, best first.</summary>
    public IReadOnlyList<UpliftPoint> Points { get; }

    /// <summary>Below the curve, by trapezia, in people times outcomes.</summary>
    public double Area
    {
        get
        {
            var area = 0.0;
            for (var i = 1; i < Points.Count; i++) area += (Points[i].People - Points[i - 1].People) * (Points[i].Gain + Points[i - 1].Gain) / 2;
            return area;
        }
    }

    /// <summary>Below the straight line to the end: what choosing at random gives.</summary>
    public double RandomArea => (double)Points[^1].People * Points[^1].Gain / 2;

    /// <param name="scores">The higher the sooner; all three as long as each other, at least one.</param>
    /// <param name="outcomes">Of each person: 1 and 0, or amounts.</param>
    public static UpliftCurve Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes)
    {
        if (scores.IsEmpty || scores.Length != treated.Length || scores.Length != outcomes.Length) throw new ArgumentException("Each person needs a score, an arm and an outcome.", nameof(scores));
        var (keys, order) = (scores.ToArray(), new int[scores.Length]);
        for (var i = 0; i < order.Length; i++) (keys[i], order[i]) = (-keys[i], i);
        Array.Sort(keys, order);
        var points = new List<UpliftPoint> { new(0, 0) };
        var (of, control, sum, controlSum) = (0, 0, 0.0, 0.0);
        for (var i = 0; i < order.Length; i++)
        {
            if (treated[order[i]]) (of, sum) = (of + 1, sum + outcomes[order[i]]);
            else (control, controlSum) = (control + 1, controlSum + outcomes[order[i]]);
            if (i + 1 == order.Length || keys[i + 1] != keys[i]) points.Add(new(i + 1, sum - (control > 0 ? controlSum * of / control : 0)));
        }
        return new([.. points]);
    }

    /// <summary>Area less random area, as a share of what the best order would reach; null where no order gains anything. The best order: treated by outcome, then the others by theirs, least first.</summary>
    public static double? Qini(ReadOnlySpan<double> scores, ReadOnlySpan<bool> treated, ReadOnlySpan<double> outcomes)
    {
        var curve = Of(scores, treated, outcomes);
        var perfect = new double[scores.Length];
        for (var i = 0; i < perfect.Length; i++) perfect[i] = treated[i] ? outcomes[i] : -outcomes[i];
        var best = Of(perfect, treated, outcomes);
        var most = best.Area - best.RandomArea;
        return most > 0 ? (curve.Area - curve.RandomArea) / most : null;
    }
}

/// <summary>One depth of a list: the best share of it, and what contacting these is expected to earn.</summary>
public readonly record struct DepthPoint(double Share, double Profit);

/// <summary>How many of an audience to contact: the best first, as long as each is expected to earn more than the contact costs.</summary>
/// <param name="Curve">At each hundredth of the audience, from (0, 0) to everybody.</param>
/// <param name="Best">So many are expected to earn something: those with a positive profit.</param>
/// <param name="Profit">Of contacting these alone: the peak of the curve.</param>
public sealed record ContactDepth(IReadOnlyList<DepthPoint> Curve, int Best, double Profit)
{
    private const int Steps = 100;

    /// <param name="profits">Expected of each, less the cost of the contact; they may be below 0.</param>
    public static ContactDepth Of(ReadOnlySpan<double> profits)
    {
        var sorted = profits.ToArray();
        Array.Sort(sorted);
        Array.Reverse(sorted);
        var (curve, sum, best, peak, step) = (new List<DepthPoint> { new(0, 0) }, 0.0, 0, 0.0, 1);
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            if (sorted[i] > 0) (best, peak) = (i + 1, sum);
            for (; step <= Steps && (long)step * sorted.Length <= (i + 1L) * Steps; step++) curve.Add(new((double)step / Steps, sum));
        }
        return new(curve, best, peak);
    }
}
