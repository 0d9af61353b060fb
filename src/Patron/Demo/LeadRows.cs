using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>
/// Companies among the account holders who asked for something new, and where that came from at what cost: most in the demo's last month, which reports begin with, and some in the weeks
/// before the day on which the demo is loaded.
/// </summary>
internal sealed class LeadRows(Randomizer random, DateOnly today)
{
    public static readonly string[] Header = ["account", "where from", "sort", "spent", "asked for", "budget", "need", "decides", "soon", "when"];

    private const int Leads = 16, Recent = 5, Oldest = 20, LastMonth = 28;

    private static readonly (string Name, string Kind, int Cost, float Weight)[] Sources =
        [("Spring fair", "trade show", 5_400, 6), ("Gift trade magazine", "magazine", 1_800, 3), ("Website", "site", 600, 5), ("List of museum shops", "list", 900, 2), ("Recommended by customers", "referral", 0, 2)];

    private static readonly string[] Wishes = ["Own-label tins", "A shelf for the till", "Garden party sets", "Prices for a second shop", "Christmas stock", "Samples of the paper range"];

    public IEnumerable<string[]> Rows(IEnumerable<Person> people) =>
        random.Shuffle(people.Where(p => p.Account is not null && p.IsOrganisation)).Take(Leads).Select((person, at) =>
        {
            var (name, kind, cost, _) = random.Weighted(Sources, s => s.Weight);
            return (string[])[person.Account!.Number.ToString(CultureInfo.InvariantCulture), name, kind, cost.ToString(CultureInfo.InvariantCulture), random.ArrayElement(Wishes), Said(), Said(), Said(), Said(), Day(at < Recent ? today.AddDays(-random.Number(1, Oldest)) : DemoCatalogue.LastDay.AddDays(-random.Number(1, LastMonth)))];
        });

    /// <summary>Empty where it was not asked.</summary>
    private string Said() => random.ArrayElement(["yes", "yes", "no", "", ""]);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 10:15";
}
