using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>Who belongs to whom among the account holders: people who buy for a company, people of one family, whoever recommended us, and companies that supply, compete with or own another.</summary>
internal sealed class RelationRows(Randomizer random)
{
    public static readonly string[] Header = ["account", "stands", "to account", "as", "part in buying"];

    private const int Companies = 60, Ties = 30, Families = 14;

    private static readonly (string Job, string Part)[] Jobs =
        [("Owner", "decider"), ("Head of purchasing", "buyer"), ("Shop manager", "user"), ("Assistant", "gatekeeper"), ("Window dresser", "influencer"), ("Bookkeeper", "")];

    private static readonly string[] OfPersons = ["decides for", "influences", "recommended us to"], OfCompanies = ["supplies", "competes with", "daughter of", "association", "authority"];

    public IEnumerable<string[]> Rows(IReadOnlyCollection<Person> people)
    {
        var companies = random.Shuffle(people.Where(p => p.Account is not null && p.IsOrganisation)).ToArray();
        var persons = random.Shuffle(people.Where(p => p.Account is not null && !p.IsOrganisation && p.Trap == Trap.None)).ToArray();
        return Contacts(companies, persons).Concat(OneFamily(persons)).Concat(Between(companies));
    }

    /// <summary>One to three people of a company.</summary>
    private IEnumerable<string[]> Contacts(Person[] companies, Person[] persons)
    {
        var next = 0;
        foreach (var company in companies.Take(Companies))
        {
            foreach (var (job, part) in random.Shuffle(Jobs).Take(random.Number(1, 3)))
                yield return [Number(persons[next++]), "works at", Number(company), job, part];
        }
        foreach (var (at, (person, company)) in persons.Skip(next).Zip(companies.Skip(Companies).Take(Ties)).Index()) yield return [Number(person), OfPersons[at % OfPersons.Length], Number(company), "", ""];
    }

    private static IEnumerable<string[]> OneFamily(Person[] persons) => persons.GroupBy(p => (p.Name!.Family, p.Place.City)).Select(g => g.ToArray()).Where(g => g.Length > 1).Take(Families)
        .Select(g => (string[])[Number(g[0]), "family", Number(g[1]), "", ""]);

    /// <summary>In pairs of their own, so that nobody belongs to two mothers or to itself.</summary>
    private static IEnumerable<string[]> Between(Person[] companies) => companies.Skip(Companies + Ties).Chunk(2).Take(Ties)
        .Select((pair, at) => (string[])[Number(pair[0]), OfCompanies[at % OfCompanies.Length], Number(pair[1]), "", ""]);

    private static string Number(Person person) => person.Account!.Number.ToString(CultureInfo.InvariantCulture);
}
