namespace Patron.Analytics.Forecasting;

/// <summary>
/// How deals that came into one stage went, counted day by day: how many were open at each age in each month of a quarter, and how many of them were won and lost.
/// The chance of a day is the share of its age; where deals of such an age end in one month of the quarter rather than in another, it is multiplied by how many
/// ended there against how many would have at the share of their age (indirect standardisation: Breslow and Day, Statistical Methods in Cancer Research 2, 1987, chapter 2).
/// </summary>
internal sealed class StageCourse
{
    /// <summary>So many ends are added to both sides of a month's ratio: few ends leave it near one.</summary>
    public const double PriorEnds = 4;

    private const int Months = 3, Bands = 32;

    private readonly double[][] atRisk = [[], [], []];
    private readonly double[] won, lost, all;
    private readonly double[,] ofWon = new double[Months, Bands], ofLost = new double[Months, Bands];

    private StageCourse(int ages) => (won, lost, all) = (new double[ages], new double[ages], new double[ages + 1]);

    public double Ended { get; private init; }

    /// <summary>Deals that were open at the beginning of this day of age.</summary>
    public double AtRisk(int age) => all[Math.Min(Comparable(age) + 1, all.Length - 1)];

    /// <summary>The age itself; of one that too few have reached the highest age that enough have.</summary>
    public int Comparable(int age)
    {
        var day = Math.Clamp(age, 0, all.Length - 2);
        while (day > 0 && all[day + 1] < DealHistoryModel.LeastAtRisk) day--;
        return day;
    }

    /// <summary>The chance of being won within so many days after the day, for a deal of this age: cumulative incidence beside losing.</summary>
    public double Won(int age, int day, int days)
    {
        var (chance, open) = (0d, 1d);
        for (var step = 1; step <= days && age + step < won.Length && all[age + step] > 0; step++)
        {
            var (at, month, band) = (age + step, MonthOfQuarter(day + step), Band(age + step));
            var (win, lose) = (won[at] / all[at] * ofWon[month, band], lost[at] / all[at] * ofLost[month, band]);
            var sum = Math.Max(1, win + lose);
            chance += open * win / sum;
            open *= Math.Max(0, 1 - (win + lose) / sum);
        }
        return chance;
    }

    public static int MonthOfQuarter(int day) => (DateOnly.FromDayNumber(day).Month - 1) % Months;

    /// <summary>Ages that share a month's ratio: 0, 1, 2 to 3, 4 to 7, 8 to 15 days and so on, for what is young differs from day to day and what is old does not.</summary>
    private static int Band(int age) => 32 - int.LeadingZeroCount(age);

    /// <summary>Counts while time goes by; what comes later is not known.</summary>
    internal sealed class Counter
    {
        private readonly double[] open;
        private readonly double[][] atRisk;
        private readonly double[] won, lost;
        private readonly double[,] wonIn = new double[Months, Bands], lostIn = new double[Months, Bands];
        private readonly int first;
        private int days;

        /// <param name="first">The first day on which a deal came in.</param>
        /// <param name="last">The last day that will be counted.</param>
        public Counter(int first, int last)
        {
            this.first = first;
            var span = last - first + 2;
            open = new double[span];
            atRisk = [new double[span], new double[span], new double[span]];
            (won, lost) = (new double[span], new double[span]);
        }

        public void Comes(int day) => open[day - first]++;

        /// <summary>A deal that came in on an earlier day ends on this one; it was open until now. One that ends on the day it came is counted by age 0.</summary>
        public void Ends(int came, int day, bool isWon)
        {
            var (age, month) = (day - came, MonthOfQuarter(day));
            open[came - first]--;
            if (isWon) { won[age]++; wonIn[month, Band(age)]++; }
            else { lost[age]++; lostIn[month, Band(age)]++; }
            if (age == 0) atRisk[month][0]++;
        }

        /// <summary>Another day begins: whatever is open may end on it.</summary>
        public void Passes(int day)
        {
            var (month, at) = (atRisk[MonthOfQuarter(day)], day - first);
            for (var came = 0; came < at; came++) month[at - came] += open[came];
            days = at + 1;
        }

        public StageCourse Known()
        {
            var course = new StageCourse(days) { Ended = won.Sum() + lost.Sum() };
            for (var month = 0; month < Months; month++) course.atRisk[month] = atRisk[month][..days];
            for (var age = 0; age < days; age++)
            {
                (course.won[age], course.lost[age]) = (won[age], lost[age]);
                course.all[age] = course.atRisk.Sum(m => m[age]);
            }
            course.Standardise(wonIn, course.won, course.ofWon);
            course.Standardise(lostIn, course.lost, course.ofLost);
            return course;
        }
    }

    private void Standardise(double[,] came, double[] ends, double[,] ratio)
    {
        for (var month = 0; month < Months; month++)
        {
            var expected = new double[Bands];
            for (var age = 0; age < ends.Length; age++)
                if (all[age] > 0) expected[Band(age)] += atRisk[month][age] * ends[age] / all[age];
            for (var band = 0; band < Bands; band++) ratio[month, band] = (came[month, band] + PriorEnds) / (expected[band] + PriorEnds);
        }
    }
}
