using Patron.Analytics.Base;

namespace Patron.Analytics.Profitability;

/// <summary>How somebody buys.</summary>
public enum BuyerStyle : byte
{
    /// <summary>No order yet.</summary>
    None = 0,
    /// <summary>Single purchases, each for itself.</summary>
    Transaction = 1,
    /// <summary>Comes back, over some time.</summary>
    Relationship = 2,
}

/// <summary>Tells transaction buyers from relationship buyers.</summary>
public static class BuyerStyles
{
    /// <summary>A relationship has so many orders at least, unless others are given.</summary>
    public const int UsualOrders = 3;

    /// <summary>And so many days from the first order to the last.</summary>
    public const int UsualDays = 90;

    /// <summary>Of one customer, from all orders up to the summary's day.</summary>
    public static BuyerStyle Of(PurchaseSummary summary, int index, int orders = UsualOrders, int days = UsualDays)
    {
        ArgumentNullException.ThrowIfNull(summary);
        return summary.Orders[index] == 0 ? BuyerStyle.None
            : summary.Orders[index] >= orders && summary.LastDay[index] - summary.FirstDay[index] >= days ? BuyerStyle.Relationship : BuyerStyle.Transaction;
    }
}
