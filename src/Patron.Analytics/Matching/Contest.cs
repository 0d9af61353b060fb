using System.Runtime.InteropServices;

namespace Patron.Analytics.Matching;

/// <summary>Takes out of a person what another person claims as much.</summary>
/// <remarks>
/// A record of surname and town fits each of two relatives well enough. It came to the one whose record was its surest pair, which is chance, and there it makes as many wrong pairs as he
/// has records. So once all are joined, each record is weighed against its own group and against every other that a pair leads to and that is clearly somebody else: it stays
/// where it is only if that is likelier than all others together by the threshold. All are judged by the groups as they were joined, and then taken out at once.
/// </remarks>
internal sealed class Contest(Scorer scorer, Groups groups, float least)
{
    /// <summary>Two groups are somebody else from so many bits below the threshold on: less may be one person who was found in two parts, and parts do not compete.</summary>
    private const float Apart = 8;

    private readonly Dictionary<(int, int), bool> apart = [];

    /// <param name="pairs">Of groups that are joined to the end; their order decides nothing but the order of sums.</param>
    public void Settle(ReadOnlySpan<ScoredPair> pairs)
    {
        var claims = Claims(pairs);
        if (claims.Count == 0) return;
        var leaving = new HashSet<int>();
        foreach (var (record, others) in claims)
            if (!Stays(record, others)) leaving.Add(record);
        foreach (var group in leaving.Select(groups.Find).Distinct().ToArray())
        {
            var members = groups.Members(group);
            foreach (var alone in members.Where(leaving.Contains)) groups.Set([alone]);
            if (members.FindAll(m => !leaving.Contains(m)) is { Count: > 0 } left) groups.Set(left);
        }
    }

    /// <summary>For each record of a group the other groups that a pair leads to.</summary>
    private Dictionary<int, List<int>> Claims(ReadOnlySpan<ScoredPair> pairs)
    {
        var claims = new Dictionary<int, List<int>>();
        foreach (var (a, b, _) in pairs)
        {
            var (x, y) = (groups.Find(a), groups.Find(b));
            if (x == y) continue;
            if (groups.Size(x) > 1) Add(a, y);
            if (groups.Size(y) > 1) Add(b, x);
        }
        return claims;

        void Add(int record, int group)
        {
            ref var others = ref CollectionsMarshal.GetValueRefOrAddDefault(claims, record, out _);
            others ??= [];
            if (!others.Contains(group)) others.Add(group);
        }
    }

    private bool Stays(int record, List<int> others)
    {
        var (own, rivals) = (groups.Find(record), 0d);
        foreach (var other in others)
            if (AreApart(own, other)) rivals += Math.Pow(2, Clustering.Claim(scorer, groups, record, other));
        return rivals == 0 || Clustering.Claim(scorer, groups, record, own) - Math.Log2(rivals) > least;
    }

    private bool AreApart(int x, int y)
    {
        var pair = (Math.Min(x, y), Math.Max(x, y));
        if (!apart.TryGetValue(pair, out var known)) apart.Add(pair, known = Clustering.Agreement(scorer, groups, x, y) < least - Apart);
        return known;
    }
}
