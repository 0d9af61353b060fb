namespace Patron.Analytics.Clustering;

/// <summary>
/// Moves single rows to other clusters as long as that lowers the inertia, centres following at once (Hartigan and Wong, A k-means clustering algorithm, Applied Statistics 28(1), 1979):
/// ends where Lloyd's steps could go no further often still give way so.
/// </summary>
internal static class Transfers
{
    private const int MostPasses = 100;

    /// <summary>Less is rounding.</summary>
    private const double LeastGain = 1e-10;

    public static double[][] Improve(RowData rows, double[][] start)
    {
        var labels = KMeans.Nearest(rows, start);
        var centres = Array.ConvertAll(start, c => (double[])c.Clone());
        var sizes = new int[centres.Length];
        foreach (var label in labels) sizes[label]++;
        for (var (pass, moved) = (0, true); moved && pass < MostPasses; pass++)
        {
            moved = false;
            for (var row = 0; row < rows.Rows; row++)
            {
                var from = labels[row];
                if (sizes[from] < 2) continue;
                var freed = Distance(rows, row, centres[from]) * sizes[from] / (sizes[from] - 1);
                var (to, cost) = (from, freed * (1 - LeastGain));
                for (var c = 0; c < centres.Length; c++)
                    if (c != from && Distance(rows, row, centres[c]) * sizes[c] / (sizes[c] + 1) is var taken && taken < cost) (to, cost) = (c, taken);
                if (to == from) continue;
                for (var column = 0; column < rows.Columns.Length; column++)
                {
                    var value = rows.Columns[column][row];
                    centres[from][column] -= (value - centres[from][column]) / (sizes[from] - 1);
                    centres[to][column] += (value - centres[to][column]) / (sizes[to] + 1);
                }
                (labels[row], moved) = (to, true);
                sizes[from]--;
                sizes[to]++;
            }
        }
        return centres;
    }

    private static double Distance(RowData rows, int row, double[] centre)
    {
        var sum = 0.0;
        for (var column = 0; column < centre.Length; column++)
        {
            var off = rows.Columns[column][row] - centre[column];
            sum += off * off;
        }
        return sum;
    }
}
