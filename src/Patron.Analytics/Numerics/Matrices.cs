namespace Patron.Analytics.Numerics;

/// <summary>Small symmetric matrices, as they come up beside a handful of parameters.</summary>
internal static class Matrices
{
    /// <summary>The lower triangle L with L L' = <paramref name="a"/>; null unless the matrix is clearly positive definite.</summary>
    public static double[,]? Cholesky(double[,] a)
    {
        var n = a.GetLength(0);
        var lower = new double[n, n];
        for (var row = 0; row < n; row++)
            for (var column = 0; column <= row; column++)
            {
                var sum = a[row, column];
                for (var k = 0; k < column; k++) sum -= lower[row, k] * lower[column, k];
                if (row != column) lower[row, column] = sum / lower[column, column];
                else if (sum > 1e-13 * Math.Abs(a[row, row]) && double.IsFinite(sum)) lower[row, row] = Math.Sqrt(sum);
                else return null;
            }
        return lower;
    }

    /// <summary>Solves L L' x = <paramref name="right"/>.</summary>
    public static double[] Solve(double[,] lower, ReadOnlySpan<double> right)
    {
        var n = right.Length;
        var x = right.ToArray();
        for (var row = 0; row < n; row++)
        {
            for (var k = 0; k < row; k++) x[row] -= lower[row, k] * x[k];
            x[row] /= lower[row, row];
        }
        for (var row = n - 1; row >= 0; row--)
        {
            for (var k = row + 1; k < n; k++) x[row] -= lower[k, row] * x[k];
            x[row] /= lower[row, row];
        }
        return x;
    }
}
