using System.Runtime.CompilerServices;

namespace Patron.Analytics.Base;

/// <summary>All order lines; the lines of customer c are <see cref="Start"/>[c] .. Start[c] + <see cref="Length"/>[c] - 1, by day, then by order, so that lines of one order stand together.</summary>
/// <remarks>The arrays are longer than what is visible, and lines that no slice covers are garbage: go by the slices only. Meanings and units: <see cref="PurchaseLine"/>. Reading only.</remarks>
public sealed class PurchaseColumns
{
    internal static PurchaseColumns Empty { get; } = new() { Start = [], Length = [], Lines = new(0) };

    /// <summary>First line of each customer.</summary>
    public required int[] Start { get; init; }
    /// <summary>Number of lines of each customer.</summary>
    public required int[] Length { get; init; }
    /// <summary>Order numbers.</summary>
    public int[] Order => Lines.Order;
    /// <summary>Day numbers.</summary>
    public int[] Day => Lines.Day;
    /// <summary>Dense product indexes.</summary>
    public int[] Product => Lines.Product;
    /// <summary>Micros.</summary>
    public long[] Quantity => Lines.Quantity;
    /// <summary>Micros of the reporting currency, signed.</summary>
    public long[] Amount => Lines.Amount;
    /// <summary>What the lines count as.</summary>
    public LineKind[] Kind => Lines.Kind;
    /// <summary>Channel codes.</summary>
    public ushort[] Channel => Lines.Channel;
    /// <summary>Country codes.</summary>
    public ushort[] Country => Lines.Country;

    internal LineArrays Lines { get; init; } = null!;

    /// <summary>Lines written so far, garbage included.</summary>
    internal int Used { get; init; }

    /// <summary>Lines that slices cover.</summary>
    internal int Live { get; init; }

    /// <summary>The lines of one customer, by day, then by order.</summary>
    public PurchaseLine[] Of(int index)
    {
        var lines = new PurchaseLine[Length[index]];
        for (var i = 0; i < lines.Length; i++) lines[i] = Lines[Start[index] + i];
        return lines;
    }

    /// <summary>The distinct days with a sale line of one customer on or before a day, ascending.</summary>
    public int[] OrderDays(int index, int asOf)
    {
        var days = new List<int>();
        for (var i = Start[index]; i < Start[index] + Length[index] && Day[i] <= asOf; i++)
            if (Kind[i] == LineKind.Sale && (days.Count == 0 || days[^1] != Day[i])) days.Add(Day[i]);
        return [.. days];
    }
}

/// <summary>The parallel arrays of order lines.</summary>
internal sealed class LineArrays(int capacity)
{
    public int[] Order { get; private set; } = new int[capacity];
    public int[] Day { get; private set; } = new int[capacity];
    public int[] Product { get; private set; } = new int[capacity];
    public long[] Quantity { get; private set; } = new long[capacity];
    public long[] Amount { get; private set; } = new long[capacity];
    public LineKind[] Kind { get; private set; } = new LineKind[capacity];
    public ushort[] Channel { get; private set; } = new ushort[capacity];
    public ushort[] Country { get; private set; } = new ushort[capacity];

    /// <summary>Arrays that were given, not made here, may differ in length.</summary>
    public int Capacity => Math.Min(Math.Min(Order.Length, Day.Length), Math.Min(Math.Min(Product.Length, Quantity.Length), Math.Min(Math.Min(Amount.Length, Kind.Length), Math.Min(Channel.Length, Country.Length))));

    public PurchaseLine this[int i]
    {
        get => new(Order[i], Day[i], Product[i], Quantity[i], Amount[i], Kind[i], Channel[i], Country[i]);
        set => (Order[i], Day[i], Product[i], Quantity[i], Amount[i], Kind[i], Channel[i], Country[i]) =
            (value.Order, value.Day, value.Product, value.Quantity, value.Amount, value.Kind, value.Channel, value.Country);
    }

    /// <summary>The same lines with room for more.</summary>
    public LineArrays Grown(int needed)
    {
        var grown = new LineArrays(0)
        {
            Order = Growing.To(Order, needed),
            Day = Growing.To(Day, needed),
            Product = Growing.To(Product, needed),
            Quantity = Growing.To(Quantity, needed),
            Amount = Growing.To(Amount, needed),
            Kind = Growing.To(Kind, needed),
            Channel = Growing.To(Channel, needed),
            Country = Growing.To(Country, needed),
        };
        return grown;
    }

    /// <summary>
    /// The load's lines, line i of it at place[i]. Each column is written into the array of the one before it, which is needed no more:
    /// the peak of the process's memory is here.
    /// </summary>
    public static LineArrays Sorted(LineLoad load, int[] place)
    {
        var (channel, country) = (load.Channel ?? [], load.Country ?? []);
        var sorted = new LineArrays(0);
        Parallel.Invoke(
            () =>
            {
                sorted.Order = To(load.Customer, load.Order, place);
                sorted.Day = To(load.Order, load.Day, place);
                sorted.Product = To(load.Day, load.Product, place);
            },
            () =>
            {
                sorted.Quantity = To(new long[place.Length], load.Quantity, place);
                sorted.Amount = To(load.Quantity, load.Amount, place);
                sorted.Kind = To(new LineKind[place.Length], load.Kind, place);
                sorted.Channel = To(new ushort[place.Length], channel, place);
                sorted.Country = To(channel.Length < place.Length ? new ushort[place.Length] : channel, country, place);
            });
        return sorted;
    }

    /// <summary>An empty column stays without values.</summary>
    [MethodImpl(Hot.Loop)]
    private static T[] To<T>(T[] into, T[] from, int[] place)
    {
        if (from.Length > 0)
            for (var i = 0; i < place.Length; i++) into[place[i]] = from[i];
        return into;
    }
}
