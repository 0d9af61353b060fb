namespace Patron.Analytics.Numerics;

/// <summary>How two columns of numbers move together.</summary>
public static class Correlation
{
    /// <summary>A column that varies by less, as a share of its values, varies by the rounding of its last digits alone.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Pearson's coefficient, -1 to 1; null with fewer than two rows and where a column does not vary.</summary>
    /// <exception cref="ArgumentException">The columns differ in length.</exception>
    public static double? Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} and {y.Length} rows.", nameof(y));
        if (x.Length < 2) return null;
        var (meanX, meanY) = (0.0, 0.0);
        for (var i = 0; i < x.Length; i++) (meanX, meanY) = (meanX + x[i] / x.Length, meanY + y[i] / x.Length);
        var (xx, yy, xy, sizeX, sizeY) = (0.0, 0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (xx, yy, xy) = (xx + dx * dx, yy + dy * dy, xy + dx * dy);
            (sizeX, sizeY) = (sizeX + x[i] * x[i], sizeY + y[i] * y[i]);
        }
        return xx > Rounding * Rounding * sizeX && yy > Rounding * Rounding * sizeY ? Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1) : null;
    }
}
