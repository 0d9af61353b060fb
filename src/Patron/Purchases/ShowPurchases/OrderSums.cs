using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <param name="OnlyBack">It has lines, and all of them brought goods back.</param>
internal readonly record struct OrderSum(int Lines, long Total, bool OnlyBack);

internal static class OrderSums
{
    /// <summary>What the lines of one customer's orders come to; an order without lines is not there.</summary>
    public static async Task<IReadOnlyDictionary<OrderId, OrderSum>> Of(PatronDb db, CustomerId customer, IReadOnlyList<Order> orders, CancellationToken ct)
    {
        var ids = orders.Select(o => o.Id).ToArray();
        var sums = await db.OrderLines.Where(l => l.CustomerId == customer && ids.Contains(l.OrderId))
            .GroupBy(l => l.OrderId).Select(g => new { g.Key, Lines = g.Count(), Total = g.Sum(l => l.Amount), Most = g.Max(l => l.Quantity) }).ToListAsync(ct);
        return sums.ToDictionary(s => s.Key, s => new OrderSum(s.Lines, s.Total, s.Most < 0));
    }
}
