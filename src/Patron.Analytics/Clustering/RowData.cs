using Patron.Analytics.Matching;

namespace Patron.Analytics.Clustering;

/// <summary>Rows of numbers, column by column.</summary>
public sealed class RowData
{
    private RowData(double[][] columns) => Columns = columns;

    /// <summary>Rows.</summary>
    public int Rows => Columns[0].Length;

    /// <summary>Columns of equal length; reading only.</summary>
    public double[][] Columns { get; }

    /// <summary>Takes the columns over.</summary>
    /// <exception cref="ArgumentException">There is no column, they differ in length, or a number is not finite.</exception>
    public static RowData Of(params double[][] columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        if (columns.Length == 0 || Array.Exists(columns, c => c.Length != columns[0].Length)) throw new ArgumentException("The columns differ in length, or there is none.", nameof(columns));
        if (Array.Exists(columns, c => Array.Exists(c, v => !double.IsFinite(v)))) throw new ArgumentException("A number is not finite.", nameof(columns));
        return new(columns);
    }

    /// <summary>Each column less its mean, divided by its standard deviation (of all rows, divisor n); a column that does not vary becomes 0.</summary>
    public (RowData Data, double[] Means, double[] Deviations) Standardised()
    {
        var means = Array.ConvertAll(Columns, c => c.Length == 0 ? 0 : c.Sum() / c.Length);
        var deviations = new double[Columns.Length];
        var standard = new double[Columns.Length][];
        Parallel.For(0, Columns.Length, n =>
        {
            var (column, mean) = (Columns[n], means[n]);
            var deviation = column.Length == 0 ? 0 : Math.Sqrt(column.Sum(v => (v - mean) * (v - mean)) / column.Length);
            deviations[n] = deviation;
            // Rounding makes a tiny deviation of equal numbers.
            var varies = deviation > 1e-12 * Math.Abs(mean) && deviation > 0;
            standard[n] = Array.ConvertAll(column, v => varies ? (v - mean) / deviation : 0);
        });
        return (new(standard), means, deviations);
    }

    /// <summary>How many rows differ from each other.</summary>
    public int DifferentRows()
    {
        var order = Sorted(Enumerable.Range(0, Rows));
        var different = order.Length == 0 ? 0 : 1;
        for (var i = 1; i < order.Length; i++)
            if (Compare(order[i - 1], order[i]) != 0) different++;
        return different;
    }

    /// <summary>At most so many rows, in order of their values: chosen by a hash of the values, so that the order of the rows makes no difference.</summary>
    internal RowData Sample(int most, int seed)
    {
        var rows = Enumerable.Range(0, Rows);
        if (Rows > most)
        {
            var hashes = new ulong[Rows];
            var chosen = Enumerable.Range(0, Rows).ToArray();
            Parallel.For(0, (Rows + 65_535) / 65_536, chunk =>
            {
                for (var row = chunk * 65_536; row < Math.Min(Rows, (chunk + 1) * 65_536); row++) hashes[row] = HashOf(row, seed);
            });
            // About twice as many as are wanted lie under the limit; only those are sorted.
            var limit = (ulong)(ulong.MaxValue * Math.Min(1, 2.0 * most / Rows));
            var under = Array.FindAll(chosen, row => hashes[row] <= limit);
            if (under.Length >= most) chosen = under;
            Array.Sort(Array.ConvertAll(chosen, row => hashes[row]), chosen);
            rows = chosen.Take(most);
        }
        var order = Sorted(rows);
        return new(Array.ConvertAll(Columns, column => Array.ConvertAll(order, row => column[row])));
    }

    private int[] Sorted(IEnumerable<int> rows)
    {
        var order = rows.ToArray();
        Array.Sort(order, Compare);
        return order;
    }

    private int Compare(int a, int b)
    {
        foreach (var column in Columns)
            if (column[a].CompareTo(column[b]) is not 0 and var order) return order;
        return 0;
    }

    private ulong HashOf(int row, int seed)
    {
        var hash = (ulong)seed;
        // Zero and minus zero are one number.
        foreach (var column in Columns) hash = Mixing.Mix(hash, BitConverter.DoubleToUInt64Bits(column[row] + 0.0));
        return hash;
    }
}
