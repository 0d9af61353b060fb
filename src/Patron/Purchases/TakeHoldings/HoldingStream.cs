using System.Data.Common;
using Patron.Data;
using Patron.Purchases.Contracts;

namespace Patron.Purchases.TakeHoldings;

internal sealed class HoldingStream : IHoldingStream
{
    public IEnumerable<StreamedHolding> Read(DbConnection connection, IReadOnlyCollection<long>? customers, DateOnly? day = null)
    {
        var which = customers is null ? "" : $" and customer_id in ({string.Join(',', customers)})";
        var open = day is { } then ? $"(opened is null or opened <= {then.DayNumber}) and (closed is null or closed > {then.DayNumber})" : "closed is null";
        using var row = FastReader.Open(connection, $"select customer_id, kind, balance, coalesce(fees, 0) + coalesce(interest, 0), currency from purchases_holdings where {open}{which} order by customer_id, id");
        while (row.Read()) yield return new(row.Long(0), row.Text(1)!, row.IsNull(2) ? null : row.Long(2), row.Long(3), row.Text(4)!);
    }
}
