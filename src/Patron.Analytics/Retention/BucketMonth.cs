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

/// <summary>One month of the bucket. Always: <see cref="ActiveEnd"/> = <see cref="ActiveStart"/> + <see cref="Won"/> + <see cref="WonBack"/> - <see cref="Lost"/>.</summary>
/// <remarks>Won, won back and lost count events; with a limit of a month or more a customer has at most one of each kind in a month, with a shorter limit the bitmaps hold fewer customers than there were events.</remarks>
public sealed class BucketMonth
{
    internal BucketMonth(DateOnly from, DateOnly to, bool partial, int size)
    {
        (From, To, Partial) = (from, to, partial);
        (WonBy, WonBackBy, LostBy, KeptBy) = (new(size), new(size), new(size), new(size));
    }

    /// <summary>First day of the month.</summary>
    public DateOnly From { get; }
    /// <summary>Last day of the month, or the day reckoned for when the month is not over.</summary>
    public DateOnly To { get; }
    /// <summary>The month is not over on the day reckoned for.</summary>
    public bool Partial { get; }
    /// <summary>Active at the end of the day before <see cref="From"/>.</summary>
    public int ActiveStart { get; internal set; }
    /// <summary>First orders ever.</summary>
    public int Won { get; internal set; }
    /// <summary>Orders of customers who had been lost.</summary>
    public int WonBack { get; internal set; }
    /// <summary>Customers whose last order became too long ago.</summary>
    public int Lost { get; internal set; }
    /// <summary>Active at the start and not lost in the month.</summary>
    public int Kept { get; internal set; }
    /// <summary>Active at the end of <see cref="To"/>.</summary>
    public int ActiveEnd { get; internal set; }
    /// <summary>Kept divided by active at the start; null when nobody was active then.</summary>
    public double? KeptShare => ActiveStart == 0 ? null : (double)Kept / ActiveStart;
    /// <summary>Who was won.</summary>
    public Bitmap WonBy { get; }
    /// <summary>Who was won back.</summary>
    public Bitmap WonBackBy { get; }
    /// <summary>Who was lost.</summary>
    public Bitmap LostBy { get; }
    /// <summary>Who was kept.</summary>
    public Bitmap KeptBy { get; }
}
