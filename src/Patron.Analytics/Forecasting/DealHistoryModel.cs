namespace Patron.Analytics.Forecasting;

/// <summary>Deals that came into a stage, counted by how long they are known since and how it went.</summary>
/// <param name="Days">From coming into the stage to the end of the deal; of one that has not ended, to the day of the forecast.</param>
/// <param name="End">Open: it has not ended yet, and tells only that it lasted so long.</param>
public readonly record struct StageVisits(int Stage, int Days, DealStanding End, long Count);

/// <summary>How the ended deals of an owner went. Owner 0 is nobody.</summary>
public readonly record struct OwnerResults(long Owner, long Won, long Lost);

/// <summary>A deal that is open on the day of the forecast.</summary>
/// <param name="Age">Whole days in its stage.</param>
/// <param name="Value">In any unit of money; not negative.</param>
public readonly record struct PendingDeal(int Stage, long Owner, int Age, double Value);

/// <summary>What a sum of deals comes to: the expectation, and the 90 % interval around it.</summary>
public readonly record struct ForecastRange(double Expected, double Low, double High);

/// <summary>
/// How likely open deals are won within some days, learnt from all deals that came into the same stage: those that ended, and those that have not ended yet, which
/// would else be forgotten and make every deal look quicker than it is. The chance is the cumulative incidence of winning beside losing, given that the deal has
/// lasted so long already (Aalen and Johansen, Scandinavian Journal of Statistics 5, 1978, p. 141-150); its odds are then multiplied by those of the owner against
/// all owners (empirical Bayes with fixed weight, as in Gelman et al., Bayesian Data Analysis, 3rd ed., section 2.4).
/// Whoever gives only what was known on a day gets the forecast of that day.
/// </summary>
public sealed class DealHistoryModel
{
    /// <summary>The weight of all owners beside an owner's own results, in deals.</summary>
    public const double PriorOwner = 20;

    /// <summary>A deal that has lasted longer than all but fewer than so many is likened to the age at which there still were so many.</summary>
    public const long LeastAtRisk = 8;

    /// <summary>The 95th percentile of the normal distribution: 5 % lie on either side of the interval.</summary>
    private const double Deviations = 1.6448536269514722;

    private readonly Dictionary<int, Course> stages;
    private readonly Dictionary<long, double> oddsOf;

    /// <param name="visits">In any order.</param>
    /// <param name="owners">Each owner once.</param>
    public DealHistoryModel(IEnumerable<StageVisits> visits, IEnumerable<OwnerResults> owners)
    {
        stages = visits.GroupBy(v => v.Stage).ToDictionary(g => g.Key, g => new Course([.. g]));
        var all = owners.ToArray();
        var (won, lost) = (all.Sum(o => o.Won) + 1d, all.Sum(o => o.Lost) + 1d);
        var rate = won / (won + lost);
        oddsOf = all.ToDictionary(o => o.Owner, o =>
        {
            var own = (o.Won + PriorOwner * rate) / (o.Won + o.Lost + PriorOwner);
            return own / (1 - own) / (rate / (1 - rate));
        });
    }

    /// <summary>Deals that came into the stage and have ended.</summary>
    public long Ended(int stage) => stages.TryGetValue(stage, out var course) ? course.Ended : 0;

    /// <summary>
    /// The chance from 0 to 1 that a deal is won within so many days; null where no deal that was in the stage has ended. Grows with the days, never falls.
    /// </summary>
    /// <param name="age">Days since it came into the stage.</param>
    public double? Chance(int stage, long owner, int age, int days)
    {
        if (!stages.TryGetValue(stage, out var course) || course.Ended == 0) return null;
        var chance = course.Won(course.Comparable(age), days);
        if (chance is <= 0 or >= 1 || !oddsOf.TryGetValue(owner, out var odds)) return Math.Clamp(chance, 0, 1);
        var scaled = chance / (1 - chance) * odds;
        return scaled / (1 + scaled);
    }

    /// <summary>
    /// What these deals bring within so many days. The interval is normal: the variance is that of each deal being won or not, and within each stage that of
    /// its rate, which was learnt from those that lasted as long only. Below nought and above the sum of the values it is cut off. Deals of stages without history are left out.
    /// </summary>
    public ForecastRange Forecast(IReadOnlyCollection<PendingDeal> deals, int days)
    {
        double expected = 0, variance = 0, most = 0;
        var chances = new Dictionary<(int, long, int), double?>();
        var byStage = new Dictionary<int, (double Value, double Expected, double Learnt)>();
        foreach (var deal in deals)
        {
            var key = (deal.Stage, deal.Owner, deal.Age);
            if (!chances.TryGetValue(key, out var chance)) chances[key] = chance = Chance(deal.Stage, deal.Owner, deal.Age, days);
            if (chance is not { } p) continue;
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
        var spread = Deviations * Math.Sqrt(variance);
        return new(expected, Math.Max(0, expected - spread), Math.Min(most, expected + spread));
    }

    /// <summary>How deals of one stage went, day by day since they came into it.</summary>
    private sealed class Course
    {
        private readonly long[] won, ended, atRisk;

        public Course(IReadOnlyList<StageVisits> visits)
        {
            var last = visits.Max(v => Math.Max(v.Days, 0));
            (won, ended, atRisk) = (new long[last + 2], new long[last + 2], new long[last + 2]);
            foreach (var visit in visits)
            {
                var day = Math.Max(visit.Days, 0);
                atRisk[day] += visit.Count;
                if (visit.End != DealStanding.Open) ended[day] += visit.Count;
                if (visit.End == DealStanding.Won) won[day] += visit.Count;
            }
            for (var day = last; day >= 0; day--) atRisk[day] += atRisk[day + 1];
            Ended = ended.Sum();
        }

        public long Ended { get; }

        /// <summary>Deals that lasted longer than so many days: those that a deal of this age is likened to.</summary>
        public long AtRisk(int age) => atRisk[Comparable(age) + 1];

        public int Comparable(int age)
        {
            var day = Math.Clamp(age, 0, atRisk.Length - 2);
            while (day > 0 && atRisk[day + 1] < LeastAtRisk) day--;
            return day;
        }

        public double Won(int age, int days)
        {
            var (chance, open) = (0d, 1d);
            for (var day = age + 1; day < atRisk.Length && day <= (long)age + days && atRisk[day] > 0; day++)
            {
                chance += open * won[day] / atRisk[day];
                open *= 1 - (double)ended[day] / atRisk[day];
            }
            return chance;
        }
    }
}
