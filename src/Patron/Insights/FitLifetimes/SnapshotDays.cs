using Patron.Analytics.Base;
using Patron.Analytics.Buying;

namespace Patron.Insights.FitLifetimes;

/// <summary>Purchase days of customers of the base.</summary>
internal static class SnapshotDays
{
    /// <summary>Customer n of the answer is <paramref name="customers"/>[n]; sale lines on or before the day.</summary>
    public static BuyingDays Of(CustomerBaseSnapshot snapshot, IReadOnlyList<int> customers, int asOf)
    {
        var lines = snapshot.Purchases;
        var count = customers.Sum(c => lines.Length[c]);
        var (customer, day, amount, at) = (new int[count], new int[count], new long[count], 0);
        for (var n = 0; n < customers.Count; n++)
        {
            var start = lines.Start[customers[n]];
            for (var i = start; i < start + lines.Length[customers[n]] && lines.Day[i] <= asOf; i++)
            {
                if (lines.Kind[i] != LineKind.Sale) continue;
                (customer[at], day[at], amount[at]) = (n, lines.Day[i], lines.Amount[i]);
                at++;
            }
        }
        return BuyingDays.Of(customers.Count, customer.AsSpan(0, at), day.AsSpan(0, at), amount.AsSpan(0, at));
    }

    /// <summary>Known customers with a sale by the day, in order of index.</summary>
    public static int[] Buyers(CustomerBaseSnapshot snapshot, int asOf)
    {
        var summary = snapshot.Summary(asOf);
        return [.. snapshot.Known.Indexes().Where(i => summary.Orders[i] > 0)];
    }

    /// <summary>At most so many of them, the same ones whatever the order of rows: chosen by a hash of their ids.</summary>
    public static int[] Sample(CustomerBaseSnapshot snapshot, int[] customers, int most)
    {
        if (customers.Length <= most) return customers;
        var limit = (ulong)((double)most / customers.Length * ulong.MaxValue);
        return Array.FindAll(customers, c => (ulong)snapshot.Ids[c] * 0x9E3779B97F4A7C15UL < limit);
    }
}
