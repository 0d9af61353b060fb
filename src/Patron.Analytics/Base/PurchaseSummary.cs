using System.Runtime.CompilerServices;

namespace Patron.Analytics.Base;

/// <summary>Purchases of each customer up to a day, by customer index. Nothing after that day leaks in. Holes and anonymous buyers have rows too: combine with a bitmap.</summary>
public sealed class PurchaseSummary
{
    /// <summary>The day of who has no sale.</summary>
    public const int NoDay = int.MinValue;

    private PurchaseSummary(int size, int asOf, int? fromDay)
    {
        (AsOf, FromDay) = (asOf, fromDay);
        (FirstDay, LastDay) = (new int[size], new int[size]);
        (Orders, Lines, Spent, Returned) = (new int[size], new int[size], new long[size], new long[size]);
    }

    /// <summary>Day number; later lines do not count.</summary>
    public int AsOf { get; }
    /// <summary>Day number; earlier lines do not count. Null: all of the past.</summary>
    public int? FromDay { get; }
    /// <summary>Day number of the first sale line in the window, or <see cref="NoDay"/>.</summary>
    public int[] FirstDay { get; }
    /// <summary>Day number of the last sale line in the window, or <see cref="NoDay"/>.</summary>
    public int[] LastDay { get; }
    /// <summary>Distinct orders with a sale line.</summary>
    public int[] Orders { get; }
    /// <summary>Sale lines.</summary>
    public int[] Lines { get; }
    /// <summary>Micros of the sale lines.</summary>
    public long[] Spent { get; }
    /// <summary>Micros of the return lines, signed as they stand: zero or below.</summary>
    public long[] Returned { get; }

    /// <summary>Micros spent divided by orders, rounded down; 0 for who has no order.</summary>
    public long AverageOrder(int index) => Orders[index] == 0 ? 0 : FloorDiv(Spent[index], Orders[index]);

    /// <summary>A measure of one customer; <see cref="NumberKey.Missing"/> where it has no value.</summary>
    public long Measure(PurchaseMeasure measure, int index) => measure switch
    {
        PurchaseMeasure.Orders => Orders[index],
        PurchaseMeasure.Spent => Spent[index],
        _ when Orders[index] == 0 => NumberKey.Missing,
        PurchaseMeasure.DaysSinceLast => AsOf - LastDay[index],
        PurchaseMeasure.DaysSinceFirst => AsOf - FirstDay[index],
        PurchaseMeasure.AverageOrder => AverageOrder(index),
        _ => throw new ArgumentOutOfRangeException(nameof(measure)),
    };

    /// <summary>Reckons on both cores, or gives what the snapshot has reckoned before.</summary>
    public static PurchaseSummary Of(CustomerBaseSnapshot snapshot, int asOf, int? fromDay = null)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return snapshot.Summary(asOf, fromDay);
    }

    internal static PurchaseSummary Reckon(CustomerBaseSnapshot snapshot, int asOf, int? fromDay)
    {
        var made = new PurchaseSummary(snapshot.Size, asOf, fromDay);
        Ranges.Run(snapshot.Size, (from, to) => made.Fill(snapshot.Purchases, from, to));
        return made;
    }

    /// <summary>This summary for a later snapshot in which only some customers' lines are others.</summary>
    internal PurchaseSummary Renewed(CustomerBaseSnapshot snapshot, IEnumerable<int> stale)
    {
        var (made, shared) = (new PurchaseSummary(snapshot.Size, AsOf, FromDay), Orders.Length);
        FirstDay.CopyTo(made.FirstDay, 0);
        LastDay.CopyTo(made.LastDay, 0);
        Orders.CopyTo(made.Orders, 0);
        Lines.CopyTo(made.Lines, 0);
        Spent.CopyTo(made.Spent, 0);
        Returned.CopyTo(made.Returned, 0);
        made.Fill(snapshot.Purchases, shared, snapshot.Size);
        foreach (var index in stale) made.Fill(snapshot.Purchases, index, index + 1);
        return made;
    }

    // Sale lines can still be below zero after a discount above the price.
    private static long FloorDiv(long amount, long by) => amount >= 0 ? amount / by : (amount - by + 1) / by;

    [MethodImpl(Hot.Loop)]
    private void Fill(PurchaseColumns lines, int from, int to)
    {
        var (day, order, kind, amount) = (lines.Day, lines.Order, lines.Kind, lines.Amount);
        var earliest = FromDay ?? int.MinValue;
        for (var c = from; c < to; c++)
        {
            var (first, last, orders, count, spent, returned, previous) = (NoDay, NoDay, 0, 0, 0L, 0L, 0);
            var end = lines.Start[c] + lines.Length[c];
            for (var i = lines.Start[c]; i < end && day[i] <= AsOf; i++)
            {
                if (day[i] < earliest) continue;
                if (kind[i] == LineKind.Sale)
                {
                    if (count == 0) first = day[i];
                    if (count == 0 || order[i] != previous) orders++;
                    (previous, last) = (order[i], day[i]);
                    count++;
                    spent += amount[i];
                }
                else if (kind[i] == LineKind.Return)
                {
                    returned += amount[i];
                }
            }
            (FirstDay[c], LastDay[c], Orders[c], Lines[c], Spent[c], Returned[c]) = (first, last, orders, count, spent, returned);
        }
    }
}
