using Patron.Analytics.Base;
using Patron.Analytics.Rhythm;
using Patron.Kernel;

namespace Patron.Insights.ShowCustomer;

/// <summary>One day on which the customer ordered.</summary>
/// <param name="Orders">Orders of that day.</param>
/// <param name="Amount">Micros of their sale lines.</param>
internal sealed record OrderDay(DateOnly Day, int Orders, long Amount);

/// <summary>A customer's order days up to the day reckoned for, oldest first, and their rhythm.</summary>
internal sealed record CustomerOrders(IReadOnlyList<OrderDay> Days, PurchaseRhythm Rhythm)
{
    /// <summary>Null for who never bought and for who is not in the base.</summary>
    public static CustomerOrders? Of(CustomerBaseSnapshot snapshot, CustomerId customer, DateOnly asOf)
    {
        if (!snapshot.TryIndex(customer.Value, out var index)) return null;
        var days = from line in snapshot.Purchases.Of(index)
                   where line.Kind == LineKind.Sale && line.Day <= asOf.DayNumber
                   group line by line.Day into day
                   orderby day.Key
                   select new OrderDay(DateOnly.FromDayNumber(day.Key), day.Select(l => l.Order).Distinct().Count(), day.Sum(l => l.Amount));
        var all = days.ToList();
        return all.Count == 0 ? null : new(all, PurchaseRhythm.Of([.. all.Select(d => d.Day.DayNumber)], asOf.DayNumber));
    }
}
