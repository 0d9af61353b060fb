using Patron.Analytics.Base;

namespace Patron.Analytics.Retention;

/// <summary>Where a customer stands on a day.</summary>
public enum BuyerStatus : byte
{
    /// <summary>No order yet.</summary>
    Never = 0,
    /// <summary>The last order is less than the limit ago.</summary>
    Active = 1,
    /// <summary>The last order is the limit or more ago.</summary>
    Lost = 2,
}

/// <summary>One month of the bucket.</summary>
public sealed record BucketMonth(
    DateOnly From, DateOnly To, bool Partial, int ActiveStart, int Won, int WonBack, int Lost, int Kept, int ActiveEnd,
    Bitmap WonBy, Bitmap WonBackBy, Bitmap LostBy, Bitmap KeptBy)
{
    /// <summary>Kept divided by active at the start; null when nobody was active.</summary>
    public double? KeptShare => ActiveStart == 0 ? null : (double)Kept / ActiveStart;
}

/// <summary>Customers gained, kept, lost and won back.</summary>
public static class LeakyBucket
{
    /// <summary>The last months up to the month of <paramref name="asOf"/>, ascending.</summary>
    public static BucketMonth[] ByMonth(CustomerBaseSnapshot snapshot, Bitmap members, int asOf, int months, int lostAfterDays = 90) => throw new NotImplementedException();

    /// <summary>Where each customer stands, by index.</summary>
    public static BuyerStatus[] Status(PurchaseSummary summary, int lostAfterDays = 90) => throw new NotImplementedException();
}
