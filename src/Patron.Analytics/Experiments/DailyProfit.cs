namespace Patron.Analytics.Experiments;

/// <summary>A margin that a person of a test brought on a day.</summary>
/// <param name="Person">Place in the lists of the test.</param>
/// <param name="Day">From 0, the day on which the person came into the test.</param>
public readonly record struct DayMargin(int Person, int Day, double Margin);

/// <summary>What was known at the end of a day.</summary>
/// <param name="Effect">Margin more for each person so far, less the cost of one.</param>
/// <param name="Half">Half of an interval that holds on all days at once; 0 while nothing was seen that varies.</param>
public readonly record struct DailyEffect(int Day, double Effect, double Half)
{
    /// <summary>The interval lies on one side of 0. One without any width is sure of nothing: nobody has bought yet, and the cost alone is no loss.</summary>
    public bool IsSure => Half > 0 && Math.Abs(Effect) > Half;
}

/// <summary>An arm against those left alone, day by day, with an interval that one may look at every day (<see cref="AlwaysValid.HalfWidthOfSum"/>).</summary>
public static class DailyProfit
{
    /// <param name="arm">Of each person; 0 was left alone.</param>
    /// <param name="which">The arm looked at.</param>
    /// <param name="margins">In any order; those of other arms are passed over.</param>
    /// <param name="days">How many days are over; the answer has as many entries.</param>
    /// <param name="allDays">How many there will be: the interval is narrowest at their end.</param>
    /// <returns>Empty where either side has fewer than two people.</returns>
    public static IReadOnlyList<DailyEffect> Of(ReadOnlySpan<int> arm, int which, IEnumerable<DayMargin> margins, int days, int allDays, double costEach, double alpha = 0.05)
    {
        ArgumentNullException.ThrowIfNull(margins);
        var (people, alone) = (0, 0);
        foreach (var one in arm)
        {
            if (one == which) people++;
            else if (one == 0) alone++;
        }
        if (people < 2 || alone < 2) return [];
        var so = new double[arm.Length];
        var (treated, control) = (new Running(), new Running());
        var states = new (double Effect, double Variance)[days];
        using var next = margins.Where(m => m.Day < days).OrderBy(m => m.Day).GetEnumerator();
        var more = next.MoveNext();
        for (var day = 0; day < days; day++)
        {
            for (; more && next.Current.Day <= day; more = next.MoveNext())
            {
                var (person, margin) = (next.Current.Person, next.Current.Margin);
                if (arm[person] == which) treated.Add(so[person], margin);
                else if (arm[person] == 0) control.Add(so[person], margin);
                so[person] += margin;
            }
            var (a, b) = (treated.With(people), control.With(alone));
            states[day] = (a.Mean - b.Mean, a.Variance / people + b.Variance / alone);
        }
        if (days == 0) return [];
        var last = states[^1].Variance * Math.Max(1, (double)allDays / days);
        return [.. states.Select((s, day) => new DailyEffect(day, s.Effect - costEach, last > 0 ? AlwaysValid.HalfWidthOfSum(s.Variance, last, alpha) : 0))];
    }

    /// <summary>Sums over people whose values grow.</summary>
    private struct Running
    {
        private double sum, squares;

        public void Add(double before, double more)
        {
            sum += more;
            squares += more * (2 * before + more);
        }

        public readonly ValueSums With(int people) => new(people, sum, squares);
    }
}
