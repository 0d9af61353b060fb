namespace Patron.Analytics.Forecasting;

/// <summary>
/// All deals as they went, in the order of time. Goes through them day by day and learns on the way: what is learnt by a day knows nothing of what came later.
/// Made once, asked for any day; may be asked from several threads at once.
/// </summary>
public sealed class DealHistory
{
    private readonly DealCourse[] coming;
    private readonly int[] ending, dealOf;
    private readonly int deals;

    /// <param name="courses">In any order.</param>
    public DealHistory(IEnumerable<DealCourse> courses)
    {
        coming = [.. courses];
        Array.Sort(coming, static (one, other) => one.Came != other.Came ? one.Came.CompareTo(other.Came) : one.Deal.CompareTo(other.Deal));
        ending = [.. Enumerable.Range(0, coming.Length).Where(at => coming[at].Ended is not null)];
        Array.Sort(ending.Select(at => coming[at].Ended!.Value).ToArray(), ending);
        var numbers = new Dictionary<long, int>();
        dealOf = new int[coming.Length];
        for (var at = 0; at < coming.Length; at++)
        {
            if (!numbers.TryGetValue(coming[at].Deal, out var number)) numbers[coming[at].Deal] = number = numbers.Count;
            dealOf[at] = number;
        }
        deals = numbers.Count;
    }

    /// <summary>How many stays in a stage there are.</summary>
    public int Count => coming.Length;

    /// <summary>What was known at the end of a day.</summary>
    public DealHistoryModel Learn(int at)
    {
        DealHistoryModel? learnt = null;
        Walk([at], (model, _) => learnt = model);
        return learnt!;
    }

    /// <summary>
    /// How forecasts like this one came out: as of earlier days, each with what was known then, for as many days, compared with what those very deals brought.
    /// The last of them is the one whose time has just run out; the others lie <see cref="PastForecasts.Apart"/> days apart before it.
    /// </summary>
    /// <param name="at">The day of the forecast.</param>
    /// <param name="days">One or more.</param>
    /// <param name="most">Past forecasts at most.</param>
    public (DealHistoryModel Now, PastForecasts Past) LearnWithPast(int at, int days, int most = PastForecasts.Most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var asked = Enumerable.Range(0, most).Select(n => at - days - n * PastForecasts.Apart).Reverse().Append(at).ToArray();
        var past = new List<PastForecast>();
        DealHistoryModel? now = null;
        AllDeals? whole = null;
        Walk(asked, (model, open) =>
        {
            if (model.At == at) (now, whole) = (model, Compare(model, open, days) is { } all ? new AllDeals(all.Range.Expected, all.Typical) : null);
            else if (Compare(model, open, days) is { } compared) past.Add(compared);
        });
        return (now!, new(past, now!.Learnt, whole));
    }

    private PastForecast? Compare(DealHistoryModel model, IReadOnlyList<int> open, int days)
    {
        var known = open.Select(at => coming[at]).Where(c => model.Ended(c.Stage) > 0).ToList();
        if (known.Count == 0) return null;
        var range = model.Forecast(known.Select(c => new PendingDeal(c.Stage, c.Owner, model.At - c.Came, c.Value)), days);
        var came = known.Where(c => c is { End: DealStanding.Won, Ended: { } ended } && ended <= model.At + days).Sum(c => c.Brought);
        return new(model.At, days, range, came, known.Average(c => c.Value), model.Learnt);
    }

    /// <summary>Calls back at the end of each of these days, ascending, with what was learnt and the deals that are open, each where it is.</summary>
    private void Walk(int[] days, Action<DealHistoryModel, IReadOnlyList<int>> met)
    {
        const int nowhere = -1;
        var (owners, counters, where) = (new Dictionary<long, (long Won, long Lost)>(), new Dictionary<int, StageCourse.Counter>(), new int[deals]);
        Array.Fill(where, nowhere);
        var (first, last) = (coming.Length == 0 ? days[^1] : Math.Min(coming[0].Came, days[^1]), days[^1]);
        foreach (var day in days.Where(d => d < first)) met(Known(day), []);
        var (next, end, wanted) = (0, 0, days.Count(d => d < first));
        for (var day = first; day <= last; day++)
        {
            foreach (var counter in counters.Values) counter.Passes(day);
            for (; next < coming.Length && coming[next].Came == day; next++)
            {
                if (!counters.TryGetValue(coming[next].Stage, out var counter)) (counters[coming[next].Stage] = counter = new(first, last)).Passes(day);
                counter.Comes(day);
                where[dealOf[next]] = next;
            }
            for (; end < ending.Length && coming[ending[end]].Ended <= day; end++) Ends(coming[ending[end]], dealOf[ending[end]]);
            if (wanted < days.Length && days[wanted] == day) { met(Known(day), [.. where.Where(at => at != nowhere)]); wanted++; }
        }

        void Ends(in DealCourse course, int deal)
        {
            counters[course.Stage].Ends(course.Came, course.Ended!.Value, course.End == DealStanding.Won);
            if (where[deal] == nowhere) return;
            var owner = coming[where[deal]].Owner;
            var (won, lost) = owners.GetValueOrDefault(owner);
            owners[owner] = course.End == DealStanding.Won ? (won + 1, lost) : (won, lost + 1);
            where[deal] = nowhere;
        }

        DealHistoryModel Known(int day) => new(day, counters.ToDictionary(c => c.Key, c => c.Value.Known()), owners);
    }
}
