using Patron.Analytics.Base;
using Patron.Kernel;

namespace Patron.Insights.ShowCustomer;

/// <summary>What one customer bought up to a day, in micros of the reporting currency.</summary>
/// <param name="Returned">Zero or above.</param>
/// <param name="LastYear">Spent in the 365 days that end with the day.</param>
/// <param name="ByMonth">Spent in each of the last twelve months, the day's month last.</param>
internal sealed record CustomerTotals(long Spent, long Returned, long LastYear, int Orders, DateOnly LastOrder, int DaysAgo, IReadOnlyList<double> ByMonth)
{
    public const int Months = 12;

    public long AverageOrder => Spent / Orders;

    /// <summary>Null for who has not bought by then, and for who is not in the base.</summary>
    public static CustomerTotals? Of(CustomerBaseSnapshot snapshot, CustomerId customer, DateOnly asOf)
    {
        var summary = snapshot.Summary(asOf.DayNumber);
        if (!snapshot.TryIndex(customer.Value, out var index) || summary.Orders[index] == 0) return null;
        var (byMonth, lastYear) = (new double[Months], 0L);
        foreach (var line in snapshot.Purchases.Of(index).Where(l => l.Kind == LineKind.Sale && l.Day <= asOf.DayNumber))
        {
            var day = DateOnly.FromDayNumber(line.Day);
            var back = (asOf.Year - day.Year) * 12 + asOf.Month - day.Month;
            if (back < Months) byMonth[Months - 1 - back] += line.Amount;
            if (asOf.DayNumber - line.Day < 365) lastYear += line.Amount;
        }
        var last = summary.LastDay[index];
        return new(summary.Spent[index], -summary.Returned[index], lastYear, summary.Orders[index], DateOnly.FromDayNumber(last), asOf.DayNumber - last, byMonth);
    }
}
