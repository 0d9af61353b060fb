namespace Patron.Analytics.Forecasting;

/// <summary>Deals that were in a stage and whose whole way has ended, counted by how it went.</summary>
/// <param name="Stayed">Days in the stage.</param>
/// <param name="ToEnd">Days from coming into the stage to the end of the deal; at least <paramref name="Stayed"/>.</param>
public readonly record struct StageVisits(int Stage, int Stayed, int ToEnd, bool Won, long Count);

/// <summary>How the ended deals of an owner went. Owner 0 is nobody.</summary>
public readonly record struct OwnerResults(long Owner, long Won, long Lost);

/// <summary>A deal that is open on the day of the forecast.</summary>
/// <param name="Age">Whole days in its stage.</param>
/// <param name="Value">In any unit of money; not negative.</param>
public readonly record struct PendingDeal(int Stage, long Owner, int Age, double Value);

/// <summary>What a sum of deals comes to: the expectation, and the 90 % interval around it.</summary>
public readonly record struct ForecastRange(double Expected, double Low, double High);

/// <summary>
/// How likely open deals are won within some days, learnt from deals that have ended. A deal of a stage, that has been there for a days, is likened to all ended
/// deals that stayed there longer than a days: the share of them that was won within the next h days. A share of few is drawn towards that of the quarter that
/// stayed longest, as if <see cref="PriorDeals"/> more had been seen; then its odds are multiplied by those of the owner against all owners (empirical Bayes, as in
/// Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4, with fixed weight).
/// Whoever gives only what had ended by a day gets the forecast of that day.
/// </summary>
public sealed class DealHistoryModel
{
    /// <summary>The weight of what is known beforehand, in deals.</summary>
    public const double PriorDeals = 8, PriorOwner = 20;

    /// <summary>The 95th percentile of the normal distribution: 5 % lie on either side of the interval.</summary>
    private const double Deviations = 1.6448536269514722;

    private readonly Dictionary<int, StageVisits[]> stages;
    private readonly Dictionary<long, double> oddsOf;

    /// <param name="visits">In any order.</param>
    /// <param name="owners">Each owner once.</param>
    public DealHistoryModel(IEnumerable<StageVisits> visits, IEnumerable<OwnerResults> owners)
    {
        stages = visits.GroupBy(v => v.Stage).ToDictionary(g => g.Key, g => g.OrderByDescending(v => v.Stayed).ToArray());
        var all = owners.ToArray();
        var (won, lost) = (all.Sum(o => o.Won) + 1d, all.Sum(o => o.Lost) + 1d);
        var rate = won / (won + lost);
        oddsOf = all.ToDictionary(o => o.Owner, o =>
        {
            var own = (o.Won + PriorOwner * rate) / (o.Won + o.Lost + PriorOwner);
            return own / (1 - own) / (rate / (1 - rate));
        });
    }

    /// <summary>Ended deals that were in the stage.</summary>
    public long Seen(int stage) => stages.TryGetValue(stage, out var visits) ? visits.Sum(v => v.Count) : 0;

    /// <summary>
    /// The chance from 0 to 1 that a deal is won within so many days; null where no deal that was in the stage has ended. Grows with the days, never falls.
    /// </summary>
    public double? Chance(int stage, long owner, int age, int days)
    {
        if (!stages.TryGetValue(stage, out var visits)) return null;
        var total = visits.Sum(v => v.Count);
        double longer = 0, longerWon = 0, oldest = 0, oldestWon = 0;
        foreach (var visit in visits)
        {
            // Those that stayed longest come first: the first quarter of them, and whoever ties with its last.
            if (oldest < total / 4d) (oldest, oldestWon) = (oldest + visit.Count, oldestWon + (visit.Won && visit.ToEnd - visit.Stayed <= days ? visit.Count : 0));
            if (visit.Stayed <= age) continue;
            longer += visit.Count;
            if (visit.Won && visit.ToEnd <= (long)age + days) longerWon += visit.Count;
        }
        var prior = longer > 0 ? Math.Min(oldestWon / oldest, Rate(visits, total, days)) : oldestWon / oldest;
        var chance = (longerWon + PriorDeals * prior) / (longer + PriorDeals);
        if (chance is <= 0 or >= 1 || !oddsOf.TryGetValue(owner, out var odds)) return Math.Clamp(chance, 0, 1);
        var scaled = chance / (1 - chance) * odds;
        return scaled / (1 + scaled);
    }

    /// <summary>
    /// What these deals bring within so many days. The interval is normal: the variance is that of each deal being won or not, and within each stage that of
    /// its rate, which was learnt from so many deals only. Below nought and above the sum of the values it is cut off. Deals of stages without history are left out.
    /// </summary>
    public ForecastRange Forecast(IReadOnlyCollection<PendingDeal> deals, int days)
    {
        double expected = 0, variance = 0, most = 0;
        var chances = new Dictionary<(int, long, int), double?>();
        var byStage = new Dictionary<int, (double Value, double Expected)>();
        foreach (var deal in deals)
        {
            var key = (deal.Stage, deal.Owner, deal.Age);
            if (!chances.TryGetValue(key, out var chance)) chances[key] = chance = Chance(deal.Stage, deal.Owner, deal.Age, days);
            if (chance is not { } p) continue;
            expected += deal.Value * p;
            most += deal.Value;
            variance += deal.Value * deal.Value * p * (1 - p);
            var sum = byStage.GetValueOrDefault(deal.Stage);
            byStage[deal.Stage] = (sum.Value + deal.Value, sum.Expected + deal.Value * p);
        }
        foreach (var (stage, (value, likely)) in byStage)
        {
            if (value <= 0) continue;
            var p = likely / value;
            variance += value * value * p * (1 - p) / (Seen(stage) + PriorDeals);
        }
        var spread = Deviations * Math.Sqrt(variance);
        return new(expected, Math.Max(0, expected - spread), Math.Min(most, expected + spread));
    }

    private static double Rate(StageVisits[] visits, long total, int days) => visits.Sum(v => v.Won && v.ToEnd <= days ? v.Count : 0) / (double)total;
}
