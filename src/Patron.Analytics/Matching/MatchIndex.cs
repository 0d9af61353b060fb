namespace Patron.Analytics.Matching;

/// <summary>A record of the index that may be the same person as the one asked for.</summary>
/// <param name="Record">Its number in the index.</param>
/// <param name="Evidence">Why.</param>
public sealed record MatchCandidate(int Record, MatchEvidence Evidence);

/// <summary>Records that new ones are matched against one at a time.</summary>
/// <remarks>One caller at a time, for questions too: they borrow the index's tables. Texts asked for stay in its dictionaries until it is built anew.</remarks>
public sealed class MatchIndex
{
    /// <summary>Up to so many records all are compared.</summary>
    private const int Few = 1_000;

    /// <summary>Beyond so many records of one key only those are compared that share another selective part as well.</summary>
    private const int FewOfOneKey = 400;

    private readonly MatchModel model;
    private readonly MatchData data;
    private readonly Scorer scorer;
    private readonly Atoms atoms;
    private readonly List<bool> removed = [];
    private BlockingRule[] rules = [];
    private RuleChain[] chains = [];
    private int[] cuts = [];
    private int rebuildAt = Few;

    /// <summary>An index over a table's records; they keep their numbers.</summary>
    /// <param name="table">Records with the model's roles in the same order; not changed.</param>
    /// <param name="model">How to compare.</param>
    public MatchIndex(MatchTable table, MatchModel model)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        data = new(table, null, model.Nicknames, own: true);
        scorer = new(data, model);
        atoms = new(data);
        removed.AddRange(new bool[data.Count]);
        if (data.Count >= rebuildAt) Rebuild();
    }

    /// <summary>Records in the index, removed ones counted.</summary>
    public int Count => data.Count;

    /// <summary>Adds a record and returns its number.</summary>
    /// <param name="values">One text a field of the model, normalised; null or empty when missing.</param>
    public int Add(IReadOnlyList<string?> values)
    {
        var record = Append(values);
        removed.Add(false);
        if (data.Count >= rebuildAt) Rebuild();
        else for (var rule = 0; rule < rules.Length; rule++) chains[rule].Add(CandidatePairs.Key(atoms, rules[rule].Atoms, record), record);
        return record;
    }

    /// <summary>Takes a record out: it is no candidate any more. Its number is not given again.</summary>
    public void Remove(int record) => removed[record] = true;

    /// <summary>Why two records of the index are, or are not, one person.</summary>
    public MatchEvidence Compare(int a, int b) => scorer.Evidence(a, b);

    /// <summary>Records that may be the same person, most likely first; equally likely ones by their numbers.</summary>
    /// <param name="values">The record asked for; need not be in the index.</param>
    /// <param name="floor">Lowest probability handed back, above 0 and below 1.</param>
    public IReadOnlyList<MatchCandidate> Candidates(IReadOnlyList<string?> values, double floor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(floor, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(floor, 1);
        var asked = Append(values);
        var found = new List<(float Score, int Record)>();
        var least = Scorer.Odds(floor);
        foreach (var record in Near(asked))
        {
            if (removed[record]) continue;
            var score = scorer.Score(asked, record);
            if (score >= least) found.Add((score, record));
        }
        MatchCandidate[] candidates = [.. found.OrderByDescending(f => f.Score).ThenBy(f => f.Record).Select(f => new MatchCandidate(f.Record, scorer.Evidence(asked, f.Record)))];
        data.DropLast();
        return candidates;
    }

    private int Append(IReadOnlyList<string?> values)
    {
        var record = data.Add(values);
        scorer.Extend();
        atoms.Extend();
        return record;
    }

    /// <summary>Records that share the key of a rule, each once.</summary>
    private IEnumerable<int> Near(int asked)
    {
        if (rules.Length == 0) return Enumerable.Range(0, asked);
        var near = new HashSet<int>();
        for (var rule = 0; rule < rules.Length; rule++)
        {
            var (key, seen) = (CandidatePairs.Key(atoms, rules[rule].Atoms, asked), 0);
            if (key == 0) continue;
            for (var record = chains[rule].First(key); record >= 0; record = chains[rule].After(record))
                if (chains[rule].Key(record) == key && (++seen <= FewOfOneKey || SharesAnother(rules[rule], asked, record))) near.Add(record);
        }
        return near;
    }

    private bool SharesAnother(BlockingRule rule, int a, int b)
    {
        foreach (var atom in cuts)
            if (!rule.Atoms.Contains(atom) && atoms.Key(atom, a) is var key and not 0 && key == atoms.Key(atom, b)) return true;
        return false;
    }

    /// <summary>Rules hang on what is frequent, which changes as an index grows.</summary>
    private void Rebuild()
    {
        var telling = Canonical.Of(data).Telling;
        rules = BlockingRules.Choose(atoms, telling, RuleLearning.Agrees(atoms, RuleLearning.SharesOf(model)));
        cuts = BlockingRules.Selective(atoms, telling);
        chains = new RuleChain[rules.Length];
        Parallel.For(0, rules.Length, rule =>
        {
            chains[rule] = new(data.Count);
            for (var record = 0; record < data.Count; record++) chains[rule].Add(CandidatePairs.Key(atoms, rules[rule].Atoms, record), record);
        });
        rebuildAt = data.Count * 2;
    }
}

/// <summary>Records of one rule by their keys, the newest first.</summary>
internal sealed class RuleChain(int records)
{
    private readonly int[] heads = Heads(records);
    private int[] next = new int[records + 16];
    private uint[] keys = new uint[records + 16];

    public void Add(uint key, int record)
    {
        if (record >= next.Length)
        {
            Array.Resize(ref next, record + record / 4 + 16);
            Array.Resize(ref keys, next.Length);
        }
        keys[record] = key;
        if (key == 0) return;
        ref var head = ref heads[key >> 1 & (uint)(heads.Length - 1)];
        (next[record], head) = (head, record);
    }

    public int First(uint key) => heads[key >> 1 & (uint)(heads.Length - 1)];

    public int After(int record) => next[record];

    public uint Key(int record) => keys[record];

    private static int[] Heads(int records)
    {
        var heads = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)records * 2 + 16)];
        heads.AsSpan().Fill(-1);
        return heads;
    }
}
