using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>What became of customers who had been silent about as long for their own rhythm.</summary>
/// <param name="Customers">How many there were.</param>
/// <param name="Came">Of them, who bought again in the time looked at.</param>
/// <param name="Purchases">What they bought there.</param>
/// <param name="Promised">What their pace so far promised for that time; 0 for those who had bought on one day only.</param>
public sealed record PaceClass(int Customers, int Came, long Purchases, double Promised);

/// <summary>
/// The rule without a model: a customer goes on at the pace so far, less what customers as silent against their own rhythm fell short of theirs; and is as likely still a customer as those came again.
/// </summary>
/// <remarks>
/// Silence is counted in usual gaps: for who came again the time from the first purchase to the last, divided by the repeats; for who came once the median of those gaps.
/// Who has been seen for less than that median has the pace of one so long. Classes with few customers are drawn towards all. Simple rules of this kind are hard to beat: Wübben and Wangenheim, Instant customer base analysis: managerial heuristics often "get it right",
/// Journal of Marketing 72(3), 2008.
/// </remarks>
/// <param name="Units">How long was looked at who came again, in units of time.</param>
/// <param name="UsualGap">Median gap of who came again, in units.</param>
/// <param name="Again">Classes of those who had come again, by <see cref="Limits"/>.</param>
/// <param name="Once">Classes of those who had come once.</param>
public sealed record PaceRule(double Units, double UsualGap, IReadOnlyList<PaceClass> Again, IReadOnlyList<PaceClass> Once)
{
    /// <summary>Limits of the classes, in usual gaps; a limit belongs to the class above it.</summary>
    public static readonly double[] Limits = [0.5, 1, 2, 4];

    /// <summary>Fewer who came again tell no pace of anybody else.</summary>
    public const int LeastRepeaters = 10;

    /// <summary>All of a kind count as much in each class as so many customers of its own.</summary>
    private const double Drawn = 10;

    private readonly PaceClass allAgain = Sum(Again), allOnce = Sum(Once);

    /// <summary>Learns from what came after the sample's calibration; null without a hold-out period, or where fewer than <see cref="LeastRepeaters"/> had come again.</summary>
    public static PaceRule? Learn(LifetimeSample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        var gaps = sample.Histories.Where(h => h.Repeats > 0).Select(h => h.LastRepeat / h.Repeats).Order().ToArray();
        if (sample.HoldOutUnits <= 0 || gaps.Length < LeastRepeaters) return null;
        var usual = gaps[gaps.Length / 2];
        var (again, once) = (new PaceClass[Limits.Length + 1], new PaceClass[Limits.Length + 1]);
        Array.Fill(again, new(0, 0, 0, 0));
        Array.Fill(once, new(0, 0, 0, 0));
        for (var i = 0; i < sample.Histories.Length; i++)
        {
            var (history, bought) = (sample.Histories[i], sample.HeldOut[i]);
            ref var of = ref (history.Repeats > 0 ? again : once)[ClassOf(history, usual)];
            of = new(of.Customers + 1, of.Came + (bought > 0 ? 1 : 0), of.Purchases + bought, of.Promised + PaceOf(history, usual) * sample.HoldOutUnits);
        }
        return new(sample.HoldOutUnits, usual, again, once);
    }

    /// <summary>The share of those as silent who came again within <see cref="Units"/>, 0 to 1.</summary>
    public double ProbabilityAlive(PurchaseHistory history)
    {
        var (of, all) = ClassOf(history);
        return of.Customers + all.Customers == 0 ? 0 : (of.Came + Drawn * all.Came / all.Customers) / (of.Customers + Drawn);
    }

    /// <summary>Purchases to be expected in a unit of time.</summary>
    public double Rate(PurchaseHistory history)
    {
        var (of, all) = ClassOf(history);
        if (all.Customers == 0) return 0;
        if (history.Repeats == 0) return (of.Purchases + Drawn * all.Purchases / all.Customers) / (of.Customers + Drawn) / Units;
        // What a customer of the kind promises on average weighs the rest of the kind in.
        var weight = Drawn * all.Promised / all.Customers;
        return PaceOf(history, UsualGap) * (of.Purchases + weight * all.Purchases / all.Promised) / (of.Promised + weight);
    }

    /// <summary>Purchases in a unit of time, were it certain that the customer stays: the own pace, or that of those who came again after one purchase.</summary>
    public double RateIfStays(PurchaseHistory history) =>
        Math.Max(Rate(history), history.Repeats > 0 ? PaceOf(history, UsualGap) : ProbabilityAlive(history) is > 0 and var alive ? Rate(history) / alive : 0);

