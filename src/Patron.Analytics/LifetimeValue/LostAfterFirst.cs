namespace Patron.Analytics.LifetimeValue;

/// <summary>What a customer costs who buys once and never again.</summary>
public static class LostAfterFirst
{
    /// <summary>
    /// The value of a lifetime and the cost of winning, less what the one purchase brought: a car maker's customer of 200,000 won for 2,000 who leaves after a car of 12,000 loses it 190,000.
    /// All in one unit. Below zero where the one purchase brought more.
    /// </summary>
    /// <param name="lifetime">Worth of a customer who stays.</param>
    /// <param name="acquisition">Cost of winning one.</param>
    /// <param name="firstPurchase">What the first purchase brought.</param>
    public static decimal Value(decimal lifetime, decimal acquisition, decimal firstPurchase) => lifetime + acquisition - firstPurchase;
}
