using Microsoft.EntityFrameworkCore;
using Patron.Customers.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>Orders and spending by the rule of the customer base, from the database: also of those whom the base does not hold.</summary>
internal sealed class OrderTotalsReads(IDbContextFactory<PatronDb> contexts, TimeProvider clock) : ITellsOrderTotals
{
    public async Task<IReadOnlyDictionary<CustomerId, OrderTotals>> Of(IReadOnlyCollection<CustomerId> customers, CancellationToken ct)
    {
        var totals = new Dictionary<CustomerId, OrderTotals>();
        await using var session = await BulkSession.BeginReading(contexts, clock, ct);
        var currency = (await session.Db.Organisation(ct)).Currency;
        foreach (var some in customers.Chunk(5_000))
        {
            await using var command = session.Command();
            command.CommandText = $"""
                select l.customer_id, count(distinct l.order_id), cast(sum(l.amount) as bigint)
                from purchases_order_lines l join purchases_orders o on o.customer_id = l.customer_id and o.id = l.order_id
                where l.customer_id in {command.In("@customers", some.Select(c => c.Value))} and l.quantity > 0 and l.price > 0 and not o.is_return and o.currency = @currency
                group by l.customer_id
                """;
            command.Add("@currency", currency);
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct)) totals[new(reader.GetInt64(0))] = new(reader.GetInt32(1), reader.GetInt64(2));
        }
        return totals;
    }
}
