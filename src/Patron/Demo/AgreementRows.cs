using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>Contracts with companies among the account holders, and memberships of persons with a card. Some run out around the day of loading.</summary>
internal sealed class AgreementRows(Randomizer random, DateOnly today)
{
    public static readonly string[] Header = ["account", "agreement", "sort", "number", "from", "until", "remark"];

    private const float ShareOfOrganisations = 0.3f, ShareOfCards = 0.07f, ShareWithEnd = 0.5f;

    private static readonly (string Name, string Note)[] Contracts =
        [("Wholesale terms", "Ten per cent off by the carton"), ("Payment within sixty days", "Credit limit £2,500"), ("Own-label tins", "Six hundred tins a year at a fixed price"), ("Shelf by the till", "We fill it, they pay for what was sold")];

    public IEnumerable<string[]> Rows(IEnumerable<Person> people) =>
        people.Where(p => p.Account is not null && random.Bool(p.IsOrganisation ? ShareOfOrganisations : p.HasCard ? ShareOfCards : 0)).Select(Row);

    private string[] Row(Person person, int at)
    {
        var (name, note) = person.IsOrganisation ? random.ArrayElement(Contracts) : ("Friends of the shop", "");
        return
        [
            person.Account!.Number.ToString(CultureInfo.InvariantCulture), name, person.IsOrganisation ? "contract" : "membership", (person.IsOrganisation ? "C-" : "F-") + (1_101 + at).ToString(CultureInfo.InvariantCulture),
            Typing.Iso(random.Day(person.Account.FirstOrder, DemoCatalogue.LastDay)), random.Bool(ShareWithEnd) ? Typing.Iso(today.AddDays(random.Number(-20, 400))) : "", note,
        ];
    }
}
