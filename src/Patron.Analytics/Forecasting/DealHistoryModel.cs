namespace Patron.Analytics.Forecasting;

/// <summary>
/// How likely open deals are won within some days, learnt from all deals that came into the same stage: those that ended, and those that have not ended yet, which
/// would else be forgotten and make every deal look quicker than it is. The chance is the cumulative incidence of winning beside losing, given that the deal has
/// lasted so long already (Aalen and Johansen, Scandinavian Journal of Statistics 5, 1978, p. 141-150), with the months of a quarter in which deals of its age end
/// (<see cref="StageCourse"/>); its odds are then multiplied by those of the owner against all owners (empirical Bayes with fixed weight, as in Gelman et al.,
/// Bayesian Data Analysis, 3rd ed., section 2.4). Made by <see cref="DealHistory"/>, of what was known on one day.
/// </summary>
public sealed class DealHistoryModel
{
    /// <summary>The weight of all owners beside an owner's own results, in deals.</summary>
    public const double PriorOwner = 20;

    /// <summary>A deal that has lasted longer than all but fewer than so many is likened to the age at which there still were so many.</summary>
    public const long LeastAtRisk = 8;

    private readonly Dictionary<int, StageCourse> stages;
    private readonly Dictionary<long, double> oddsOf;
    private readonly Dictionary<(int Stage, int Age, int Days), double> known = [];

    internal DealHistoryModel(int at, Dictionary<int, StageCourse> stages, IReadOnlyDictionary<long, (long Won, long Lost)> owners)
    {
        (At, this.stages) = (at, stages);
        var (won, lost) = (owners.Values.Sum(o => o.Won) + 1d, owners.Values.Sum(o => o.Lost) + 1d);
        Learnt = owners.Values.Sum(o => o.Won + o.Lost);
        var rate = won / (won + lost);
        oddsOf = owners.ToDictionary(o => o.Key, o =>
        {
            // Of the win and the loss that keep the rate of all from nought and one, each owner has a part.
            var (ended, part) = (o.Value.Won + o.Value.Lost, (double)(o.Value.Won + o.Value.Lost) / Math.Max(1, Learnt));
            var own = (o.Value.Won + part + PriorOwner * rate) / (ended + 2 * part + PriorOwner);
            return own / (1 - own) / (rate / (1 - rate));
        });
    }

    /// <summary>The day number at whose end all this was known.</summary>
    public int At { get; }

    /// <summary>Deals that had ended.</summary>
    public long Learnt { get; }

    /// <summary>Deals that came into the stage and have ended.</summary>
    public long Ended(int stage) => stages.TryGetValue(stage, out var course) ? (long)course.Ended : 0;

    /// <summary>
    /// The chance from 0 to 1 that a deal is won within so many days; null where no deal that was in the stage has ended. Grows with the days, never falls.
    /// </summary>
    /// <param name="owner">0 is nobody; one whom nothing is known of does as all do.</param>
    /// <param name="age">Days since it came into the stage.</param>
    public double? Chance(int stage, long owner, int age, int days)
    {
        if (!stages.TryGetValue(stage, out var course) || course.Ended == 0) return null;
        if (!known.TryGetValue((stage, age, days), out var chance)) known[(stage, age, days)] = chance = Math.Clamp(course.Won(course.Comparable(age), At, days), 0, 1);
        if (chance is <= 0 or >= 1 || !oddsOf.TryGetValue(owner, out var odds)) return chance;
        var scaled = chance / (1 - chance) * odds;
        return scaled / (1 + scaled);
    }

    /// <summary>
    /// What these deals bring within so many days. The interval is normal: the variance is that of each deal being won or not, and within each stage that of
    /// its rate, which was learnt from those that lasted as long only. It holds as far as deals go on as they went; <see cref="PastForecasts"/> tells how far they did.
    /// Below nought and above the sum of the values it is cut off. Deals of stages without history are left out.
    /// </summary>
    public ForecastRange Forecast(IEnumerable<PendingDeal> deals, int days)
    {
        double expected = 0, variance = 0, most = 0;
        var byStage = new Dictionary<int, (double Value, double Expected, double Learnt)>();
        foreach (var deal in deals)
        {
            if (Chance(deal.Stage, deal.Owner, deal.Age, days) is not { } p) continue;
            expected += deal.Value * p;
            most += deal.Value;
            variance += deal.Value * deal.Value * p * (1 - p);
            var sum = byStage.GetValueOrDefault(deal.Stage);
            byStage[deal.Stage] = (sum.Value + deal.Value, sum.Expected + deal.Value * p, sum.Learnt + deal.Value * stages[deal.Stage].AtRisk(deal.Age));
        }
        foreach (var (value, likely, learnt) in byStage.Values)
        {
            if (value <= 0) continue;
            var p = likely / value;
            variance += value * value * p * (1 - p) / Math.Max(1, learnt / value);
        }
        var spread = ForecastRange.Deviations * Math.Sqrt(variance);
        return new(expected, Math.Max(0, expected - spread), Math.Min(most, expected + spread));
    }
}
