using System.Data.Common;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>
/// Fills the base's order lines. The day is the order's, in the organisation's time zone. A line is a sale when quantity and price are above zero and the
/// order is no return; a return when the order is one or the quantity is below zero; amounts in other currencies than the reporting one are kept apart.
/// </summary>
internal sealed class PurchaseBaseLines(BaseCodes codes) : IContributesColumns
{
    private const string Columns = "l.customer_id, l.order_id, o.at, l.product_id, l.quantity, l.price, l.amount, o.is_return, o.currency, o.channel, o.country";
    private const string From = "from purchases_order_lines l join purchases_orders o on o.customer_id = l.customer_id and o.id = l.order_id";

    public IReadOnlyList<ColumnKey> Keys => [];

    public IReadOnlyList<string> Topics { get; } = [Data.Topics.Purchases];

    public void Load(DbConnection connection, BaseDraft draft, CancellationToken ct)
    {
        var organisation = OrganisationOf(connection);
        var capacity = Count(connection);
        var lines = new Growing(capacity);
        var finder = draft.Finder();
        using (var reader = FastReader.Open(connection, $"select {Columns} {From} order by l.customer_id, l.order_id"))
        {
            var facts = new LineFacts(organisation, draft.Writer, codes);
            while (reader.Read())
            {
                var customer = finder.IndexOf(reader.Long(0));
                if (customer >= 0) lines.Add(customer, facts.Read(reader));
            }
        }
        draft.AddLines(lines.Finish());
    }

    public async Task Refresh(PatronDb db, IReadOnlyDictionary<long, CustomerRow> rows, BaseWriter writer, CancellationToken ct)
    {
        var organisation = await db.Organisation(ct);
        await Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.OpenConnectionAsync(db.Database, ct);
        var connection = Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions.GetDbConnection(db.Database);
        var facts = new LineFacts(organisation, writer, codes);
        foreach (var some in rows.Keys.Order().Chunk(2_000))
        {
            var lines = some.ToDictionary(id => id, _ => new List<PurchaseLine>());
            using (var reader = FastReader.Open(connection, $"select {Columns} {From} where l.customer_id in ({string.Join(',', some)}) order by l.customer_id, l.order_id"))
                while (reader.Read()) lines[reader.Long(0)].Add(facts.Read(reader));
            foreach (var (id, own) in lines) rows[id].Lines(own);
        }
    }

    private static int Count(DbConnection connection)
    {
        using var reader = FastReader.Open(connection, "select count(*) from purchases_order_lines");
        reader.Read();
        return reader.Int(0);
    }

    private static Organisation OrganisationOf(DbConnection connection)
    {
        using var reader = FastReader.Open(connection, $"select value from kernel_settings where key = '{SettingsKeys.Organisation}'");
        return reader.Read() ? System.Text.Json.JsonSerializer.Deserialize<Organisation>(reader.Text(0)!)! : Organisation.Default;
    }

    /// <summary>Turns a row of <see cref="Columns"/> into a line of the base.</summary>
    private sealed class LineFacts(Organisation organisation, BaseWriter writer, BaseCodes codes)
    {
        private readonly TimeZoneInfo zone = organisation.Zone;
        private (long Customer, long Order, int Number, int Day, LineKind? Fixed, ushort Channel, ushort Country) last;

        public PurchaseLine Read(FastReader row)
        {
            var (customer, order) = (row.Long(0), row.Long(1));
            if (order != last.Order)
            {
                // What belongs to the order is read once for all its lines, which stand together; orders are numbered within their customer.
                LineKind? kind = row.Text(8) != organisation.Currency ? LineKind.Foreign : row.Flag(7) ? LineKind.Return : null;
                last = (customer, order, customer == last.Customer ? last.Number + 1 : 1, Instants.DayNumber(row.Instant(2), zone), kind, Code(writer.Channels, row.Text(9)), Code(writer.Countries, row.Text(10)));
            }
            var (quantity, price) = (row.Long(4), row.Long(5));
            var counts = last.Fixed ?? (quantity > 0 && price > 0 ? LineKind.Sale : quantity < 0 ? LineKind.Return : LineKind.Other);
            return new(last.Number, last.Day, codes.Product(row.Long(3)), quantity, row.Long(6), counts, last.Channel, last.Country);
        }

        private static ushort Code(CategoryDictionary dictionary, string? value) => value is null ? (ushort)0 : checked((ushort)dictionary.Code(value));
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
            // Lines may be written between the count and the reading.
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
