namespace Patron.Analytics.Clustering;

/// <summary>Rows sorted into groups about centres.</summary>
/// <param name="Centres">By cluster, then by column. The largest cluster is the first.</param>
/// <param name="Labels">The cluster of each row.</param>
/// <param name="Sizes">Rows of each cluster.</param>
/// <param name="Inertia">Sum of the squared distances of the rows from their centres.</param>
public sealed record KMeansResult(double[][] Centres, int[] Labels, int[] Sizes, double Inertia);

/// <summary>
/// k-means: Lloyd's steps (Least squares quantization in PCM, IEEE Transactions on Information Theory 28(2), 1982) from centres chosen by greedy k-means++ (Arthur and Vassilvitskii, 2007),
/// the best of several beginnings, bettered by swaps (Fränti, Efficiency of random swap clustering, Journal of Big Data 5, 2018). The same seed gives the same clusters, in whatever order the rows stand.
/// </summary>
public static class KMeans
{
    /// <summary>Beginnings that are tried.</summary>
    public const int Starts = 24;

    private const int SampleRows = 20_000;
    private const int LargeSampleRows = 5_000;
    private const int MostSteps = 300;
    private const int SwapsAtOnce = 8;

    /// <summary>Rounds of swaps without a gain, after which no more are tried.</summary>
    private const int Patience = 8;

    /// <summary>
    /// Of all rows. Up to 20,000 rows each beginning is followed to its end; of more, the beginnings are tried on a sample of 5,000 and the best is followed on all rows.
    /// </summary>
    /// <param name="data">Standardise the columns first, unless their units are meant to weigh.</param>
    /// <param name="k">Clusters; not more than different rows.</param>
    public static KMeansResult Of(RowData data, int k, int seed = 1)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var large = data.Rows > SampleRows;
        var sample = data.Sample(large ? LargeSampleRows : SampleRows, seed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, sample.DifferentRows());
        var centres = Best(sample, k, seed, Starts);
        return Finished(data, large ? Follow(data, centres).Centres : Swapped(sample, centres, seed));
    }

    /// <summary>The nearest centre of each row; of two equally near the first.</summary>
    public static int[] Nearest(RowData data, double[][] centres)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(centres);
        var labels = new int[data.Rows];
        new LloydStep(data, centres, labels).Run();
        return labels;
    }

    /// <summary>The best centres of several beginnings, each followed to its end on these rows.</summary>
    internal static double[][] Best(RowData rows, int k, int seed, int starts)
    {
        var ends = new (double[][] Centres, double Inertia)[starts];
        Parallel.For(0, starts, start => ends[start] = Follow(rows, Seeding.Choose(rows, k, new Random(unchecked(seed * 7_919 + start)))));
        return ends.MinBy(e => e.Inertia).Centres;
    }

    /// <summary>Puts one centre on a row that lies far from all, follows that to its end, and keeps what is better: this leaves the poor ends that beginnings alone run into.</summary>
    private static double[][] Swapped(RowData rows, double[][] centres, int seed)
    {
        var best = End(rows, centres);
        for (var (round, idle) = (0, 0); centres.Length > 1 && idle < Patience; round++)
        {
            var tried = new (double[][] Centres, double Inertia)[SwapsAtOnce];
            Parallel.For(0, SwapsAtOnce, n => tried[n] = End(rows, Seeding.Swap(rows, best.Centres, new Random(unchecked(seed * 15_485_863 + round * SwapsAtOnce + n)))));
            var found = tried.MinBy(t => t.Inertia);
            idle = found.Inertia < best.Inertia * (1 - 1e-9) ? 0 : idle + 1;
            if (idle == 0) best = found;
        }
        return best.Centres;
    }

    private static (double[][] Centres, double Inertia) End(RowData rows, double[][] centres) => Follow(rows, Transfers.Improve(rows, Follow(rows, centres).Centres));

    private static (double[][] Centres, double Inertia) Follow(RowData rows, double[][] centres)
    {
        var inertia = double.PositiveInfinity;
        for (var step = 0; step < MostSteps; step++)
        {
            var lloyd = new LloydStep(rows, centres, null);
            lloyd.Run();
            // A step that gains less than rounding does is the last.
            if (lloyd.Inertia >= inertia * (1 - 1e-9)) return (centres, lloyd.Inertia);
            (inertia, centres) = (lloyd.Inertia, lloyd.Means());
        }
        return (centres, inertia);
    }

    private static KMeansResult Finished(RowData data, double[][] centres)
    {
        var labels = new int[data.Rows];
        var step = new LloydStep(data, centres, labels);
        step.Run();
        var order = Enumerable.Range(0, centres.Length).OrderByDescending(c => step.Sizes[c]).ThenBy(c => centres[c][0]).ToArray();
        var place = new int[order.Length];
        for (var n = 0; n < order.Length; n++) place[order[n]] = n;
        for (var row = 0; row < labels.Length; row++) labels[row] = place[labels[row]];
        return new([.. order.Select(c => centres[c])], labels, [.. order.Select(c => step.Sizes[c])], step.Inertia);
    }
}
