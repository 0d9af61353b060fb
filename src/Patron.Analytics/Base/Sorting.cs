using System.Globalization;

namespace Patron.Analytics.Base;

/// <summary>What customers are put in order by.</summary>
public abstract record SortBy
{
    private SortBy() { }

    /// <summary>A number column.</summary>
    public sealed record Number(NumberKey Key) : SortBy;

    /// <summary>A purchase measure as of a day, in a window when <paramref name="FromDay"/> is given.</summary>
    public sealed record Measured(PurchaseMeasure Measure, int AsOf, int? FromDay = null) : SortBy;

    /// <summary>A text column as the culture orders it.</summary>
    public sealed record Text(TextKey Key, CultureInfo Culture) : SortBy;

    /// <summary>A category column as the culture orders its strings.</summary>
    public sealed record Category(CategoryKey Key, CultureInfo Culture) : SortBy;
}

/// <summary>Puts selected customers in order and gives one page of them.</summary>
public static class Sorting
{
    /// <summary>Customer indexes of the page. Missing values come last in both directions; ties are in order of index in both directions.</summary>
    public static int[] Page(CustomerBaseSnapshot snapshot, Bitmap selected, SortBy by, bool descending, int skip, int take) => throw new NotImplementedException();
}
