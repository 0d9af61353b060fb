namespace Patron.Analytics.Service;

/// <summary>A matter of one customer that was solved on a day.</summary>
/// <param name="Complaint">The customer was dissatisfied; otherwise asked or wanted something.</param>
public readonly record struct SolvedMatter(int Day, bool Complaint);

/// <param name="Day">Day number.</param>
/// <param name="Amount">In any unit; what came back is negative.</param>
public readonly record struct LaterPurchase(int Day, long Amount);

/// <summary>
/// What customers bought after their matters were solved: saved, where they had complained; sold, where they had asked. It happened after, and not all of it because
/// of, the service: the most that service can have earned, until a hold-out tells more.
/// </summary>
/// <param name="Saved">Purchases within the days after a solved complaint.</param>
/// <param name="Sold">Other purchases within the days after a solved question or request.</param>
public readonly record struct ServiceEffect(long Saved, long Sold)
{
    /// <summary>Each purchase of one customer counts once, whichever matters it follows; the day of the solution itself does not count.</summary>
    /// <param name="within">Days after a solution, the last included.</param>
    public static ServiceEffect Of(IReadOnlyList<SolvedMatter> matters, IEnumerable<LaterPurchase> purchases, int within)
    {
        var (saved, sold) = (0L, 0L);
        foreach (var (day, amount) in purchases)
        {
            if (matters.Any(m => m.Complaint && Follows(day, m))) saved += amount;
            else if (matters.Any(m => Follows(day, m))) sold += amount;
        }
        return new(saved, sold);

        bool Follows(int day, SolvedMatter matter) => day > matter.Day && day <= matter.Day + within;
    }
}
