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

    public int Capacity => Order.Length;

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

    /// <summary>Lines moved so that line i of the load comes to place[i].</summary>
    public static LineArrays Moved(LineLoad load, int[] place)
    {
        var moved = new LineArrays(0);
        Parallel.Invoke(
            () => moved.Order = Move(load.Order, place), () => moved.Day = Move(load.Day, place), () => moved.Product = Move(load.Product, place),
            () => moved.Quantity = Move(load.Quantity, place), () => moved.Amount = Move(load.Amount, place), () => moved.Kind = Move(load.Kind, place),
            () => moved.Channel = Move(load.Channel, place), () => moved.Country = Move(load.Country, place));
        return moved;
    }

    private static T[] Move<T>(T[]? column, int[] place)
    {
        var moved = new T[place.Length];
        if (column is null) return moved;
        for (var i = 0; i < place.Length; i++) moved[place[i]] = column[i];
        return moved;
    }
}
