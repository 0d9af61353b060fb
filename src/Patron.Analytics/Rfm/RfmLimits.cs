namespace Patron.Analytics.Rfm;

/// <summary>Limits of one's own for the scores, in place of quintiles. Four of each, ascending; equal neighbours leave a score empty.</summary>
/// <param name="Days">Most days since the last purchase for scores 5, 4, 3 and 2; whoever is longer away has 1.</param>
/// <param name="Orders">Fewest orders for scores 2, 3, 4 and 5.</param>
/// <param name="Spent">Least spent (micros) for scores 2, 3, 4 and 5.</param>
public sealed record RfmLimits(IReadOnlyList<int> Days, IReadOnlyList<int> Orders, IReadOnlyList<long> Spent)
{
    /// <summary>How many limits each score has.</summary>
    public const int Each = 4;

    /// <summary>Four of each, ascending, none negative.</summary>
    public bool IsPossible => Ascend(Days.Select(d => (long)d)) && Ascend(Orders.Select(o => (long)o)) && Ascend(Spent);

    private static bool Ascend(IEnumerable<long> limits)
    {
        var all = limits.ToArray();
        return all.Length == Each && all[0] >= 0 && all.Zip(all.Skip(1)).All(pair => pair.First <= pair.Second);
    }
}
