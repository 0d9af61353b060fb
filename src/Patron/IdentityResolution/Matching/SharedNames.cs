namespace Patron.IdentityResolution.Matching;

/// <summary>Whether the names on one key are of different people.</summary>
internal static class SharedNames
{
    /// <summary>
    /// Two of the names are different, and no declaration makes up for it: whoever was declared to be one goes by several names, and two that
    /// fit names of his are no strangers.
    /// </summary>
    /// <param name="declared">Were the two, by their places among <paramref name="names"/>, declared to be one?</param>
    public static bool Differ(IReadOnlyList<PersonName> names, Func<int, int, bool> declared)
    {
        var people = new List<List<PersonName>>();
        var first = new List<int>();
        for (var i = 0; i < names.Count; i++)
        {
            var known = first.FindIndex(f => declared(f, i));
            if (known < 0)
            {
                first.Add(i);
                people.Add([names[i]]);
            }
            else
            {
                people[known].Add(names[i]);
            }
        }
        var several = people.FindAll(p => p.Count > 1);
        for (var x = 0; x < people.Count; x++)
            for (var y = x + 1; y < people.Count; y++)
                if (AreStrangers(people[x], people[y]) && !several.Exists(p => !AreStrangers(p, people[x]) && !AreStrangers(p, people[y]))) return true;
        return false;
    }

    /// <summary>Nothing that the one is called fits anything that the other is called.</summary>
    public static bool AreStrangers(List<PersonName> one, List<PersonName> other) =>
        one.TrueForAll(a => other.TrueForAll(b => PartyKinds.Differ(a, b) || NameCompatibility.Of(a, b).Agreement == NameAgreement.Different));
}
