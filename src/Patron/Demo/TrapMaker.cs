using Bogus;

namespace Patron.Demo;

/// <summary>
/// Lays what identity resolution must not fall into: different persons who share a phone, an address or a name.
/// In each group the first has an account and the last has none, so that the systems meet in it.
/// </summary>
internal sealed class TrapMaker(Randomizer random)
{
    private readonly Queue<int> _holders = new();
    private readonly Queue<int> _others = new();
    private readonly List<(Trap Kind, int[] People)> _groups = [];

    /// <summary>Chooses the people and gives them names and addresses that fit; before they get e-mail addresses made of the names.</summary>
    public void Choose(Person[] people)
    {
        var usual = Enumerable.Range(0, people.Length).Where(i => people[i] is { Name.HasNative: false, Country.Iso: "GB" }).ToArray();
        Fill(_holders, usual.Where(i => people[i].Account is not null));
        Fill(_others, usual.Where(i => people[i].Account is null));
        Group(Trap.ShopPhone, DemoCatalogue.SharedShopPhones, () => [_holders.Dequeue(), _holders.Dequeue(), _others.Dequeue()]);
        Group(Trap.FamilyPhone, DemoCatalogue.SharedFamilyPhones, Pair);
        Group(Trap.SharedEmail, DemoCatalogue.SharedEmails, Pair);
        Group(Trap.SameName, DemoCatalogue.SameNames, Pair);
        foreach (var (kind, members) in _groups)
        {
            foreach (var i in members)
                people[i] = Alike(people[members[0]], people[i], kind);
        }
    }

    /// <summary>Makes them share what they share, once everybody has contact points of their own.</summary>
    public void Share(Person[] people, ContactMaker contacts)
    {
        foreach (var (kind, members) in _groups)
        {
            var first = people[members[0]];
            var email = kind == Trap.SharedEmail ? contacts.OfCompany(first.Company!) : null;
            foreach (var i in members)
            {
                if (email is not null)
                    people[i] = people[i] with { Email = email };
                if (people[i].SharesPhone)
                    people[i] = people[i] with { Phone = first.Phone };
            }
        }
    }

    private int[] Pair() => [_holders.Dequeue(), _others.Dequeue()];

    private void Fill(Queue<int> queue, IEnumerable<int> people)
    {
        foreach (var i in random.Shuffle(people))
            queue.Enqueue(i);
    }

    private void Group(Trap kind, int count, Func<int[]> members)
    {
        for (var i = 0; i < count; i++)
            _groups.Add((kind, members()));
    }

    private static Person Alike(Person first, Person one, Trap kind)
    {
        var trapped = one with { Trap = kind };
        return kind switch
        {
            Trap.ShopPhone or Trap.SharedEmail => trapped with { Company = first.Company ?? $"{first.Name!.Family} & Partners" },
            Trap.FamilyPhone => trapped with { Name = one.Name! with { Family = first.Name!.Family }, Place = first.Place, Address = first.Address, OldAddress = null },
            Trap.SameName => trapped with { Name = first.Name, IsFemale = first.IsFemale, Title = first.Title },
            _ => trapped,
        };
    }
}
