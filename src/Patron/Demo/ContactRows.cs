using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>What the web shop's people noted of their talks with account holders: calls, letters, e-mails, and visits to companies.</summary>
internal sealed class ContactRows(Randomizer random, DemoStaff staff)
{
    public static readonly string[] Header = ["contact", "account", "when", "how", "direction", "about", "note", "result", "who", "mood"];

    private static readonly Talk[] Talks =
    [
        new("call", "in", "Order by phone", "Reads out item numbers from the catalogue.", "ordered"),
        new("call", "in", "When does it arrive?", "Expected the parcel earlier; told the day of the carrier.", "answered"),
        new("call", "in", "Is it in stock?", "Wants a larger quantity than the site shows.", "answered"),
        new("call", "out", "Thanks for the first order", "Pleased with the packing. Prefers to be called before noon.", "reached"),
        new("call", "out", "New season's catalogue", "Will look at it with a colleague.", "call again"),
        new("call", "out", "New season's catalogue", "Nobody picked up.", "not reached"),
        new("call", "out", "No order for a while", "Buys from a nearer wholesaler since the carriage went up.", "not interested"),
        new("mail", "in", "Question about a product", "Asks for the material and the washing instructions.", "answered"),
        new("mail", "in", "Copy of an invoice", "Needs it for the tax return.", "answered"),
        new("mail", "out", "Offer on Christmas stock", "Prices by the carton until the end of the month.", "sent"),
        new("letter", "out", "Catalogue", "Printed catalogue with the price list.", "sent"),
        new("letter", "in", "Thank you", "Praises the quick replacement.", "answered"),
    ];

    private static readonly Talk[] Visits =
    [
        new("visit", "out", "Shop visit", "Shelf by the till is free from autumn; gift bags sell best there.", "interested"),
        new("visit", "out", "Yearly talk", "Wants terms of payment of sixty days.", "to be decided"),
        new("exhibition", "in", "Spring Fair", "Came to the stand; took samples of the vintage tins.", "interested"),
    ];

    /// <summary>One kind of talk, with the words that are noted of it.</summary>
    private sealed record Talk(string Kind, string Direction, string Subject, string Note, string Result);

    public IEnumerable<string[]> Rows(IEnumerable<Person> people) => people.Where(p => p.Account is not null).SelectMany(Of).Select(Cells);

    private IEnumerable<(Person Person, Talk Talk, DateTime At)> Of(Person person)
    {
        var (talks, least, most) = person.IsOrganisation ? ([.. Talks, .. Visits], 1, 4) : (Talks, 0, 1);
        for (var left = random.Number(least, most); left > 0; left--)
        {
            var talk = random.ArrayElement(talks);
            yield return (person, talk, OfficeHours.Some(random, person.Account!.FirstOrder));
        }
    }

    private string[] Cells((Person Person, Talk Talk, DateTime At) contact, int index) =>
    [
        "K" + (4_001 + index).ToString(CultureInfo.InvariantCulture), contact.Person.Account!.Number.ToString(CultureInfo.InvariantCulture), OfficeHours.Written(contact.At),
        contact.Talk.Kind, contact.Talk.Direction, contact.Talk.Subject, contact.Talk.Note, contact.Talk.Result, Who(contact.Talk, index), contact.Talk.Result switch { "interested" or "ordered" => "good", "not interested" => "bad", _ => "" },
    ];

    /// <summary>The field visits, the desk and service take turns at the telephone.</summary>
    private string Who(Talk talk, int index) => talk.Kind is "visit" or "exhibition" ? staff.Field : index % 2 == 0 ? staff.Service : staff.Desk;
}

/// <summary>The hours in which the made-up shop is staffed: Monday to Friday, nine to half past five.</summary>
internal static class OfficeHours
{
    private static readonly TimeSpan Opens = new(9, 0, 0), Closes = new(17, 30, 0);

    /// <summary>A minute of a working day between the first day and the demo's last.</summary>
    public static DateTime Some(Randomizer random, DateOnly from) => Some(random, from, DemoCatalogue.LastDay);

    /// <summary>A minute of a working day of the last weeks before the day of loading, so long ago that what followed from it is over as well.</summary>
    public static DateTime Lately(Randomizer random, DateOnly today) => Some(random, today.AddDays(-70), today.AddDays(-16));

    private static DateTime Some(Randomizer random, DateOnly from, DateOnly until) =>
        Working(random.Day(from, until).ToDateTime(new TimeOnly(9, 0)).AddMinutes(random.Number(0, 500)));

    /// <summary>So many working minutes later.</summary>
    public static DateTime After(DateTime at, int minutes)
    {
        var left = TimeSpan.FromMinutes(minutes);
        while (at.TimeOfDay + left > Closes)
        {
            left -= Closes - at.TimeOfDay;
            at = Working(at.Date.AddDays(1) + Opens);
        }
        return at + left;
    }

    public static string Written(DateTime at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The same hour of the Monday after, where it falls on a weekend.</summary>
    private static DateTime Working(DateTime at) => at.DayOfWeek switch
    {
        DayOfWeek.Saturday => at.AddDays(2),
        DayOfWeek.Sunday => at.AddDays(1),
        _ => at,
    };
}
