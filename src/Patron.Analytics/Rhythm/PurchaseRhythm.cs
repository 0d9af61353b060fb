namespace Patron.Analytics.Rhythm;

/// <summary>When one customer orders, and when the next order may be expected.</summary>
public sealed record PurchaseRhythm(int[] Gaps, int? LastDay, double? MedianGap, (int From, int To)? Expected, int? DaysLate)
{
    /// <summary>Of the days with an order, in any order.</summary>
    public static PurchaseRhythm Of(ReadOnlySpan<int> orderDays, int asOf) => throw new NotImplementedException();
}
