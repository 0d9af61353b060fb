namespace Patron.Quality.ShowQuality;

/// <summary>The four shares of a measurement, each with its own base; null where there is none.</summary>
internal static class Shares
{
    /// <summary>Rows with a value, of the rows to which the field applies.</summary>
    public static double Complete(QualityMeasure m) => m.Total == 0 ? 0 : (double)m.Filled / m.Total;

    /// <summary>Values that are values of the field, of all values.</summary>
    public static double? Valid(QualityMeasure m) => m.Filled == 0 || m.Invalid is not { } invalid ? null : 1 - (double)invalid / m.Filled;

    /// <summary>Values that no other row of the source has, of all values.</summary>
    public static double? Unique(QualityMeasure m) => m.Filled == 0 || m.Duplicate is not { } duplicate ? null : 1 - (double)duplicate / m.Filled;

    /// <summary>Values that were said or changed lately, of all values.</summary>
    public static double? Fresh(QualityMeasure m) => m.Filled == 0 || m.Fresh is not { } fresh ? null : (double)fresh / m.Filled;
}
