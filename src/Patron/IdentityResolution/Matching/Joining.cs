namespace Patron.IdentityResolution.Matching;

/// <summary>Takes pairs one after the other and unites what may be united.</summary>
internal sealed class Joining
{
    private readonly RecordFacts[] _records;
    private readonly DisjointSets _onKeys;
    private readonly Dictionary<int, List<int>> _strangers = []; // root -> records that must not join it
    private readonly Dictionary<int, List<List<PersonName>>> _names = []; // root of several records -> their names, once there are several spellings; those that a decision made one person's are together

    public DisjointSets Sets { get; }
    public List<RecordLink> Links { get; } = [];
    public List<RecordLink> KeptApart { get; } = [];

    public Joining(RecordFacts[] records, IReadOnlyList<CannotLink> never, int memberships)
    {
        _records = records;
        Sets = new(records.Length);
        _onKeys = new(memberships);
        if (never.Count == 0) return;

        var index = new Dictionary<long, int>(records.Length);
        foreach (var (i, record) in records.Index()) index.Add(record.Id, i);
        foreach (var (a, b) in never)
        {
            if (a == b || !index.TryGetValue(a, out var x) || !index.TryGetValue(b, out var y)) continue;
            StrangersOf(x).Add(y);
            StrangersOf(y).Add(x);
        }
    }

    public void Take(KeyEdge edge)
    {
        var (a, b) = (Sets.Find(edge.A), Sets.Find(edge.B));
        if (a != b)
        {
            if (Obstacle(edge, a, b) is { } reason)
            {
                KeptApart.Add(Link(edge, reason));
                return;
            }
            Unite(edge.Kind, a, b);
        }
        else if (_onKeys.Find(edge.MemberA) == _onKeys.Find(edge.MemberB))
        {
            return; // this key's own links already say so
        }
        _onKeys.Union(edge.MemberA, edge.MemberB);
        Links.Add(Link(edge, IdentityReasons.Of(edge.Kind, edge.Names)));
    }

    private string? Obstacle(KeyEdge edge, int a, int b)
    {
        if (_strangers.TryGetValue(a, out var strangers) && strangers.Exists(s => Sets.Find(s) == b)) return IdentityReasons.ApartByHand;
        if (edge.Kind is KeyKind.ExternalId or KeyKind.Hand || WrittenAlike(a, b)) return null;
        foreach (var x in NamesOf(a))
            foreach (var y in NamesOf(b))
                if (!(edge.Kind == KeyKind.Model && IsOwnPair(edge, x, y)) && SharedNames.AreStrangers(x, y)) return IdentityReasons.ApartByNames;
        return null;
    }

    /// <summary>The model has weighed the names of its pair with all the rest of the two.</summary>
    private bool IsOwnPair(KeyEdge edge, List<PersonName> x, List<PersonName> y)
    {
        var (a, b) = (_records[edge.A].Name, _records[edge.B].Name);
        return (x.Exists(a.SameWords) && y.Exists(b.SameWords)) || (x.Exists(b.SameWords) && y.Exists(a.SameWords));
    }

    private void Unite(KeyKind kind, int a, int b)
    {
        var names = WrittenAlike(a, b) ? null
            : kind is KeyKind.Hand or KeyKind.Model ? AsOnePerson(NamesOf(a).Concat(NamesOf(b)))
            : Together(NamesOf(a), NamesOf(b));
        _names.Remove(a);
        _names.Remove(b);
        _strangers.Remove(a, out var strangersOfA);
        _strangers.Remove(b, out var strangersOfB);

        var root = Sets.Union(a, b);
        if (names is not null) _names[root] = names;
        if (strangersOfA is not null) StrangersOf(root).AddRange(strangersOfA);
        if (strangersOfB is not null) StrangersOf(root).AddRange(strangersOfB);
    }

    /// <summary>A name that is missing fits everybody, and would make the person fit everybody.</summary>
    private static List<List<PersonName>> AsOnePerson(IEnumerable<List<PersonName>> names) =>
        names.SelectMany(n => n).Where(n => !n.IsEmpty).ToList() is { Count: > 0 } said ? [said] : [[.. names.First()]];

    /// <summary>Who was declared to be one takes the spellings that fit in; others are kept once each.</summary>
    private static List<List<PersonName>> Together(List<List<PersonName>> a, List<List<PersonName>> b)
    {
        List<List<PersonName>> names = [.. a];
        foreach (var y in b)
        {
            var person = names.FindIndex(x => (x.Count > 1 || y.Count > 1) && !SharedNames.AreStrangers(x, y));
            if (person >= 0) names[person] = [.. names[person], .. y];
            else if (y.Count > 1 || !names.Exists(x => x.Exists(y[0].SameWords))) names.Add(y);
        }
        return names;
    }

    /// <summary>The rule in a file of repeated customers, and the cheap case: all names of both are written alike.</summary>
    private bool WrittenAlike(int a, int b) => !_names.ContainsKey(a) && !_names.ContainsKey(b) && _records[a].Name.SameWords(_records[b].Name);

    private List<List<PersonName>> NamesOf(int root) => _names.TryGetValue(root, out var names) ? names : [[_records[root].Name]];

    private List<int> StrangersOf(int root)
    {
        if (!_strangers.TryGetValue(root, out var strangers)) _strangers[root] = strangers = [];
        return strangers;
    }

    private RecordLink Link(KeyEdge edge, string reason) =>
        new(_records[edge.A].Id, _records[edge.B].Id, edge.Kind, KeyDigest.Of(edge.Kind, edge.Key), reason);
}
