using Patron.Analytics.Clustering;

namespace Patron.Tests.Analytics.Clustering;

public sealed class KMeansTests
{
    [Fact]
    public void Clouds_that_lie_apart_are_found_and_counted()
    {
        var (data, truth) = Clouds(4, 250, .3, 1);

        Assert.Equal(4, ClusterQuality.ChooseK(data));
        var found = KMeans.Of(data, 4);
        Assert.Equal(1, ClusterQuality.AdjustedRand(truth, found.Labels), 1e-12);
        Assert.Equal([250, 250, 250, 250], found.Sizes);
        Assert.True(ClusterQuality.Stability(data, found.Centres) > .99);
        Assert.InRange(ClusterQuality.Silhouette(data, found.Centres)!.Value, .7, 1);
    }

    [Fact]
    public void No_beginning_of_plain_kmeans_ends_better()
    {
        for (var seed = 1; seed <= 5; seed++)
        {
            var (data, _) = Clouds(9, 60, 2.5, seed);
            var best = Enumerable.Range(0, 20).Min(n => Plain(data, 7, new Random(100 * seed + n)));
            Assert.True(KMeans.Of(data, 7).Inertia <= best * (1 + 1e-9));
        }
    }

    [Fact]
    public void The_order_of_the_rows_makes_no_difference_and_the_seed_decides()
    {
        var (data, _) = Clouds(5, 5_000, 2, 3);
        var order = Enumerable.Range(0, data.Rows).ToArray();
        new Random(1).Shuffle(order);
        var shuffled = RowData.Of(Array.ConvertAll(data.Columns, c => Array.ConvertAll(order, row => c[row])));
        var (a, b) = (KMeans.Of(data, 5), KMeans.Of(shuffled, 5));

        Assert.Equal(a.Sizes, b.Sizes);
        Assert.Equal(Array.ConvertAll(order, row => a.Labels[row]), b.Labels);
        Assert.Equal(a.Inertia, KMeans.Of(data, 5).Inertia);
    }

    [Fact]
    public void Equal_rows_and_columns_that_do_not_vary_do_no_harm()
    {
        var (data, means, deviations) = RowData.Of([5, 5, 5, 5], [1, 2, 1, 2]).Standardised();
        Assert.Equal((5, 1.5, 0, .5), (means[0], means[1], deviations[0], deviations[1]));
        Assert.Equal(2, data.DifferentRows());
        Assert.Equal(0, KMeans.Of(data, 2).Inertia);
        Assert.Equal(2, ClusterQuality.ChooseK(data));
        Assert.Equal(3, ClusterQuality.ChooseK(RowData.Of([.. Enumerable.Range(0, 90).Select(n => (double)(n % 3))])));
        Assert.Equal((1, 1), (ClusterQuality.ChooseK(RowData.Of([5, 5, 5])), ClusterQuality.ChooseK(RowData.Of([5, 6]))));
        Assert.Throws<ArgumentOutOfRangeException>(() => KMeans.Of(data, 3));
    }

    [Fact]
    public void The_adjusted_rand_index_is_the_published_one()
    {
        // Hubert and Arabie's contingency table of Yeung and Ruzzo (2001): .313.
        int[] a = [0, 0, 1, 1, 1, 1, 2, 2, 2, 2], b = [0, 1, 0, 1, 1, 2, 2, 2, 2, 2];
        Assert.Equal(.313, ClusterQuality.AdjustedRand(a, b), .001);
    }

    private static (RowData Data, int[] Truth) Clouds(int clouds, int each, double width, int seed)
    {
        var random = new Random(seed);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var rows = Enumerable.Range(0, clouds * each).Select(n => (Cloud: n % clouds, X: 10 * (n % clouds % 3) + width * Normal(), Y: 10 * (n % clouds / 3) + width * Normal())).ToArray();
        return (RowData.Of([.. rows.Select(r => r.X)], [.. rows.Select(r => r.Y)]), [.. rows.Select(r => r.Cloud)]);
    }

    /// <summary>Lloyd's steps from rows chosen by chance, written without any haste.</summary>
    private static double Plain(RowData data, int k, Random random)
    {
        var centres = Enumerable.Range(0, k).Select(_ => random.Next(data.Rows)).Select(row => (X: data.Columns[0][row], Y: data.Columns[1][row])).ToArray();
        for (var inertia = double.PositiveInfinity; ;)
        {
            var nearest = Enumerable.Range(0, data.Rows).Select(row => Enumerable.Range(0, k).Select(c => (C: c, D: Math.Pow(data.Columns[0][row] - centres[c].X, 2) + Math.Pow(data.Columns[1][row] - centres[c].Y, 2))).MinBy(p => p.D)).ToArray();
            var sum = nearest.Sum(p => p.D);
            if (sum >= inertia) return sum;
            inertia = sum;
            for (var c = 0; c < k; c++)
            {
                var own = Enumerable.Range(0, data.Rows).Where(row => nearest[row].C == c).ToArray();
                if (own.Length > 0) centres[c] = (own.Average(row => data.Columns[0][row]), own.Average(row => data.Columns[1][row]));
            }
        }
    }
}
