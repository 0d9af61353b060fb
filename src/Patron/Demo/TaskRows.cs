using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>
/// What was to be done for account holders: done within the demo's months, most of it in time; and what is to be done around the day on which the demo is loaded, by
/// whoever loads it, so that there is a day to look at.
/// </summary>
internal sealed class TaskRows(Randomizer random, DateOnly today)
{
    public static readonly string[] Header = ["task", "account", "what", "kind", "due", "made", "finished", "priority", "promised to"];

    private const int Done = 60, Minute = 1, Day = 510;
    private const float ShareInTime = 0.82f;

    private static readonly (string What, string Kind, string To)[] Matters =
    [
        ("Call back about the parcel", "call-back", ""), ("Send a copy of the invoice", "promise", ""), ("Send samples of the vintage tins", "promise", "the buyer"), ("Ask how the gift bags sell", "call-back", ""),
        ("Offer for Christmas stock", "task", ""), ("Prices by the carton", "promise", "the shop's owner"), ("Talk about next season", "meeting", ""), ("Check the credit limit", "task", ""),
    ];

    /// <summary>Days from the day of loading on which something open is due: some of it is late.</summary>
    private static readonly int[] DueIn = [-3, -2, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6];

    public IEnumerable<string[]> Rows(IEnumerable<Person> people)
    {
        var holders = random.Shuffle(people.Where(p => p.Account is not null)).ToArray();
        return holders.Take(Done).Select(Past).Concat(holders.Skip(Done).Zip(DueIn, Present)).Select((row, at) => (string[])["A" + (801 + at).ToString(CultureInfo.InvariantCulture), .. row]);
    }

    private string[] Past(Person person)
    {
        var made = OfficeHours.Some(random, person.Account!.FirstOrder);
        var due = OfficeHours.After(made, random.Number(Day / 2, 4 * Day));
        var done = random.Bool(ShareInTime) ? OfficeHours.After(made, random.Number(Minute, Day / 2)) : OfficeHours.After(due, random.Number(Day / 4, 3 * Day));
        return Row(person, due, made, OfficeHours.Written(done));
    }

    private string[] Present(Person person, int dueIn)
    {
        var due = today.AddDays(dueIn).ToDateTime(new TimeOnly(random.Number(9, 16), 15 * random.Number(0, 3)));
        return Row(person, due, due.AddDays(-random.Number(7, 12)), "");
    }

    private string[] Row(Person person, DateTime due, DateTime made, string done)
    {
        var (what, kind, to) = random.ArrayElement(Matters);
        return [person.Account!.Number.ToString(CultureInfo.InvariantCulture), what, kind, OfficeHours.Written(due), OfficeHours.Written(made), done, random.ArrayElement(["", "", "", "high"]), to];
    }
}
