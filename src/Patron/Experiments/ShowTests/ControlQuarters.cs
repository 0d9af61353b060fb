using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Experiments.Contracts;
using Patron.Kernel;

namespace Patron.Experiments.ShowTests;

/// <summary>What all marketing earned in a quarter.</summary>
/// <param name="Open">The quarter is not over.</param>
/// <param name="Profit">Margin of everybody else more than as many of the universal control group brought; with what they had bought in the year before anybody was held out taken into account; before what marketing cost. Null where either side has fewer than two people.</param>
/// <param name="Cost">Of all marketing of the quarter as far as it is known, units; null where the reader sees but a part of the customers, whose share of it nobody knows.</param>
internal sealed record ControlQuarter(int Year, int Quarter, bool Open, long People, long HeldOut, IncrementalProfit? Profit, double? Cost = null)
{
    private const int Most = 8, DaysBefore = 365;

    /// <summary>The margin less what it cost to earn it; what is not known of the one is not known of the other.</summary>
    public IncrementalProfit? Net => Profit is { } gross && Cost is { } cost ? gross with { Estimate = gross.Estimate - cost, Interval = gross.Interval + -cost, Return = cost > 0 ? (gross.Estimate - cost) / cost : null } : null;

    /// <summary>The first day on which a quarter may begin that is reckoned; null: there is none.</summary>
    public static DateOnly? First(MarketingRules rules, DateOnly today)
    {
        if (rules.ControlPercent == 0 || rules.ControlSince is not { } since) return null;
        var earliest = Begin(today).AddMonths(-3 * (Most - 1));
        return since > earliest ? since : earliest;
    }

    /// <summary>Quarters that lie wholly after the day from which people are held out, up to the one of today; the latest first, at most eight.</summary>
    /// <param name="costs">Since <see cref="First"/> or earlier.</param>
    public static IReadOnlyList<ControlQuarter> Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, ControlGroup control, IReadOnlyList<MarketingCost> costs, DateOnly today)
    {
        var rules = control.Rules;
        if (rules.ControlPercent == 0 || rules.ControlSince is not { } since) return [];
        var members = Bitmap.CopyOf(snapshot.Known);
        if (visibleTo is not null) members.And(visibleTo);
        int[] people = members.ToIndexes();
        var held = people.Select(i => control.Holds(snapshot.Ids[i])).ToArray();
        var before = Margins(snapshot.Summary(since.DayNumber - 1, since.DayNumber - DaysBefore), people, rules);
        var quarters = new List<ControlQuarter>();
        for (var begin = Begin(today); begin >= since && quarters.Count < Most; begin = begin.AddMonths(-3))
        {
            double? cost = visibleTo is null ? costs.Where(c => c.Day >= begin && c.Day < begin.AddMonths(3) && c.Day <= today).Sum(c => c.Amount) : null;
            quarters.Add(Reckon(snapshot, people, held, before, begin, today, rules) with { Cost = cost });
        }
        return quarters;
    }

    private static DateOnly Begin(DateOnly day) => new(day.Year, (day.Month - 1) / 3 * 3 + 1, 1);

    /// <summary>p of the sample-ratio check: as many held out as were to be. Null where nobody is there.</summary>
    public static double? Split(ControlQuarter quarter, int percent) =>
        quarter.People + quarter.HeldOut > 0 && percent > 0 ? SampleRatio.Of([quarter.People, quarter.HeldOut], [100 - percent, percent]).P : null;

    private static ControlQuarter Reckon(CustomerBaseSnapshot snapshot, int[] people, bool[] held, double[] before, DateOnly begin, DateOnly today, MarketingRules rules)
    {
        var end = begin.AddMonths(3).AddDays(-1);
        var margins = Margins(snapshot.Summary(Math.Min(end.DayNumber, today.DayNumber), begin.DayNumber), people, rules);
        var profit = Compare(Cuped.Adjust(margins, before), held);
        return new(begin.Year, (begin.Month - 1) / 3 + 1, end >= today, held.Count(h => !h), held.Count(h => h), profit);
    }

    /// <summary>
    /// The many against the few who are held out. A few large customers make most of the spread of what people spend, and a small group in which by chance none of them is would seem surer than
    /// it is; by the draw both spread alike, so the spread of everybody is taken for both.
    /// </summary>
    internal static IncrementalProfit? Compare(double[] margins, bool[] held)
    {
        double[] others = [.. margins.Where((_, at) => !held[at])], control = [.. margins.Where((_, at) => held[at])];
        if (others.Length < 2 || control.Length < 2) return null;
        var variance = ValueSums.Of(margins).Variance;
        return IncrementalProfit.Of(Spread(ValueSums.Of(others), variance), Spread(ValueSums.Of(control), variance), 0);
    }

    private static ValueSums Spread(ValueSums sums, double variance) => sums with { SumOfSquares = variance * (sums.Count - 1) + sums.Sum * sums.Mean };

    private static double[] Margins(PurchaseSummary summary, int[] people, MarketingRules rules) =>
        Array.ConvertAll(people, i => (double)(summary.Spent[i] + summary.Returned[i]) / Micros.PerUnit * rules.MarginPercent / 100);
}
