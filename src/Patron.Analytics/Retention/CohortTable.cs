using Patron.Analytics.Buying;

namespace Patron.Analytics.Retention;

/// <summary>Customers by the month of their first purchase, and what they did in the months after.</summary>
/// <remarks>Months are counted from year 1: 12 x year + month - 1. The diagonal after the last month is not zero but unknown, so rows grow shorter.</remarks>
public sealed class CohortTable
{
    private CohortTable(int firstMonth, int[][] active, long[][] amount) => (FirstMonth, Active, Amount) = (firstMonth, active, amount);

    /// <summary>The month of the first cohort; 0 where nobody bought.</summary>
    public int FirstMonth { get; }

    /// <summary>By cohort, then by months since its first purchase: how many of the cohort bought in that month. At 0 stands the size of the cohort.</summary>
    public int[][] Active { get; }

    /// <summary>What they paid, in the unit of the days.</summary>
    public long[][] Amount { get; }

    /// <summary>The share of a cohort that bought so many months after its first purchase; null for a cohort without customers.</summary>
    public double? Retention(int cohort, int months) => Active[cohort][0] == 0 ? null : (double)Active[cohort][months] / Active[cohort][0];

    /// <summary>Of all customers; purchases after a day do not exist.</summary>
    public static CohortTable Of(BuyingDays days, int asOf)
    {
        ArgumentNullException.ThrowIfNull(days);
        if (days.FirstDay is not { } first || first > asOf) return new(0, [], []);
        var (from, months) = (MonthOf(first), MonthOf(asOf) - MonthOf(first) + 1);
        var active = Enumerable.Range(0, months).Select(c => new int[months - c]).ToArray();
        var amount = Enumerable.Range(0, months).Select(c => new long[months - c]).ToArray();
        for (var customer = 0; customer < days.Customers; customer++)
        {
            var own = days.DaysOf(customer);
            var paid = days.AmountsOf(customer);
            if (own.IsEmpty || own[0] > asOf) continue;
            var (cohort, last) = (MonthOf(own[0]) - from, -1);
            for (var i = 0; i < own.Length && own[i] <= asOf; i++)
            {
                var since = MonthOf(own[i]) - from - cohort;
                if (since != last) active[cohort][since]++;
                amount[cohort][since] += paid[i];
                last = since;
            }
        }
        return new(from, active, amount);
    }

    private static int MonthOf(int day)
    {
        var date = DateOnly.FromDayNumber(day);
        return date.Year * 12 + date.Month - 1;
    }
}
