using System.Globalization;
using Bogus;

namespace Patron.Demo;

/// <summary>What account holders held against an offer, what they were told, and whether that dissolved it: some answers work far more often than others.</summary>
internal sealed class ObjectionRows(Randomizer random, DemoStaff staff)
{
    public static readonly string[] Header = ["account", "when", "objection", "sort", "answer", "dissolved", "article", "heard by"];

    private const float ShareOfPersons = 0.02f, ShareOfOrganisations = 0.35f;

    private static readonly Held[] All =
    [
        new("objective", "Carriage costs more than the goods", "", [("Free carriage from £250, and how others reach that", 0.75f), ("It is the same everywhere", 0.1f)]),
        new("objective", "Pieces broke in the last parcel", "22423", [("New packing since April, and two pieces free of charge", 0.8f), ("We are sorry", 0.3f)]),
        new("objective", "No room on the shelf", "", [("A stand for the till that takes a foot of counter", 0.55f), ("It sells in three weeks", 0.25f)]),
        new("subjective", "Too old-fashioned for our street", "85123A", [("What it sold in a shop like yours", 0.6f), ("It is our best seller", 0.2f)]),
        new("subjective", "Tins look cheap", "22720", [("Here is one to hold", 0.7f), ("The price is low", 0.15f)]),
        new("defence", "I have to think about it", "", [("What would have to be true for a yes?", 0.5f), ("Take your time", 0.1f)]),
        new("defence", "Send me something in writing", "", [("One page, and a call on Thursday at ten?", 0.45f), ("The catalogue is in the post", 0.1f)]),
        new("regret", "We took too many for one season", "47566", [("We take back what is unopened until January", 0.65f), ("They keep", 0.15f)]),
    ];

    /// <summary>One objection, with the answers given to it and how often each dissolved it.</summary>
    private sealed record Held(string Kind, string Said, string Article, (string Words, float Worked)[] Answers);

    public IEnumerable<string[]> Rows(IEnumerable<Person> people) =>
        people.Where(p => p.Account is not null && random.Bool(p.IsOrganisation ? ShareOfOrganisations : ShareOfPersons)).Select(Row);

    private string[] Row(Person person)
    {
        var held = random.ArrayElement(All);
        var (words, worked) = random.ArrayElement(held.Answers);
        return
        [
            person.Account!.Number.ToString(CultureInfo.InvariantCulture), OfficeHours.Written(OfficeHours.Some(random, person.Account.FirstOrder)), held.Said, held.Kind, words, random.Bool(worked) ? "yes" : "no",
            held.Article, random.Bool(0.7f) ? staff.Field : staff.Desk,
        ];
    }
}