    /// <summary>Purchases to be expected in the time after the end of observation.</summary>
    public double ExpectedPurchases(PurchaseHistory history, double horizon) => Rate(history) * horizon;

    /// <summary>A unit of time for each purchase at a rate of one, each worth e^(-discount x time until then): the horizon itself without a discount.</summary>
    public static double Discounted(double horizon, double discount) => discount * horizon < 1e-12 ? horizon : -Special.ExpMinusOne(-discount * horizon) / discount;

    /// <summary>The fewest and most purchases between which the customer's number lies with at least this probability, as far as the own pace is known: a negative binomial of shape repeats + 1.</summary>
    public (int From, int To) PurchaseInterval(PurchaseHistory history, double horizon, double probability)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(probability, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(probability, 1);
        var (rate, shape, tail) = (Rate(history), history.Repeats + 1.0, (1 - probability) / 2);
        if (rate <= 0) return (0, 0);
        // Sums of many small terms never quite reach 1: the bound keeps the search finite, far beyond where the tail can begin.
        var most = 1_000 + 100 * (int)Math.Min(1e6, rate * horizon);
        var (sum, from) = (0.0, -1);
        for (var n = 0; ; n++)
        {
            sum += LifetimeModel.NegativeBinomial(shape, shape / rate, n, horizon);
            if (from < 0 && sum > tail) from = n;
            if (sum >= 1 - tail || n == most) return (Math.Max(from, 0), n);
        }
    }

    /// <summary>The place of a history's class among <see cref="Again"/> or <see cref="Once"/>.</summary>
    public static int ClassOf(PurchaseHistory history, double usualGap)
    {
        var (silent, gap) = (history.Observed - history.LastRepeat, history.Repeats > 0 ? history.LastRepeat / history.Repeats : usualGap);
        var at = 0;
        while (at < Limits.Length && silent >= Limits[at] * gap) at++;
        return at;
    }

    private static double PaceOf(PurchaseHistory history, double usualGap) => history.Repeats / Math.Max(usualGap, history.Observed);

    private (PaceClass Own, PaceClass All) ClassOf(PurchaseHistory history)
    {
        // Where nobody had come once only, those who came again tell of newcomers.
        var again = history.Repeats > 0 || allOnce.Customers == 0;
        return ((again ? Again : Once)[ClassOf(history, UsualGap)], again ? allAgain : allOnce);
    }

    private static PaceClass Sum(IReadOnlyList<PaceClass> classes) => classes.Aggregate((a, b) => new(a.Customers + b.Customers, a.Came + b.Came, a.Purchases + b.Purchases, a.Promised + b.Promised));
}

/// <summary>How the rule without a model did in a time that it had not seen.</summary>
/// <param name="Purchases">Expected in all.</param>
/// <param name="MeanError">Mean absolute error of a customer.</param>
/// <param name="RootError">Root mean square error of a customer.</param>
public sealed record PaceTrial(double Purchases, double MeanError, double RootError)
{
    private const double Alike = 0.01, LeastMiss = 0.05;

    /// <summary>Lets the rule say what came in the sample's hold-out period; null without one, or without customers.</summary>
    public static PaceTrial? Of(PaceRule rule, LifetimeSample sample)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(sample);
        if (sample.HoldOutUnits <= 0 || sample.Histories.Length == 0) return null;
        var (sum, absolute, squared) = (0.0, 0.0, 0.0);
        for (var i = 0; i < sample.Histories.Length; i++)
        {
            var expected = rule.ExpectedPurchases(sample.Histories[i], sample.HoldOutUnits);
            sum += expected;
            absolute += Math.Abs(expected - sample.HeldOut[i]);
            squared += (expected - sample.HeldOut[i]) * (expected - sample.HeldOut[i]);
        }
        return new(sum, absolute / sample.Histories.Length, Math.Sqrt(squared / sample.Histories.Length));
    }

    /// <summary>
    /// Whether the rule did as well as a model: its root mean square error is larger by a hundredth at most, and its sum missed by no more than the model's or a twentieth of what came.
    /// The mean absolute error would not do: it is least for whoever expects nothing of those who seldom buy.
    /// </summary>
    /// <param name="actual">Purchases that came.</param>
    /// <param name="expected">By the model.</param>
    /// <param name="rootError">The model's.</param>
    public bool DidAsWell(long actual, double expected, double rootError) =>
        RootError <= rootError * (1 + Alike) && Math.Abs(Purchases - actual) <= Math.Max(Math.Abs(expected - actual), LeastMiss * actual);
}
