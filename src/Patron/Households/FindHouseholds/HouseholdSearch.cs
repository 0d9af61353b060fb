namespace Patron.Households.FindHouseholds;

/// <summary>Persons who seem to live together, ids ascending.</summary>
internal sealed record SharedHome(IReadOnlyList<long> Customers, SharedBy Shared);

/// <summary>
/// Finds those at one address who have a surname or a phone number in common. Order of the persons does not matter.
/// </summary>
internal static class HouseholdSearch
{
    /// <summary>An address of more persons is a dormitory, an office or a house of many flats: its people are strangers to each other.</summary>
    public const int MostAtAddress = 20;

    public const int MostInHousehold = 12;

    public static List<SharedHome> Find(List<Neighbour> persons)
    {
        persons.Sort((a, b) => a.Address != b.Address ? a.Address.CompareTo(b.Address) : a.Customer.CompareTo(b.Customer));
        var homes = new List<SharedHome>();
        for (int from = 0, to; from < persons.Count; from = to)
        {
            to = from + 1;
            while (to < persons.Count && persons[to].Address == persons[from].Address) to++;
            if (to - from is >= 2 and <= MostAtAddress) Part(persons, from, to, homes);
        }
        return homes;
    }

    private static void Part(List<Neighbour> persons, int from, int to, List<SharedHome> homes)
    {
        Span<int> root = stackalloc int[to - from];
        for (var i = 0; i < root.Length; i++) root[i] = i;
        var surname = false;
        for (var i = 0; i < root.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (Common(persons[from + i], persons[from + j]) is not { } shared) continue;
                surname |= shared is SharedBy.Surname;
                // Few live at one address: the numbers of one group are put on the other one by one.
                var (keep, gone) = (Math.Min(root[i], root[j]), Math.Max(root[i], root[j]));
                for (var k = 0; k < root.Length; k++) if (root[k] == gone) root[k] = keep;
            }
        }
        for (var head = 0; head < root.Length; head++)
        {
            var members = new List<long>();
            for (var i = 0; i < root.Length; i++) if (root[i] == head) members.Add(persons[from + i].Customer);
            if (members.Count is < 2 or > MostInHousehold) continue;
            homes.Add(new(members, surname && SameSurname(persons, from, root, head) ? SharedBy.Surname : SharedBy.Phone));
        }
    }

    private static bool SameSurname(List<Neighbour> persons, int from, Span<int> root, int head)
    {
        for (var i = 0; i < root.Length; i++)
            for (var j = 0; j < i; j++)
                if (root[i] == head && root[j] == head && Common(persons[from + i], persons[from + j]) is SharedBy.Surname) return true;
        return false;
    }

    private static SharedBy? Common(Neighbour a, Neighbour b) =>
        (a.Surname != 0 && a.Surname == b.Surname) || (a.Latin != 0 && (a.Latin == b.Latin || a.Latin == b.Surname)) || (b.Latin != 0 && b.Latin == a.Surname) ? SharedBy.Surname
        : a.Phone != 0 && a.Phone == b.Phone ? SharedBy.Phone : null;
}
