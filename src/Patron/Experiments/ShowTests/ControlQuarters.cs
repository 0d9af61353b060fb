using Patron.Analytics.Base;
using Patron.Analytics.Experiments;
using Patron.Experiments.Contracts;
using Patron.Kernel;

namespace Patron.Experiments.ShowTests;

/// <summary>What all marketing earned in a quarter.</summary>
/// <param name="Open">The quarter is not over.</param>
/// <param name="Profit">Margin of everybody else more than as many of the universal control group brought; what marketing cost is not taken off. Null where either side has fewer than two people.</param>
internal sealed record ControlQuarter(int Year, int Quarter, bool Open, long People, long HeldOut, IncrementalProfit? Profit)
{
    /// <summary>Quarters that lie wholly after the day from which people are held out, up to the one of today; the latest first, at most eight.</summary>
    public static IReadOnlyList<ControlQuarter> Of(CustomerBaseSnapshot snapshot, Bitmap? visibleTo, ControlGroup control, DateOnly today)
    {
        var rules = control.Rules;
        if (rules.ControlPercent == 0 || rules.ControlSince is not { } since) return [];
        var members = Bitmap.CopyOf(snapshot.Known);
        if (visibleTo is not null) members.And(visibleTo);
        int[] people = members.ToIndexes();
        var held = people.Select(i => control.Holds(snapshot.Ids[i])).ToArray();
        var quarters = new List<ControlQuarter>();
        for (var begin = new DateOnly(today.Year, (today.Month - 1) / 3 * 3 + 1, 1); begin >= since && quarters.Count < 8; begin = begin.AddMonths(-3))
            quarters.Add(Reckon(snapshot, people, held, begin, today, rules));
        return quarters;
    }

    private static ControlQuarter Reckon(CustomerBaseSnapshot snapshot, int[] people, bool[] held, DateOnly begin, DateOnly today, MarketingRules rules)
    {
        var end = begin.AddMonths(3).AddDays(-1);
        var summary = snapshot.Summary(Math.Min(end.DayNumber, today.DayNumber), begin.DayNumber);
        var (treated, control) = (new List<double>(people.Length), new List<double>());
        for (var at = 0; at < people.Length; at++)
            (held[at] ? control : treated).Add((double)(summary.Spent[people[at]] + summary.Returned[people[at]]) / Micros.PerUnit * rules.MarginPercent / 100);
        var profit = treated.Count < 2 || control.Count < 2 ? null : IncrementalProfit.Of(ValueSums.Of([.. treated]), ValueSums.Of([.. control]), 0);
        return new(begin.Year, (begin.Month - 1) / 3 + 1, end >= today, treated.Count, control.Count, profit);
    }
}
