namespace Patron.Insights.Frame;

/// <summary>Checks that several methods share.</summary>
internal static class DoctorChecks
{
    /// <summary>Fewer than <paramref name="few"/> give doubtful numbers, fewer than <paramref name="least"/> none.</summary>
    public static DoctorFinding Customers(int n, int least, int few) =>
        DoctorFinding.Of("customers", n < least ? Trust.NotHere : n < few ? Trust.WithCare : Trust.Reliable, ("n", n), ("few", few));
}
