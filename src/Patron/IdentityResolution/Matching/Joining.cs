namespace Patron.IdentityResolution.Matching;

/// <summary>Takes pairs one after the other and unites what may be united.</summary>
internal sealed class Joining
{
    private readonly RecordFacts[] _records;
    private readonly DisjointSets _onKeys;
    private readonly Dictionary<int, List<int>> _strangers = []; // root -> records that must not join it
    private readonly Dictionary<int, List<PersonName>> _names = []; // root of several records -> their names, once there are several spellings

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
            if (Obstacle(edge.Kind, a, b) is { } reason)
            {
                KeptApart.Add(Link(edge, reason));
                return;
            }
            Unite(a, b);
        }
        else if (_onKeys.Find(edge.MemberA) == _onKeys.Find(edge.MemberB))
        {
            return; // this key's own links already say so
        }
        _onKeys.Union(edge.MemberA, edge.MemberB);
        Links.Add(Link(edge, IdentityReasons.Of(edge.Kind, edge.Names)));
    }

    private string? Obstacle(KeyKind kind, int a, int b)
    {
        if (_strangers.TryGetValue(a, out var strangers) && strangers.Exists(s => Sets.Find(s) == b)) return IdentityReasons.ApartByHand;
        if (kind == KeyKind.ExternalId || WrittenAlike(a, b)) return null;
        foreach (var x in NamesOf(a))
            foreach (var y in NamesOf(b))
                if (PartyKinds.Differ(x, y) || NameCompatibility.Of(x, y).Agreement == NameAgreement.Different) return IdentityReasons.ApartByNames;
        return null;
    }

    private void Unite(int a, int b)
    {
        var names = WrittenAlike(a, b) ? null : NamesOf(a).Concat(NamesOf(b).FindAll(y => !NamesOf(a).Exists(x => x.SameWords(y)))).ToList();
        _names.Remove(a);
        _names.Remove(b);
        _strangers.Remove(a, out var strangersOfA);
        _strangers.Remove(b, out var strangersOfB);

        var root = Sets.Union(a, b);
        if (names is not null) _names[root] = names;
        if (strangersOfA is not null) StrangersOf(root).AddRange(strangersOfA);
        if (strangersOfB is not null) StrangersOf(root).AddRange(strangersOfB);
    }

    /// <summary>The rule in a file of repeated customers, and the cheap case: all names of both are written alike.</summary>
    private bool WrittenAlike(int a, int b) => !_names.ContainsKey(a) && !_names.ContainsKey(b) && _records[a].Name.SameWords(_records[b].Name);

    private List<PersonName> NamesOf(int root) => _names.TryGetValue(root, out var names) ? names : [_records[root].Name];

    private List<int> StrangersOf(int root)
    {
        if (!_strangers.TryGetValue(root, out var strangers)) _strangers[root] = strangers = [];
        return strangers;
    }

    private RecordLink Link(KeyEdge edge, string reason) =>
        new(_records[edge.A].Id, _records[edge.B].Id, edge.Kind, KeyDigest.Of(edge.Kind, edge.Key), reason);
}
