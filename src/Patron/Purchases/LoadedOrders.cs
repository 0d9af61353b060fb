using System.Data.Common;
using Patron.Analytics.Base;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Kernel;

namespace Patron.Purchases;

/// <summary>What the base needs of an order for each of its lines.</summary>
/// <param name="Number">Within its customer.</param>
/// <param name="Fixed">What every line of it counts as; null where each line tells.</param>
internal readonly record struct LoadedOrder(int Number, int Day, LineKind? Fixed, ushort Channel, ushort Country)
{
    public PurchaseLine Line(int product, long quantity, long price, long amount) =>
        new(Number, Day, product, quantity, amount, Fixed ?? (quantity > 0 && price > 0 ? LineKind.Sale : quantity < 0 ? LineKind.Return : LineKind.Other), Channel, Country);
}

/// <summary>Reads an order as <see cref="Columns"/> give it.</summary>
internal sealed class OrderFacts(Organisation organisation, BaseWriter writer)
{
    public const string Columns = "o.at, o.is_return, o.currency, o.channel, o.country";
    private readonly TimeZoneInfo zone = organisation.Zone;

    /// <param name="first">Where among the row's columns those of the order begin.</param>
    public LoadedOrder Read(FastReader row, int first)
    {
        LineKind? kind = row.Text(first + 2) != organisation.Currency ? LineKind.Foreign : row.Flag(first + 1) ? LineKind.Return : null;
        return new(0, Instants.DayNumber(row.Instant(first), zone), kind, Code(writer.Channels, row.Text(first + 3)), Code(writer.Countries, row.Text(first + 4)));
    }

    private static ushort Code(CategoryDictionary dictionary, string? value) => value is null ? (ushort)0 : checked((ushort)dictionary.Code(value));
}

/// <summary>All orders while the base is loaded, found by their ids; quick for lines that stand in the order of their orders.</summary>
internal sealed class LoadedOrders
{
    private readonly IndexFinder finder;
    private readonly int[] place;
    private readonly int[] customers;
    private readonly LoadedOrder[] orders;

    private LoadedOrders(long[] ids, int[] place, int[] customers, LoadedOrder[] orders) => (finder, this.place, this.customers, this.orders) = (new(ids), place, customers, orders);

    public static LoadedOrders Read(DbConnection connection, BaseDraft draft, OrderFacts facts)
    {
        var (count, capacity, finder) = (0, PurchaseBaseLines.Count(connection, OrderStore.Table), draft.Finder());
        var (ids, customers, orders) = (new long[capacity], new int[capacity], new LoadedOrder[capacity]);
        using (var reader = FastReader.Open(connection, $"select o.customer_id, o.id, {OrderFacts.Columns} from {OrderStore.Table} o"))
        {
            while (reader.Read())
            {
                if (finder.IndexOf(reader.Long(0)) is var customer && customer < 0) continue;
                if (count == ids.Length) Resize(Math.Max(1_000, count + count / 4));
                (ids[count], customers[count], orders[count]) = (reader.Long(1), customer, facts.Read(reader, 2));
                count++;
            }
        }
        if (count < ids.Length) Resize(count);
        var place = Enumerable.Range(0, count).ToArray();
        Array.Sort(ids, place);
        Number(place, customers, orders, draft.Count);
        return new(ids, place, customers, orders);

        // Orders may be written between the count and the reading.
        void Resize(int size)
        {
            Array.Resize(ref ids, size);
            Array.Resize(ref customers, size);
            Array.Resize(ref orders, size);
        }
    }

    /// <summary>The orders of a customer are numbered from 1 as their ids ascend.</summary>
    private static void Number(int[] byId, int[] customers, LoadedOrder[] orders, int count)
    {
        var last = new int[count];
        foreach (var at in byId) orders[at] = orders[at] with { Number = ++last[customers[at]] };
    }

    public bool Find(long id, out int customer, out LoadedOrder order)
    {
        var found = finder.IndexOf(id);
        (customer, order) = found < 0 ? (-1, default) : (customers[place[found]], orders[place[found]]);
        return found >= 0;
    }
}
