using Patron.Analytics.Base;

namespace Patron.Purchases.Contracts;

/// <summary>What the customer base holds of discounts of the last year.</summary>
public static class DiscountColumns
{
    /// <summary>Micros of the reporting currency that were taken off the prices of sales.</summary>
    public static readonly NumberKey Discounts = new("discounts-year");
}
