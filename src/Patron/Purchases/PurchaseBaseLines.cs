using System.Data.Common;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;
using Patron.Purchases.ContributeColumns;
using Patron.Purchases.Contracts;

namespace Patron.Purchases;

/// <summary>
/// Fills the base's order lines. The day is the order's, in the organisation's time zone. A line is a sale when quantity and price are above zero and the
/// order is no return; a return when the order is one or the quantity is below zero; amounts in other currencies than the reporting one are kept apart.
/// </summary>
internal sealed class PurchaseBaseLines(BaseCodes codes, TimeProvider clock) : IContributesColumns
{
    private const string Columns = "l.customer_id, l.order_id, l.product_id, l.quantity, l.price, l.amount, " + OrderFacts.Columns;
    private const string From = "from purchases_order_lines l join purchases_orders o on o.customer_id = l.customer_id and o.id = l.order_id";

    public IReadOnlyList<ColumnKey> Keys => [DiscountColumns.Discounts];

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Purchases];

    /// <summary>
    /// Both tables are read as they lie, orders first: in the order of the customers every line would be a step to another place of a table that fills
    /// with the years. The base sorts by customer in memory.
    /// </summary>
    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var orders = LoadedOrders.Read(connection, draft, new OrderFacts(OrganisationOf(connection), draft.Writer));
        var (products, discounts, since) = (new Dictionary<long, int>(), new long[draft.Count], YearColumns.FirstDay(connection, clock));
        var lines = new Growing(FastReader.Estimate(connection, "purchases_order_lines"));
        using var reader = FastReader.Open(connection, "select order_id, product_id, quantity, price, amount from purchases_order_lines");
        while (reader.Read())
        {
            // Lines of orders that came after the orders were read are refreshed afterwards.
            if (!orders.Find(reader.Long(0), out var customer, out var order)) continue;
            if (!products.TryGetValue(reader.Long(1), out var product)) products[reader.Long(1)] = product = codes.Product(reader.Long(1));
            var line = order.Line(product, reader.Long(2), reader.Long(3), reader.Long(4));
            lines.Add(customer, line);
            discounts[customer] += Discount(line, reader.Long(3), since);
        }
        draft.AddLines(lines.Finish());
        draft.Add(DiscountColumns.Discounts, discounts);
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        var organisation = await db.Organisation(ct);
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.OpenConnectionAsync(db.Database, ct);
        var connection = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database);
        var (facts, since) = (new OrderFacts(organisation, writer), YearColumns.FirstDay(connection, clock));
        foreach (var some in rows.Keys.Order().Chunk(2_000))
        {
            var (lines, discounts) = (some.ToDictionary(id => id, _ => new List<PurchaseLine>()), some.ToDictionary(id => id, _ => 0L));
            using (var reader = FastReader.Open(connection, $"select {Columns} {From} where l.customer_id in ({string.Join(',', some)}) order by l.customer_id, l.order_id"))
                Read(reader, facts, lines, discounts, since);
            foreach (var (id, own) in lines) rows[id].Lines(own).Number(DiscountColumns.Discounts, discounts[id]);
        }
    }

    private void Read(FastReader reader, OrderFacts facts, Dictionary<long, List<PurchaseLine>> lines, Dictionary<long, long> discounts, int since)
    {
        var (customer, orderId, order) = (0L, 0L, default(LoadedOrder));
        while (reader.Read())
        {
            // What belongs to the order is read once for all its lines, which stand together; orders are numbered within their customer.
            if (reader.Long(0) != customer || reader.Long(1) != orderId)
            {
                var number = reader.Long(0) == customer ? order.Number + 1 : 1;
                (customer, orderId) = (reader.Long(0), reader.Long(1));
                order = facts.Read(reader, 6) with { Number = number };
            }
            var line = order.Line(codes.Product(reader.Long(2)), reader.Long(3), reader.Long(4), reader.Long(5));
            lines[customer].Add(line);
            discounts[customer] += Discount(line, reader.Long(4), since);
        }
    }

    /// <summary>What was taken off the price of a sale since a day.</summary>
    private static long Discount(in PurchaseLine line, long price, int since) => line.Kind == LineKind.Sale && line.Day >= since ? DiscountReads.Discount(line.Quantity, price, line.Amount) : 0;

    private static Organisation OrganisationOf(DbConnection connection)
    {
        using var reader = FastReader.Open(connection, $"select value from kernel_settings where key = '{SettingsKeys.Organisation}'");
        return reader.Read() ? System.Text.Json.JsonSerializer.Deserialize<Organisation>(reader.Text(0)!)! : Organisation.Default;
    }

    private sealed class Growing(int capacity)
    {
        private int[] customer = new int[capacity], order = new int[capacity], day = new int[capacity], product = new int[capacity];
        private long[] quantity = new long[capacity], amount = new long[capacity];
        private LineKind[] kind = new LineKind[capacity];
        private ushort[] channel = new ushort[capacity], country = new ushort[capacity];
        private int count;

        public void Add(int of, in PurchaseLine line)
        {
            // The capacity was an estimate.
            if (count == customer.Length) Grow(Math.Max(1_000, count + count / 4));
            (customer[count], order[count], day[count], product[count]) = (of, line.Order, line.Day, line.Product);
            (quantity[count], amount[count], kind[count], channel[count], country[count]) = (line.Quantity, line.Amount, line.Kind, line.Channel, line.Country);
            count++;
        }

        public LineLoad Finish() => new()
        {
            Count = count, Customer = customer, Order = order, Day = day, Product = product, Quantity = quantity, Amount = amount, Kind = kind, Channel = channel, Country = country,
        };

        private void Grow(int size)
        {
            Array.Resize(ref customer, size);
            Array.Resize(ref order, size);
            Array.Resize(ref day, size);
            Array.Resize(ref product, size);
            Array.Resize(ref quantity, size);
            Array.Resize(ref amount, size);
            Array.Resize(ref kind, size);
            Array.Resize(ref channel, size);
            Array.Resize(ref country, size);
        }
    }
}
