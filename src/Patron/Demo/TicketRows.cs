using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>Complaints, questions and requests of account holders: solved ones within the demo's months, and a few that came in the days before the demo is loaded and wait for whoever loads it.</summary>
internal sealed class TicketRows(Randomizer random, DateOnly today, DemoStaff staff)
{
    public static readonly string[] Header = ["case", "account", "opened", "type", "cause", "title", "details", "first answer", "solved", "closed", "solution", "who"];

    private const float ShareOfPersons = 0.11f, ShareOfOrganisations = 0.3f;

    /// <summary>From the solution to the closing: three working days.</summary>
    private const int UntilClosed = 3 * OfficeDay, OfficeDay = 510;

    /// <summary>How many days before the day of loading an open one came, and whether somebody has answered since.</summary>
    private static readonly (int DaysAgo, bool Answered)[] Open = [(1, false), (1, false), (1, true), (2, false), (2, true), (3, true), (3, false), (4, true), (5, true), (6, true), (8, true), (9, true)];

    private static readonly Matter[] Matters =
    [
        new("complaint", "Damaged in transit", "Broken when it arrived", "Two pieces were in splinters, the box had no padding.", "Replaced free of charge.", 18),
        new("complaint", "Late delivery", "Still not here", "Was promised for last week.", "Carrier found it; carriage refunded.", 22),
        new("complaint", "Wrong item", "Not what I ordered", "Got the red ones instead of the blue.", "Right item sent, wrong one may be kept.", 13),
        new("complaint", "Missing item", "Something is missing", "One line of the invoice was not in the box.", "Sent after.", 14),
        new("complaint", "Invoice wrong", "Invoice is too high", "The discount by the carton is missing.", "Corrected invoice sent.", 9),
        new("question", "About a product", "Is it food safe?", "Wants to sell cakes on it.", "Yes; certificate sent.", 12),
        new("question", "About an order", "Can I still add something?", "Forgot the candles.", "Added before it was packed.", 8),
        new("request", "Return", "Would like to return", "Does not match the wallpaper.", "Taken back within thirty days.", 10),
        new("request", "Change of address", "We have moved", "New shop from next month.", "Address changed.", 5),
    ];

    /// <summary>What somebody writes about, with how often it comes.</summary>
    private sealed record Matter(string Kind, string Reason, string Title, string Details, string Solution, float Weight);

    public IEnumerable<string[]> Rows(IReadOnlyCollection<Person> people)
    {
        var ended = people.Where(p => p.Account is not null && random.Bool(p.IsOrganisation ? ShareOfOrganisations : ShareOfPersons)).Select(Row).OfType<Case>().ToList();
        var waiting = random.Shuffle(people.Where(p => p.Account is not null)).Zip(Open, Waiting);
        return ended.Concat(waiting).Select((r, i) => (string[])[.. r.With(i), Who(r, i)]);
    }

    /// <summary>Every second one that nobody has answered is nobody's yet.</summary>
    private string Who(Case one, int at) => one.Answered is null && at % 2 == 0 ? "" : at % 3 == 0 ? staff.Desk : staff.Service;

    private Case Waiting(Person person, (int DaysAgo, bool Answered) open)
    {
        var opened = today.AddDays(-open.DaysAgo).ToDateTime(new TimeOnly(random.Number(9, 15), random.Number(0, 59)));
        return new(person.Account!.Number, random.Weighted(Matters, m => m.Weight), opened, open.Answered ? opened.AddMinutes(random.Number(20, 200)) : null, null, null);
    }

    /// <summary>Null where the solution would come after the demo's last day.</summary>
    private Case? Row(Person person)
    {
        var matter = random.Weighted(Matters, m => m.Weight);
        var opened = OfficeHours.Some(random, person.Account!.FirstOrder);
        // Most are answered the same day, one in eight only after days: those break the promise.
        var answered = OfficeHours.After(opened, random.Bool(0.125f) ? random.Number(2 * OfficeDay, 5 * OfficeDay) : random.Number(5, 360));
        var solved = OfficeHours.After(answered, random.Number(20, 4 * OfficeDay));
        var closed = OfficeHours.After(solved, UntilClosed);
        return DateOnly.FromDateTime(closed) > DemoCatalogue.LastDay ? null : new(person.Account.Number, matter, opened, answered, solved, closed);
    }

    private sealed record Case(int Account, Matter Matter, DateTime Opened, DateTime? Answered, DateTime? Solved, DateTime? Closed)
    {
        public string[] With(int index) =>
        [
            "T" + (701 + index).ToString(CultureInfo.InvariantCulture), Account.ToString(CultureInfo.InvariantCulture), OfficeHours.Written(Opened), Matter.Kind, Matter.Reason, Matter.Title, Matter.Details,
            Written(Answered), Written(Solved), Written(Closed), Solved is null ? "" : Matter.Solution,
        ];

        private static string Written(DateTime? at) => at is { } when ? OfficeHours.Written(when) : "";
    }
}
