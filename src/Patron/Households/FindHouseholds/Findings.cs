using Patron.Kernel;

namespace Patron.Households.FindHouseholds;

/// <summary>A row of who was found, or is to be.</summary>
/// <param name="Household">0: a new one, the same for all of one home.</param>
/// <param name="Home">Which home of the search.</param>
internal readonly record struct Finding(long Customer, long Household, SharedBy Shared, int Home);

/// <summary>A stored row, as far as it matters here.</summary>
internal readonly record struct StoredMember(long Customer, long Id, long Household, SharedBy Shared);

/// <summary>A decision of a person, as far as it matters here.</summary>
internal readonly record struct StoredVerdict(long Customer, long Household, Verdict Verdict);

/// <summary>
/// What of the search is put before people: nothing that they have decided already. Who belongs to a household stays there and draws new ones to it; who was taken
/// out of it is not drawn to it again; those who were refused together are not found together again.
/// </summary>
internal static class Findings
{
    public static List<Finding> Of(IReadOnlyList<SharedHome> homes, IReadOnlyList<StoredMember> stored, IReadOnlyList<StoredVerdict> verdicts)
    {
        var decided = verdicts.ToLookup(v => v.Customer);
        var before = stored.ToLookup(s => s.Customer, s => s.Household);
        var taken = new HashSet<long>();
        var findings = new List<Finding>();
        foreach (var (at, home) in homes.Index())
        {
            var members = decided.Count == 0 ? home.Customers : NotRefusedTogether(home.Customers, decided);
            var belongs = members.Where(m => decided[m].Any(v => v.Verdict is Verdict.In)).ToArray();
            var household = Confirmed(belongs, decided) ?? Known(members, before, decided, taken) ?? 0;
            var open = members.Where(m => !belongs.Contains(m) && !decided[m].Any(v => v.Verdict is Verdict.Out && v.Household == household)).ToArray();
            if (open.Length + (belongs.Length > 0 ? 1 : 0) < 2) continue;
            if (household != 0) taken.Add(household);
            findings.AddRange(open.Select(m => new Finding(m, household, home.Shared, at)));
        }
        return findings;
    }

    private static IReadOnlyList<long> NotRefusedTogether(IReadOnlyList<long> members, ILookup<long, StoredVerdict> decided)
    {
        var refused = members.SelectMany(m => decided[m]).Where(v => v.Verdict is Verdict.Refused).GroupBy(v => v.Household)
            .Where(g => g.Select(v => v.Customer).Distinct().Count() > 1).SelectMany(g => g.Select(v => v.Customer)).ToHashSet();
        return refused.Count == 0 ? members : [.. members.Where(m => !refused.Contains(m) || decided[m].Any(v => v.Verdict is Verdict.In))];
    }

    /// <summary>The household that most of them belong to; of equals the older one.</summary>
    private static long? Confirmed(long[] belongs, ILookup<long, StoredVerdict> decided) =>
        belongs.Length == 0 ? null : belongs.SelectMany(m => decided[m]).Where(v => v.Verdict is Verdict.In).GroupBy(v => v.Household).OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;

    /// <summary>The household that they were found for before, or that one of them was taken out of, so that this holds on. One is not given to two homes.</summary>
    private static long? Known(IReadOnlyList<long> members, ILookup<long, long> before, ILookup<long, StoredVerdict> decided, HashSet<long> taken)
    {
        var refused = members.SelectMany(m => decided[m]).Where(v => v.Verdict is Verdict.Refused).Select(v => v.Household).ToHashSet();
        return members.SelectMany(m => before[m].Concat(decided[m].Where(v => v.Verdict is Verdict.Out).Select(v => v.Household)))
            .Where(h => !taken.Contains(h) && !refused.Contains(h)).Order().Select(h => (long?)h).FirstOrDefault();
    }
}
