using Patron.Analytics.Base;
using Patron.Analytics.LifetimeValue;

namespace Patron.Insights.FitLifetimes;

/// <summary>What the models see of one customer, out of the base's sale lines; purchases of a day are one.</summary>
/// <param name="First">Day number of the first purchase.</param>
/// <param name="Last">Of the last one.</param>
/// <param name="Days">Days with a purchase.</param>
/// <param name="Spent">Micros of all of them.</param>
/// <param name="FirstAmount">Micros of the first day.</param>
internal readonly record struct BuyerHistory(int First, int Last, int Days, long Spent, long FirstAmount)
{
    public int Repeats => Days - 1;

    /// <summary>The repeat purchases and their mean in units of the currency, as <see cref="LifetimeSample.Spend"/> has them.</summary>
    public SpendHistory RepeatSpend => Repeats == 0 ? default : new(Repeats, (Spent - FirstAmount) / 1e6 / Repeats);

    /// <summary>As of the end of a day, in weeks.</summary>
    public PurchaseHistory AsOf(int day) => new(Repeats, (Last - First) / LifetimeSettings.UnitDays, (day - First) / LifetimeSettings.UnitDays);

    /// <summary>Null for who has not bought by then. Lines stand in order of days.</summary>
    public static BuyerHistory? Of(PurchaseColumns lines, int customer, int asOf)
    {
        var (first, last, days, spent, firstAmount) = (0, -1, 0, 0L, 0L);
        for (var i = lines.Start[customer]; i < lines.Start[customer] + lines.Length[customer] && lines.Day[i] <= asOf; i++)
        {
            if (lines.Kind[i] != LineKind.Sale) continue;
            if (days == 0) first = lines.Day[i];
            if (days == 0 || lines.Day[i] != last) days++;
            last = lines.Day[i];
            spent += lines.Amount[i];
            if (last == first) firstAmount += lines.Amount[i];
        }
        return days == 0 ? null : new(first, last, days, spent, firstAmount);
    }
}
