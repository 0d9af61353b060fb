namespace Patron.Analytics.Clustering;

/// <summary>How many clusters there are, how clear and how stable they are.</summary>
public static class ClusterQuality
{
    private const int SampleRows = 1_500;
    private const int Resamples = 10;
    private const int StartsEach = 6;

    /// <summary>
    /// The number of clusters with the highest mean silhouette, from 2 to <paramref name="most"/>, the smaller of two equal ones; reckoned on a sample of 1,500 rows. At most one fewer than there are
    /// different rows, or as many where some come several times; 1 where that is fewer than two.
    /// </summary>
    public static int ChooseK(RowData data, int most = 10, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        var sample = data.Sample(SampleRows, seed);
        var different = sample.DifferentRows();
        var (best, highest) = (1, double.NegativeInfinity);
        var top = Math.Min(most, sample.Rows > different ? different : different - 1);
        for (var k = 2; k <= top; k++)
        {
            var labels = KMeans.Nearest(sample, KMeans.Best(sample, k, seed, StartsEach));
            if (Silhouette(sample, labels, k) is { } silhouette && silhouette > highest) (best, highest) = (k, silhouette);
        }
        return best;
    }

    /// <summary>
    /// Mean silhouette on a sample of 1,500 rows: -1 to 1, how much nearer rows are to their own cluster than to the next one (Rousseeuw, Silhouettes, Journal of Computational and Applied Mathematics 20, 1987).
    /// Null with fewer than two clusters that have rows.
    /// </summary>
    public static double? Silhouette(RowData data, double[][] centres, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(centres);
        var sample = data.Sample(SampleRows, seed);
        return Silhouette(sample, KMeans.Nearest(sample, centres), centres.Length);
    }

    /// <summary>
    /// The mean adjusted Rand index between these clusters and those found anew in ten random halves of a sample, on all rows of the sample: 1 the same, about 0 as alike as chance would have it.
    /// </summary>
    public static double Stability(RowData data, double[][] centres, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(centres);
        var sample = data.Sample(SampleRows, seed);
        var labels = KMeans.Nearest(sample, centres);
        var sum = 0.0;
        for (var n = 0; n < Resamples; n++)
        {
            var order = Enumerable.Range(0, sample.Rows).ToArray();
            new Random(unchecked(seed * 104_729 + n)).Shuffle(order);
            var half = order[..Math.Max(1, order.Length / 2)];
            var rows = RowData.Of(Array.ConvertAll(sample.Columns, column => Array.ConvertAll(half, row => column[row])));
            var k = Math.Min(centres.Length, rows.DifferentRows());
            sum += AdjustedRand(labels, KMeans.Nearest(sample, KMeans.Best(rows, k, seed + n, StartsEach)));
        }
        return sum / Resamples;
    }

    /// <summary>How alike two divisions of the same rows are, chance taken off (Hubert and Arabie, Comparing partitions, Journal of Classification 2, 1985); 1 where both put all rows together.</summary>
    public static double AdjustedRand(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"{a.Length} and {b.Length} rows.", nameof(b));
        var (both, left, right) = (new Dictionary<(int, int), long>(), new Dictionary<int, long>(), new Dictionary<int, long>());
        for (var i = 0; i < a.Length; i++)
        {
            both[(a[i], b[i])] = both.GetValueOrDefault((a[i], b[i])) + 1;
            left[a[i]] = left.GetValueOrDefault(a[i]) + 1;
            right[b[i]] = right.GetValueOrDefault(b[i]) + 1;
        }
        var (pairs, ofLeft, ofRight, all) = (both.Values.Sum(Pairs), left.Values.Sum(Pairs), right.Values.Sum(Pairs), Pairs(a.Length));
        var (expected, most) = (all == 0 ? 0 : ofLeft * ofRight / all, (ofLeft + ofRight) / 2);
        return most == expected ? 1 : (pairs - expected) / (most - expected);
    }

    private static double Pairs(long n) => n * (n - 1) / 2.0;

    private static double? Silhouette(RowData rows, int[] labels, int k)
    {
        var sizes = new int[k];
        foreach (var label in labels) sizes[label]++;
        if (sizes.Count(s => s > 0) < 2) return null;
        var widths = new double[rows.Rows];
        Parallel.For(0, rows.Rows, row =>
        {
            var sums = new double[k];
            for (var other = 0; other < rows.Rows; other++)
            {
                var distance = 0.0;
                foreach (var column in rows.Columns) distance += (column[row] - column[other]) * (column[row] - column[other]);
                sums[labels[other]] += Math.Sqrt(distance);
            }
            var own = labels[row];
            // Alone in its cluster a row has the width 0.
            if (sizes[own] == 1) return;
            var inside = sums[own] / (sizes[own] - 1);
            var outside = Enumerable.Range(0, k).Where(c => c != own && sizes[c] > 0).Min(c => sums[c] / sizes[c]);
            widths[row] = Math.Max(inside, outside) is > 0 and var wider ? (outside - inside) / wider : 0;
        });
        return widths.Average();
    }
}
