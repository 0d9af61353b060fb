using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>
/// Companies among the account holders who asked for something new, and where that came from at what cost. Some asked and wait, most of them in the demo's last month, with which reports
/// begin; others asked shortly before one of the demo's deals began, so that it came of their asking: it was won, lost, or is open.
/// </summary>
internal sealed class LeadRows(Randomizer random, DateOnly today)
{
    public static readonly string[] Header = ["account", "where from", "sort", "spent", "asked for", "budget", "need", "decides", "soon", "when", "became"];

    private const int Leads = 16, Recent = 5, Oldest = 20, LastMonth = 28, EarlierDeals = 20, OpenDeals = 6, LongestAsking = 9;

    private static readonly (string Name, string Kind, int Cost, float Weight)[] Sources =
        [("Spring fair", "trade show", 5_400, 6), ("Gift trade magazine", "magazine", 1_800, 3), ("Website", "site", 600, 5), ("List of museum shops", "list", 900, 2), ("Recommended by customers", "referral", 0, 2)];

    private static readonly string[] Wishes = ["Own-label tins", "A shelf for the till", "Garden party sets", "Prices for a second shop", "Christmas stock", "Samples of the paper range"];

    /// <param name="deals">Rows of <see cref="DealRows"/>.</param>
    public IEnumerable<string[]> Rows(IEnumerable<Person> people, IReadOnlyList<string[]> deals)
    {
        var busy = deals.Select(d => d[DealRows.Account]).ToHashSet(StringComparer.Ordinal);
        var asking = random.Shuffle(people.Where(p => p.Account is not null && p.IsOrganisation && !busy.Contains(Number(p)))).Take(Leads)
            .Select((person, at) => Row(Number(person), at < Recent ? today.AddDays(-random.Number(1, Oldest)) : DemoCatalogue.LastDay.AddDays(-random.Number(1, LastMonth)), random.ArrayElement(Wishes), ""));
        var ended = deals.Where(d => d[DealRows.Closed].Length > 0).ToLookup(d => Opened(d) > DemoCatalogue.LastDay.AddDays(-LastMonth));
        // Not every asking of the last month may have become a deal: every second deal came otherwise.
        var became = ended[true].Where((_, at) => at % 2 == 0).Concat(ended[false].Take(EarlierDeals)).Concat(deals.Where(d => d[DealRows.Closed].Length == 0).Take(OpenDeals))
            .Select(d => Row(d[DealRows.Account], Asked(d), d[DealRows.Title], d[DealRows.Deal]));
        return asking.Concat(became);
    }

    private string[] Row(string account, DateOnly day, string wish, string deal)
    {
        var (name, kind, cost, _) = random.Weighted(Sources, s => s.Weight);
        return [account, name, kind, cost.ToString(CultureInfo.InvariantCulture), wish, Said(deal), Said(deal), Said(deal), Said(deal), day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 10:15", deal];
    }

    /// <summary>Some days before its deal began, but within the last month where the deal did.</summary>
    private DateOnly Asked(string[] deal)
    {
        var (opened, first) = (Opened(deal), DemoCatalogue.LastDay.AddDays(-LastMonth));
        var asked = opened.AddDays(-random.Number(1, LongestAsking));
        return opened > first && opened <= DemoCatalogue.LastDay && asked < first ? first : asked;
    }

    private static DateOnly Opened(string[] deal) => DateOnly.ParseExact(deal[DealRows.Opened], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(Person person) => person.Account!.Number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Empty where it was not asked; a deal comes of nothing but a yes.</summary>
    private string Said(string deal) => deal.Length > 0 ? "yes" : random.ArrayElement(["yes", "yes", "no", "", ""]);
}
