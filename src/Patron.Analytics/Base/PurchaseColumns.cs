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

    /// <summary>The load's own arrays, moved so that line i of the load comes to place[i]: within each array, for a second one would be the peak of the process's memory.</summary>
    public static LineArrays Moved(LineLoad load, int[] place)
    {
        var (channel, country) = (load.Channel ?? new ushort[place.Length], load.Country ?? new ushort[place.Length]);
        Parallel.Invoke(
            () => Move(load.Customer, place), () => Move(load.Order, place), () => Move(load.Day, place), () => Move(load.Product, place),
            () => Move(load.Quantity, place), () => Move(load.Amount, place), () => Move(load.Kind, place), () => Move(channel, place), () => Move(country, place));
        return new(0) { Order = load.Order, Day = load.Day, Product = load.Product, Quantity = load.Quantity, Amount = load.Amount, Kind = load.Kind, Channel = channel, Country = country };
    }

    /// <summary>Follows each chain of places until it comes back to where it began.</summary>
    private static void Move<T>(T[] column, int[] place)
    {
        var settled = new System.Collections.BitArray(place.Length);
        for (var first = 0; first < place.Length; first++)
        {
            if (settled[first]) continue;
            var (value, to) = (column[first], place[first]);
            while (to != first)
            {
                (column[to], value) = (value, column[to]);
                settled[to] = true;
                to = place[to];
            }
            column[first] = value;
        }
    }
}
