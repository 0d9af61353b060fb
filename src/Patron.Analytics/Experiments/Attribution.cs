namespace Patron.Analytics.Experiments;

/// <summary>A contact of one customer.</summary>
/// <param name="Day">Day number on which it was made.</param>
/// <param name="Until">Last day on which a purchase counts as an answer to it.</param>
public readonly record struct Touch(int Campaign, int Day, int Until);

/// <summary>
/// Which campaign a purchase is counted for when several claim it. Each purchase is counted once by each rule, so that the sums over campaigns are never more than what was bought.
/// What a campaign brought that would not have come otherwise is another question: only a hold-out answers it.
/// </summary>
public static class Attribution
{
    public const int Nobody = -1;

    /// <summary>The campaign of the latest contact before or on the day whose window is open; of contacts of one day the later in the list. <see cref="Nobody"/>: none claims it.</summary>
    /// <param name="contacts">Of one customer, by day.</param>
    public static int Last(ReadOnlySpan<Touch> contacts, int day)
    {
        for (var i = contacts.Length - 1; i >= 0; i--)
            if (Claims(contacts[i], day)) return contacts[i].Campaign;
        return Nobody;
    }

    /// <summary>The campaign of the earliest contact whose window is open; of contacts of one day the earlier in the list.</summary>
    public static int First(ReadOnlySpan<Touch> contacts, int day)
    {
        foreach (var contact in contacts)
            if (Claims(contact, day)) return contact.Campaign;
        return Nobody;
    }

    /// <summary>How many different campaigns claim it.</summary>
    public static int Claimants(ReadOnlySpan<Touch> contacts, int day)
    {
        var seen = new HashSet<int>();
        foreach (var contact in contacts)
            if (Claims(contact, day)) seen.Add(contact.Campaign);
        return seen.Count;
    }

    private static bool Claims(Touch contact, int day) => contact.Day <= day && day <= contact.Until;
}
