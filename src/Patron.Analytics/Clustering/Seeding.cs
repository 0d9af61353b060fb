namespace Patron.Analytics.Clustering;

/// <summary>k-means++: rows become centres with a probability in proportion to their squared distance from those chosen; of a few such rows the one that helps most is taken.</summary>
internal static class Seeding
{
    public static double[][] Choose(RowData rows, int k, Random random)
    {
        var tries = 2 + (int)Math.Log(k);
        var centres = new double[k][];
        centres[0] = RowAt(rows, random.Next(rows.Rows));
        var nearest = new double[rows.Rows];
        Array.Fill(nearest, double.PositiveInfinity);
        var total = Nearer(rows, centres[0], nearest, nearest);
        var (best, trial) = (new double[rows.Rows], new double[rows.Rows]);
        for (var c = 1; c < k; c++)
        {
            var least = double.PositiveInfinity;
            for (var n = 0; n < tries; n++)
            {
                var candidate = RowAt(rows, Pick(nearest, total, random.NextDouble()));
                var left = Nearer(rows, candidate, nearest, trial);
                if (left >= least) continue;
                (least, centres[c]) = (left, candidate);
                (best, trial) = (trial, best);
            }
            (nearest, best, total) = (best, nearest, least);
        }
        return centres;
    }

    /// <summary>The centres with one of them, chosen by chance, moved to a row far from all.</summary>
    public static double[][] Swap(RowData rows, double[][] centres, Random random)
    {
        var nearest = new double[rows.Rows];
        Array.Fill(nearest, double.PositiveInfinity);
        var total = 0.0;
        foreach (var centre in centres) total = Nearer(rows, centre, nearest, nearest);
        var swapped = centres.ToArray();
        swapped[random.Next(centres.Length)] = RowAt(rows, Pick(nearest, total, random.NextDouble()));
        return swapped;
    }

    private static double[] RowAt(RowData rows, int row) => Array.ConvertAll(rows.Columns, column => column[row]);

    private static int Pick(double[] weights, double total, double share)
    {
        var (goal, last) = (share * total, 0);
        for (var row = 0; row < weights.Length; row++)
        {
            if (weights[row] <= 0) continue;
            last = row;
            goal -= weights[row];
            if (goal < 0) break;
        }
        return last;
    }

    /// <summary>The squared distances from the nearest centre once this one is among them; answers their sum.</summary>
    private static double Nearer(RowData rows, double[] centre, double[] before, double[] after)
    {
        var sum = 0.0;
        for (var row = 0; row < rows.Rows; row++)
        {
            var distance = 0.0;
            for (var column = 0; column < centre.Length; column++)
            {
                var off = rows.Columns[column][row] - centre[column];
                distance += off * off;
            }
            after[row] = Math.Min(before[row], distance);
            sum += after[row];
        }
        return sum;
    }
}
