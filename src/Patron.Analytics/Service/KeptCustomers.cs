namespace Patron.Analytics.Service;

public enum KeptAnswer
{
    /// <summary>The days are not over yet, and nothing was bought so far.</summary>
    Open = 1,

    /// <summary>Bought again.</summary>
    Kept = 2,

    /// <summary>The days went by without a purchase.</summary>
    NotKept = 3,
}

/// <summary>Was the customer kept? One who buys again within so many days after a matter was solved. It is what happened after, not because of, the solution.</summary>
public static class KeptCustomers
{
    /// <param name="saleDays">Day numbers with a purchase, in any order; those after <paramref name="asOf"/> do not exist.</param>
    /// <param name="solved">The day of the solution: a purchase on that very day does not count.</param>
    /// <param name="within">Days after it, the last included; at least 1.</param>
    public static KeptAnswer Of(IEnumerable<int> saleDays, int solved, int within, int asOf) =>
        saleDays.Any(day => day > solved && day <= solved + within && day <= asOf) ? KeptAnswer.Kept : asOf >= solved + within ? KeptAnswer.NotKept : KeptAnswer.Open;
}
