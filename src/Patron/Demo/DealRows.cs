using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>
/// Deals with companies among the account holders. Those that ended did so within the demo's months; those that are open began shortly before the day on which the demo
/// is loaded, since a board of deals open since 2011 would show nothing but stuck ones.
/// </summary>
internal sealed class DealRows(Randomizer random, DateOnly today, DemoStaff staff)
{
    public static readonly string[] Header = ["deal", "account", "title", "stage", "value", "opened", "closed", "expected", "rival", "next step", "who"];

    /// <summary>Where a row has what.</summary>
    public const int Deal = 0, Account = 1, Title = 2, Opened = 5, Closed = 6;

    private const int Ended = 170, Open = 34, ShortestWin = 8, LongestWin = 70, LongestLoss = 95;
    private const float ShareWon = 0.58f;

    private static readonly string[] Titles =
        ["Christmas stock", "Own-label tins", "Wedding favours", "Shelf by the till", "Autumn window display", "Opening of a second shop", "Gifts for a company's staff", "Museum shop range", "Garden party sets", "Vintage bunting by the roll"];

    private static readonly string[] Rivals = ["", "", "", "A nearer wholesaler", "A maker in Portugal", "An online marketplace"];

    private static readonly (string Stage, string Next, float Weight)[] Stages =
        [("Prospecting", "Send the catalogue", 9), ("Engaging", "Call about quantities", 11), ("Proposal", "Talk through the offer", 9), ("Negotiation", "Agree on terms of payment", 5)];

    public IEnumerable<string[]> Rows(IEnumerable<Person> people)
    {
        var companies = random.Shuffle(people.Where(p => p.Account is not null && p.IsOrganisation)).ToArray();
        return companies.Take(Ended).Select(EndedOne).Concat(companies.Skip(Ended).Take(Open).Select(OpenOne)).Select((row, at) => (string[])["D" + (301 + at).ToString(CultureInfo.InvariantCulture), .. row, at % 4 == 0 ? staff.Desk : staff.Field]);
    }

    private string[] EndedOne(Person person)
    {
        var won = random.Bool(ShareWon);
        var opened = random.Day(person.Account!.FirstOrder, DemoCatalogue.LastDay);
        var closed = opened.AddDays(random.Number(ShortestWin, won ? LongestWin : LongestLoss));
        if (closed > DemoCatalogue.LastDay) closed = DemoCatalogue.LastDay;
        return [Number(person), random.ArrayElement(Titles), won ? "Won" : "Lost", Value(), Day(opened), Day(closed), "", won ? "" : random.ArrayElement(Rivals), ""];
    }

    private string[] OpenOne(Person person)
    {
        var (stage, next, _) = random.Weighted(Stages, s => s.Weight);
        return [Number(person), random.ArrayElement(Titles), stage, Value(), Day(today.AddDays(-random.Number(4, 70))), "", Day(today.AddDays(random.Number(3, 75))), random.ArrayElement(Rivals), next];
    }

    private static string Number(Person person) => person.Account!.Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Whole tens of pounds; small deals are the more frequent ones.</summary>
    private string Value() => (10 * (15 + (int)(random.Float() * random.Float() * 420))).ToString(CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
