namespace Patron.Analytics.Profitability;

/// <summary>The four groups of buyers by what a purchase costs them and how often they buy.</summary>
public enum BuyerGroup : byte
{
    /// <summary>Bought nothing in the time looked at.</summary>
    None = 0,
    /// <summary>1: costly and often.</summary>
    CostlyOften = 1,
    /// <summary>2: cheap and often.</summary>
    CheapOften = 2,
    /// <summary>3: costly and seldom.</summary>
    CostlySeldom = 3,
    /// <summary>4: cheap and seldom: the least interesting.</summary>
    CheapSeldom = 4,
}

/// <summary>Where often and costly begin; both limits belong to what is above.</summary>
/// <param name="Often">Purchases a month.</param>
/// <param name="Costly">The average purchase, in the unit of the amounts.</param>
public readonly record struct GroupLimits(double Often, long Costly)
{
    /// <summary>Of one buyer.</summary>
    /// <param name="aMonth">Purchases a month; 0 is no buyer.</param>
    public BuyerGroup Of(double aMonth, long averagePurchase) => aMonth <= 0 ? BuyerGroup.None : (averagePurchase >= Costly, aMonth >= Often) switch
    {
        (true, true) => BuyerGroup.CostlyOften,
        (false, true) => BuyerGroup.CheapOften,
        (true, false) => BuyerGroup.CostlySeldom,
        _ => BuyerGroup.CheapSeldom,
    };
}
