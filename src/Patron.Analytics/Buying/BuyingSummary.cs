using Patron.Analytics.Base;

namespace Patron.Analytics.Buying;

/// <summary>Last day, number of purchases and amount of each customer; 0 throughout for who never bought.</summary>
/// <param name="Purchases">Days with a purchase.</param>
public sealed record BuyingSummary(int[] LastDay, int[] Purchases, long[] Spent)
{
    /// <summary>Of all customers, on all cores.</summary>
    public static BuyingSummary Of(BuyingDays days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var made = new BuyingSummary(new int[days.Customers], new int[days.Customers], new long[days.Customers]);
        Ranges.Run(days.Customers, (from, to) =>
        {
            for (var c = from; c < to; c++)
            {
                var own = days.DaysOf(c);
                if (own.IsEmpty) continue;
                (made.LastDay[c], made.Purchases[c]) = (own[^1], own.Length);
                foreach (var amount in days.AmountsOf(c)) made.Spent[c] += amount;
            }
        });
        return made;
    }
}
