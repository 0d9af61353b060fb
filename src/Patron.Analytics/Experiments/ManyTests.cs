namespace Patron.Analytics.Experiments;

/// <summary>Several tests at once: whoever looks twenty times finds one by chance.</summary>
public static class ManyTests
{
    /// <summary>
    /// The p-values of several tests so corrected that the chance of even one false alarm among them stays below the limit they are compared with (Holm, "A simple sequentially rejective
    /// multiple test procedure", Scandinavian Journal of Statistics 6, 1979): the smallest times their number, the next times one less, never smaller than the one before, at most 1.
    /// </summary>
    /// <param name="p">Each from 0 to 1, in any order; equal ones stay equal.</param>
    /// <returns>In the order of <paramref name="p"/>.</returns>
    public static double[] Holm(ReadOnlySpan<double> p)
    {
        var (sorted, order, corrected) = (p.ToArray(), new int[p.Length], new double[p.Length]);
        for (var i = 0; i < order.Length; i++) order[i] = i;
        Array.Sort(sorted, order);
        var most = 0.0;
        for (var i = 0; i < order.Length; i++)
        {
            most = Math.Max(most, Math.Min(1, (order.Length - i) * sorted[i]));
            corrected[order[i]] = most;
        }
        return corrected;
    }
}
