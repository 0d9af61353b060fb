using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>
/// What was to be done for account holders: done within the demo's months and in the last weeks before the day of loading, most of it in time; and what is to be done around the day on which the demo is loaded, by
/// whoever loads it and by colleagues, so that there is a day to look at.
/// </summary>
internal sealed class TaskRows(Randomizer random, DateOnly today, DemoStaff staff)
{
    public static readonly string[] Header = ["task", "account", "what", "kind", "due", "made", "finished", "priority", "promised to", "who"];

    private const int Done = 60, Lately = 40, Minute = 1, Day = 510;
    private const float ShareInTime = 0.82f;

    private static readonly (string What, string Kind, string To)[] Matters =
    [
        ("Call back about the parcel", "call-back", ""), ("Send a copy of the invoice", "promise", ""), ("Send samples of the vintage tins", "promise", "the buyer"), ("Ask how the gift bags sell", "call-back", ""),
        ("Offer for Christmas stock", "task", ""), ("Prices by the carton", "promise", "the shop's owner"), ("Talk about next season", "meeting", ""), ("Check the credit limit", "task", ""),
    ];

    /// <summary>Days from the day of loading on which something open is due: some of it is late.</summary>
    private static readonly int[] DueIn = [-3, -2, -1, -1, 0, 0, 0, 0, 0, 1, 1, 1, 2, 2, 3, 4, 5, 6], DueInByOthers = [-2, -1, 0, 0, 0, 1, 1, 2, 3, 5];

    public IEnumerable<string[]> Rows(IEnumerable<Person> people)
    {
        var holders = random.Shuffle(people.Where(p => p.Account is not null)).ToArray();
        string[] all = [staff.Desk, staff.Service, staff.Field], others = [staff.Service, staff.Field];
        var present = holders.Skip(Done).ToArray();
        return holders.Take(Done).Select((person, at) => Past(person, all[at % 3], OfficeHours.Some(random, person.Account!.FirstOrder))).Concat(present.Zip(DueIn, (person, due) => Present(person, due, staff.Desk)))
            .Concat(present.Skip(DueIn.Length).Zip(DueInByOthers.Index(), (person, due) => Present(person, due.Item, others[due.Index % 2])))
            .Concat(present.Skip(DueIn.Length + DueInByOthers.Length).Take(Lately).Select((person, at) => Past(person, all[at % 3], OfficeHours.Lately(random, today)))).Select((row, at) => (string[])["A" + (801 + at).ToString(CultureInfo.InvariantCulture), .. row]);
    }

    private string[] Past(Person person, string who, DateTime made)
    {
        var due = OfficeHours.After(made, random.Number(Day / 2, 4 * Day));
        var done = random.Bool(ShareInTime) ? OfficeHours.After(made, random.Number(Minute, Day / 2)) : OfficeHours.After(due, random.Number(Day / 4, 3 * Day));
        return Row(person, due, made, OfficeHours.Written(done), who);
    }

    private string[] Present(Person person, int dueIn, string who)
    {
        var due = today.AddDays(dueIn).ToDateTime(new TimeOnly(random.Number(9, 16), 15 * random.Number(0, 3)));
        return Row(person, due, due.AddDays(-random.Number(7, 12)), "", who);
    }

    private string[] Row(Person person, DateTime due, DateTime made, string done, string who)
    {
        var (what, kind, to) = random.ArrayElement(Matters);
        return [person.Account!.Number.ToString(CultureInfo.InvariantCulture), what, kind, OfficeHours.Written(due), OfficeHours.Written(made), done, random.ArrayElement(["", "", "", "high"]), to, who];
    }
}
