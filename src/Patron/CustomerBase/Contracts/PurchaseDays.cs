using Patron.Analytics.Base;

namespace Patron.CustomerBase.Contracts;

public static class PurchaseDays
{
    /// <summary>The last day with a sale; null where nothing was sold.</summary>
    public static DateOnly? Last(CustomerBaseSnapshot snapshot)
    {
        var (lines, last) = (snapshot.Purchases, int.MinValue);
        for (var customer = 0; customer < snapshot.Size; customer++)
        {
            if (!snapshot.Present.Get(customer)) continue;
            for (var at = lines.Start[customer]; at < lines.Start[customer] + lines.Length[customer]; at++)
                if (lines.Kind[at] == LineKind.Sale && lines.Day[at] > last) last = lines.Day[at];
        }
        return last == int.MinValue ? null : DateOnly.FromDayNumber(last);
    }
}
