namespace Patron.Analytics.Segmentation;

/// <summary>Sorts a number into classes by limits. A limit belongs to the class above it: limits 6 and 12 make "under 6", "6 to 11", "12 and over".</summary>
public static class ClassLimits
{
    /// <summary>0 for a value below the first limit, up to the number of limits.</summary>
    /// <param name="ascending">Each once, ascending.</param>
    public static int Of(long value, ReadOnlySpan<long> ascending)
    {
        var at = ascending.BinarySearch(value);
        return at >= 0 ? at + 1 : ~at;
    }

    /// <summary>Limits that part the values into classes of about the same size: their quantiles, each once; fewer where many values are equal.</summary>
    public static long[] Quantiles(ReadOnlySpan<long> values, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (values.IsEmpty) return [];
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return [.. Enumerable.Range(1, classes - 1).Select(n => sorted[(int)((long)sorted.Length * n / classes)]).Where(limit => limit > sorted[0]).Distinct()];
    }
}
