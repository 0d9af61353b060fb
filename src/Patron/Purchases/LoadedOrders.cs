using System.Data.Common;
using System.Text;
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

/// <summary>Reads orders as <see cref="Columns"/> give them.</summary>
internal sealed class OrderFacts(Organisation organisation, BaseWriter writer)
{
    public const string Columns = "o.at, o.is_return, o.currency, o.channel, o.country";

    // Since 1972, when Liberia was the last to change, every zone's days begin, and its clocks change, at a full quarter of an hour.
    private const long Quarter = 15 * 60 * 1_000_000L;
    private static readonly long FullQuarters = Instants.ToMicroseconds(new DateTimeOffset(1973, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private readonly byte[] currency = Encoding.ASCII.GetBytes(organisation.Currency);
    private readonly CategoryCodes channels = new(writer.Channels), countries = new(writer.Countries);
    private (long Quarter, int Day) last = (long.MinValue, 0);

    /// <param name="first">Where among the row's columns those of the order begin.</param>
    public LoadedOrder Read(FastReader row, int first)
    {
        LineKind? kind = !row.Utf8(first + 2).SequenceEqual(currency) ? LineKind.Foreign : row.Flag(first + 1) ? LineKind.Return : null;
        return new(0, Day(row.Instant(first)), kind, checked((ushort)channels.Code(row.Utf8(first + 3))), checked((ushort)countries.Code(row.Utf8(first + 4))));
    }

    /// <summary>Orders of one time mostly stand together.</summary>
    private int Day(long at)
    {
        if (at < FullQuarters) return Instants.DayNumber(at, organisation.Zone);
        if (at / Quarter != last.Quarter) last = (at / Quarter, Instants.DayNumber(at, organisation.Zone));
        return last.Day;
    }
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
        var (count, capacity, finder) = (0, FastReader.Estimate(connection, OrderStore.Table), draft.Finder());
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
        // They come as they were written, mostly in order already.
        if (!IsAscending(ids)) Array.Sort(ids, place);
        Number(place, customers, orders, draft.Count);
        return new(ids, place, customers, orders);

        // The size was an estimate.
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

    private static bool IsAscending(long[] ids)
    {
        for (var i = 1; i < ids.Length; i++)
            if (ids[i - 1] > ids[i]) return false;
        return true;
    }

    public bool Find(long id, out int customer, out LoadedOrder order)
    {
        var found = finder.IndexOf(id);
        (customer, order) = found < 0 ? (-1, default) : (customers[place[found]], orders[place[found]]);
        return found >= 0;
    }
}
