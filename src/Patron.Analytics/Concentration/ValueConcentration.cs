namespace Patron.Analytics.Concentration;

/// <summary>One point of the curve: the best <paramref name="Customers"/> (a share of 1) bring <paramref name="Value"/> (a share of the total).</summary>
public readonly record struct CurvePoint(decimal Customers, double Value);

/// <summary>How unevenly a value (revenue, profit) is spread over customers. The best customer is the one with the highest value; values below zero are losses.</summary>
/// <remarks>Ties need no rule: whichever of two equal customers comes first, the sums are the same. Customers with zero count as customers; leave out who should not.</remarks>
public sealed class ValueConcentration
{
    private readonly long[] ascending;

    private ValueConcentration(long[] ascending)
    {
        this.ascending = ascending;
        foreach (var value in ascending) Total += value;
        Gini = GiniOf(ascending, Total);
    }

    /// <summary>Of all values, in any order and any unit.</summary>
    public static ValueConcentration Of(ReadOnlySpan<long> values)
    {
        var sorted = values.ToArray();
        RadixSort.Ascending(sorted);
        return new(sorted);
    }

    /// <summary>Customers.</summary>
    public int Count => ascending.Length;

    /// <summary>Sum of all values.</summary>
    public Int128 Total { get; }

    /// <summary>
    /// 0 (all equal) to (n - 1) / n (one has everything): 2 sum(i x(i)) / (n sum(x)) - (n + 1) / n with x ascending and i from 1
    /// (Dixon, Weiner, Mitchell-Olds, Woodley, Bootstrapping the Gini coefficient of inequality, Ecology 68(5), 1987, without its correction n / (n - 1)).
    /// NaN with a value below zero, where the coefficient has no meaning, and when the total is zero.
    /// </summary>
    public double Gini { get; }

    /// <summary>Sum of the values of the best customers.</summary>
    public Int128 SumOfBest(int customers)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(customers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(customers, Count);
        Int128 sum = 0;
        for (var i = Count - customers; i < Count; i++) sum += ascending[i];
        return sum;
    }

    /// <summary>How many have a lower value; those who have the same do not count.</summary>
    public int Below(long value)
    {
        var (from, to) = (0, ascending.Length);
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (ascending[middle] < value) from = middle + 1;
            else to = middle;
        }
        return from;
    }

    /// <summary>How many the best <paramref name="share"/> (0 to 1) of the customers are: floor(count x share), reckoned in decimals.</summary>
    public int CustomersIn(decimal share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        return (int)Math.Floor(Count * share);
    }

    /// <summary>Share of the total that the best floor(count x share) customers bring; above 1 where others bring losses; NaN unless the total is above zero.</summary>
    public double ShareOfBest(decimal share) => Total > 0 ? (double)SumOfBest(CustomersIn(share)) / (double)Total : double.NaN;

    /// <summary>The smallest number of best customers whose sum reaches this share of the total; null unless the total is above zero, and when a share above 1 is never reached.</summary>
    public int? CustomersFor(decimal share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        if (Total <= 0) return null;
        var goal = (decimal)Total * share;
        Int128 sum = 0;
        for (var count = 0; count <= Count; count++)
        {
            if ((decimal)sum >= goal) return count;
            if (count < Count) sum += ascending[Count - 1 - count];
        }
        return null;
    }

    /// <summary>The share of the total at each share of the customers (see <see cref="ShareOfBest"/>), in the order asked.</summary>
    public CurvePoint[] Curve(params ReadOnlySpan<decimal> shares)
    {
        var points = new CurvePoint[shares.Length];
        for (var i = 0; i < points.Length; i++) points[i] = new(shares[i], ShareOfBest(shares[i]));
        return points;
    }

    private static double GiniOf(long[] ascending, Int128 total)
    {
        if (ascending.Length == 0 || ascending[0] < 0 || total == 0) return double.NaN;
        Int128 weighted = 0;
        for (var i = 0; i < ascending.Length; i++) weighted += (Int128)(i + 1) * ascending[i];
        var n = (double)ascending.Length;
        return 2 * (double)weighted / (n * (double)total) - (n + 1) / n;
    }
}
