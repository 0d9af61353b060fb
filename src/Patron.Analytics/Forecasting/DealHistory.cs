namespace Patron.Analytics.Forecasting;

/// <summary>Goes through deals day by day and learns on the way: what is learnt by a day knows nothing of what came later.</summary>
public static class DealHistory
{
    /// <summary>What was known at the end of a day.</summary>
    public static DealHistoryModel Learn(IReadOnlyList<DealCourse> courses, int at)
    {
        DealHistoryModel? learnt = null;
        Walk(courses, [at], (model, _) => learnt = model);
        return learnt!;
    }

    /// <summary>
    /// How forecasts like this one came out: as of earlier days, each with what was known then, for as many days, compared with what those very deals brought.
    /// The last of them is the one whose time has just run out; the others lie <see cref="PastForecasts.Apart"/> days apart before it.
    /// </summary>
    /// <param name="courses">In any order; those that came after the day are passed over.</param>
    /// <param name="at">The day of the forecast.</param>
    /// <param name="days">One or more.</param>
    /// <param name="most">Past forecasts at most.</param>
    public static (DealHistoryModel Now, PastForecasts Past) LearnWithPast(IReadOnlyList<DealCourse> courses, int at, int days, int most = PastForecasts.Most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        var asked = Enumerable.Range(0, most).Select(n => at - days - n * PastForecasts.Apart).Reverse().Append(at).ToArray();
        var past = new List<PastForecast>();
        DealHistoryModel? now = null;
        Walk(courses, asked, (model, open) =>
        {
            if (model.At == at) now = model;
            else if (Compare(model, open, days) is { } compared) past.Add(compared);
        });
        return (now!, new(past, now!.Learnt));
    }

    private static PastForecast? Compare(DealHistoryModel model, IEnumerable<DealCourse> open, int days)
    {
        var known = open.Where(c => model.Ended(c.Stage) > 0).ToList();
        if (known.Count == 0) return null;
        var range = model.Forecast(known.Select(c => new PendingDeal(c.Stage, c.Owner, model.At - c.Came, c.Value)), days);
        var came = known.Where(c => c is { End: DealStanding.Won, Ended: { } ended } && ended <= model.At + days).Sum(c => c.Brought);
        return new(model.At, days, range, came, known.Average(c => c.Value), model.Learnt);
    }

    /// <summary>Calls back at the end of each of these days, ascending, with what was learnt and the deals that are open, each where it is.</summary>
    private static void Walk(IReadOnlyList<DealCourse> courses, int[] days, Action<DealHistoryModel, IEnumerable<DealCourse>> met)
    {
        var last = days[^1];
        var coming = courses.Where(c => c.Came <= last).OrderBy(c => c.Came).ToArray();
        var (owners, counters, open) = (new Dictionary<long, (long, long)>(), new Dictionary<int, StageCourse.Counter>(), new Dictionary<long, DealCourse>());
        var first = coming.Length == 0 ? last : coming[0].Came;
        foreach (var day in days.Where(d => d < first)) met(Known(day), []);
        var ending = coming.Where(c => c.Ended <= last).ToLookup(c => c.Ended!.Value);
        var (next, wanted) = (0, days.Count(d => d < first));
        for (var day = first; day <= last; day++)
        {
            foreach (var counter in counters.Values) counter.Passes(day);
            for (; next < coming.Length && coming[next].Came == day; next++)
            {
                var course = coming[next];
                if (!counters.TryGetValue(course.Stage, out var counter)) (counters[course.Stage] = counter = new(first, last)).Passes(day);
                counter.Comes(day);
                open[course.Deal] = course;
            }
            foreach (var course in ending[day])
            {
                counters[course.Stage].Ends(course.Came, day, course.End == DealStanding.Won);
                if (!open.Remove(course.Deal, out var where)) continue;
                var (won, lost) = owners.GetValueOrDefault(where.Owner);
                owners[where.Owner] = course.End == DealStanding.Won ? (won + 1, lost) : (won, lost + 1);
            }
            if (wanted < days.Length && days[wanted] == day) { met(Known(day), open.Values); wanted++; }
        }

        DealHistoryModel Known(int day) => new(day, counters.ToDictionary(c => c.Key, c => c.Value.Known()), owners);
    }
}
