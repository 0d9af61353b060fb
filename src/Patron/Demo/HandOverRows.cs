using Bogus;
using System.Globalization;

namespace Patron.Demo;

/// <summary>
/// What the customer desk gave to the field and the field to the desk: done within the demo's months and in the last weeks before the day of loading, most of it in time; and what is on its way around the day of loading,
/// some of it waiting, in hand, late, or sent back with a reason.
/// </summary>
internal sealed class HandOverRows(Randomizer random, DateOnly today, DemoStaff staff)
{
    public static readonly string[] Header = ["hand-over", "account", "what", "kind", "from", "to", "who", "due", "made", "accepted", "finished", "sent back because"];

    private const int Done = 30, Lately = 24, Minute = 1, Day = 510;
    private const float ShareInTime = 0.8f;

    private static readonly string[]
        ToField = ["Visit about the shelf by the till", "Meet the new buyer", "Show the Christmas range", "Measure the window display", "Talk terms for the second shop"],
        ToDesk = ["Send the samples as agreed", "Confirm the day of delivery", "Set up payment within sixty days", "Order own-label tins at the maker", "Send the contract after"];

    private enum Stand { Offered, Accepted, SentBack }

    private static readonly (int DueIn, Stand Stand, string Why)[] Open =
    [
        (2, Stand.Offered, ""), (3, Stand.Offered, ""), (-1, Stand.Offered, ""), (1, Stand.Offered, ""), (0, Stand.Accepted, ""), (1, Stand.Accepted, ""), (4, Stand.Accepted, ""), (-2, Stand.Accepted, ""),
        (2, Stand.SentBack, "No name of whom to ask for"), (5, Stand.SentBack, "Outside our round until next month"),
    ];

    public IEnumerable<string[]> Rows(IEnumerable<Person> people)
    {
        var companies = random.Shuffle(people.Where(p => p.Account is not null && p.IsOrganisation)).ToArray();
        return companies.Take(Done).Select((person, at) => Past(person, at, OfficeHours.Some(random, person.Account!.FirstOrder)))
            .Concat(companies.Skip(Done).Zip(Open.Index(), (person, open) => Present(person, open.Index, open.Item)))
            .Concat(companies.Skip(Done + Open.Length).Take(Lately).Select((person, at) => Past(person, at, OfficeHours.Lately(random, today)))).Select((row, at) => (string[])["H" + (901 + at).ToString(CultureInfo.InvariantCulture), .. row]);
    }

    private string[] Past(Person person, int at, DateTime made)
    {
        var due = OfficeHours.After(made, random.Number(Day, 5 * Day));
        var accepted = OfficeHours.After(made, random.Number(Minute, Day / 2));
        var done = random.Bool(ShareInTime) ? OfficeHours.After(accepted, random.Number(Minute, Day / 2)) : OfficeHours.After(due, random.Number(Day / 4, 2 * Day));
        return Row(person, at, due, made, accepted, done, "");
    }

    private string[] Present(Person person, int at, (int DueIn, Stand Stand, string Why) open)
    {
        var due = today.AddDays(open.DueIn).ToDateTime(new TimeOnly(random.Number(10, 16), 0));
        var made = due.AddDays(-random.Number(6, 9));
        return Row(person, at, due, made, open.Stand == Stand.Accepted ? made.AddHours(2) : null, null, open.Why);
    }

    /// <summary>Two of three go to the field.</summary>
    private string[] Row(Person person, int at, DateTime due, DateTime made, DateTime? accepted, DateTime? done, string why)
    {
        var field = at % 3 != 2;
        return
        [
            person.Account!.Number.ToString(CultureInfo.InvariantCulture), random.ArrayElement(field ? ToField : ToDesk), "hand-over", field ? DemoColleagues.DeskTeam : DemoColleagues.FieldTeam,
            field ? DemoColleagues.FieldTeam : DemoColleagues.DeskTeam, accepted is null ? "" : field ? staff.Field : at % 2 == 0 ? staff.Service : staff.Desk,
            OfficeHours.Written(due), OfficeHours.Written(made), Written(accepted), Written(done), why,
        ];
    }

    private static string Written(DateTime? at) => at is { } when ? OfficeHours.Written(when) : "";
}
