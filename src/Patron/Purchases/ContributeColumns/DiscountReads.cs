using System.Data.Common;
using System.Runtime.InteropServices;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.Web.Forms;

namespace Patron.Purchases.ContributeColumns;

/// <summary>Reads them from the lines of orders, by the rule that fills the base.</summary>
internal sealed class DiscountReads : IDiscountReads
{
    public IReadOnlyDictionary<long, long> Given(DbConnection connection, DateOnly from, DateOnly to, IReadOnlyCollection<long>? only)
    {
        var organisation = connection.Organisation();
        string Begins(DateOnly day) => YearColumns.Literal(connection, LocalTimes.Midnight(day, organisation.Zone));
        var given = new Dictionary<long, long>();
        using var row = FastReader.Open(connection, $"""
            select l.customer_id, l.quantity, l.price, l.amount from {OrderStore.Table} o join purchases_order_lines l on l.customer_id = o.customer_id and l.order_id = o.id
            where o.at >= {Begins(from)} and o.at < {Begins(to.AddDays(1))} and not o.is_return and o.currency = '{organisation.Currency}' and l.quantity > 0 and l.price > 0
            {(only is null ? "" : $"and o.customer_id in ({string.Join(',', only)})")}
            """);
        while (row.Read())
            if (Discount(row.Long(1), row.Long(2), row.Long(3)) is > 0 and var off) CollectionsMarshal.GetValueRefOrAddDefault(given, row.Long(0), out _) += off;
        return given;
    }

    /// <summary>What was taken off the price of a sale; what rounding alone took off is none.</summary>
    public static long Discount(long quantity, long price, long amount) => (long)Math.Round(quantity / 1e6 * price) - amount is > 1 and var given ? given : 0;
}
