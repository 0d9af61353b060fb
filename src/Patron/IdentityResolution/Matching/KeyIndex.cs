namespace Patron.IdentityResolution.Matching;

/// <summary>A pair of records on one key. <c>MemberA</c> and <c>MemberB</c> number the places of the two on that key.</summary>
internal readonly record struct KeyEdge(int A, int B, int MemberA, int MemberB, KeyKind Kind, string Key, NameVerdict Names, double Probability = 1);

/// <summary>Who carries which key, which keys are shared, and the pairs that the others make, from the strongest to the weakest.</summary>
internal sealed class KeyIndex
{
    private readonly RecordFacts[] _records;
    private readonly DisjointSets? _declared; // null: nothing was declared to be one

    public List<KeyEdge> Edges { get; } = [];
    public List<SharedKey> Shared { get; } = [];

    /// <summary>How many places on keys there are in all.</summary>
    public int Memberships { get; private set; }

    public KeyIndex(RecordFacts[] records, IReadOnlyList<MustLink> same)
    {
        _records = records;
        if (same.Count > 0) _declared = Declare(same);
        foreach (var (key, carriers) in ExternalIds()) PairUp(KeyKind.ExternalId, $"{key.Source}:{key.ExternalId}", carriers);
        foreach (var (key, carriers) in OnKeys(r => r.Emails)) PairUp(KeyKind.Email, key, carriers);
        foreach (var (key, carriers) in OnKeys(r => r.Phones)) PairUp(KeyKind.Phone, key, carriers);
        Edges.Sort(StrongestFirst);
        Shared.Sort((a, b) => a.Kind != b.Kind ? a.Kind.CompareTo(b.Kind) : string.CompareOrdinal(a.KeyDigest, b.KeyDigest));
    }

    private DisjointSets Declare(IReadOnlyList<MustLink> same)
    {
        var (declared, index) = (new DisjointSets(_records.Length), new Dictionary<long, int>(_records.Length));
        foreach (var (i, record) in _records.Index()) index.Add(record.Id, i);
        foreach (var pair in same)
        {
            if (pair.A == pair.B || !index.TryGetValue(pair.A, out var a) || !index.TryGetValue(pair.B, out var b)) continue;
            declared.Union(a, b);
            var kind = pair.ByHand ? KeyKind.Hand : KeyKind.Model;
            Edges.Add(Edge(a, b, Memberships, Memberships + 1, kind, "", NameCompatibility.Of(_records[a].Name, _records[b].Name)) with { Probability = pair.Probability });
            Memberships += 2;
        }
        return declared;
    }

    private Dictionary<(long Source, string ExternalId), List<int>> ExternalIds()
    {
        var carriers = new Carriers<(long, string)>(_records.Length, null);
        for (var i = 0; i < _records.Length; i++)
            if (_records[i].ExternalId.Length > 0) carriers.Add((_records[i].Source, _records[i].ExternalId), i);
        return carriers.Several;
    }

    private Dictionary<string, List<int>> OnKeys(Func<RecordFacts, IReadOnlyList<string>> keys)
    {
        var carriers = new Carriers<string>(_records.Length, StringComparer.Ordinal);
        for (var i = 0; i < _records.Length; i++)
            foreach (var key in keys(_records[i])) carriers.Add(key, i);
        return carriers.Several;
    }

    private void PairUp(KeyKind kind, string key, List<int> carriers)
    {
        if (carriers.Count < 2) return;
        if (kind != KeyKind.ExternalId && carriers.Count > ExactResolver.MostRecordsOfAKey)
        {
            Shared.Add(Share(kind, key, carriers, IdentityReasons.SharedByMany));
            return;
        }
        var first = Edges.Count;
        bool? excused = null; // by declarations; asked once, where names differ at all
        for (var x = 0; x < carriers.Count; x++)
        {
            for (var y = x + 1; y < carriers.Count; y++)
            {
                var names = NameCompatibility.Of(_records[carriers[x]].Name, _records[carriers[y]].Name);
                if (kind != KeyKind.ExternalId && names.Agreement == NameAgreement.Different)
                {
                    if (excused ??= AreExcused(carriers)) continue;
                    Edges.RemoveRange(first, Edges.Count - first);
                    Shared.Add(Share(kind, key, carriers, IdentityReasons.SharedByNames));
                    return;
                }
                if (Joins(kind, names.Agreement, carriers[x], carriers[y]))
                    Edges.Add(Edge(carriers[x], carriers[y], Memberships + x, Memberships + y, kind, key, names));
            }
        }
        Memberships += carriers.Count;
    }

    private bool AreExcused(List<int> carriers) =>
        _declared is not null && !SharedNames.Differ([.. carriers.Select(c => _records[c].Name)], (a, b) => _declared.Find(carriers[a]) == _declared.Find(carriers[b]));

    private bool Joins(KeyKind kind, NameAgreement names, int a, int b) => kind switch
    {
        KeyKind.ExternalId => true,
        KeyKind.Email => names != NameAgreement.Unknown || !PartyKinds.Differ(_records[a].Name, _records[b].Name),
        _ => names is NameAgreement.Same or NameAgreement.Compatible,
    };

    private KeyEdge Edge(int a, int b, int memberA, int memberB, KeyKind kind, string key, NameVerdict names) =>
        _records[a].Id < _records[b].Id ? new(a, b, memberA, memberB, kind, key, names) : new(b, a, memberB, memberA, kind, key, names);

    private SharedKey Share(KeyKind kind, string key, List<int> carriers, string reason) =>
        new(kind, KeyDigest.Of(kind, key), [.. carriers.Select(i => _records[i].Id).Order()], reason);

    /// <summary>A total order over what the pairs are, not over where they stood in the input.</summary>
    private int StrongestFirst(KeyEdge x, KeyEdge y)
    {
        var order = x.Kind.CompareTo(y.Kind);
        if (order == 0) order = y.Probability.CompareTo(x.Probability);
        if (order == 0) order = x.Names.Agreement.CompareTo(y.Names.Agreement);
        if (order == 0) order = _records[x.A].Id.CompareTo(_records[y.A].Id);
        if (order == 0) order = _records[x.B].Id.CompareTo(_records[y.B].Id);
        return order != 0 ? order : string.CompareOrdinal(x.Key, y.Key);
    }

    /// <summary>Most keys are carried once: only those met again get a list.</summary>
    private sealed class Carriers<TKey>(int capacity, IEqualityComparer<TKey>? equality) where TKey : notnull
    {
        private readonly Dictionary<TKey, int> _first = new(capacity, equality);

        public Dictionary<TKey, List<int>> Several { get; } = new(equality);

        public void Add(TKey key, int record)
        {
            if (_first.TryAdd(key, record)) return;
            if (!Several.TryGetValue(key, out var list)) Several[key] = list = [_first[key]];
            if (list[^1] != record) list.Add(record); // the same key twice on one record counts once
        }
    }
}
