namespace Patron.Analytics.LifetimeValue;

/// <summary>
/// What the models know of one customer (Schmittlein, Morrison and Colombo, Counting your customers, Management Science 33(1), 1987), in one unit of time throughout.
/// </summary>
/// <param name="Repeats">x: purchases after the first.</param>
/// <param name="LastRepeat">t_x: from the first purchase to the last; 0 without a repeat.</param>
/// <param name="Observed">T: from the first purchase to the end of observation; not before <paramref name="LastRepeat"/>.</param>
public readonly record struct PurchaseHistory(int Repeats, double LastRepeat, double Observed)
{
    /// <summary>Nobody buys more often: a larger number is a mistake in the file, or a column of something else.</summary>
    public const int MostRepeats = 1_000_000;

    /// <summary>In units of time, whichever they are; beyond it the powers of times overflow.</summary>
    public const double LongestTime = 1e9;

    /// <summary>Nothing is negative or infinite, the last repeat is not after the end, and without a repeat there is no time of it.</summary>
    public bool IsPossible => Repeats >= 0 && LastRepeat >= 0 && double.IsFinite(Observed) && LastRepeat <= Observed && (Repeats > 0 || LastRepeat == 0);
}
