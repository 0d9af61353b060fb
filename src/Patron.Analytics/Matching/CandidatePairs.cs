using System.Runtime.CompilerServices;

namespace Patron.Analytics.Matching;

/// <summary>Pairs worth comparing: the union of all rules, each pair once, without a set of pairs: the first rule that makes a pair makes it, the others pass it by.</summary>
internal sealed class CandidatePairs
{
    /// <summary>A block above this size is cut by further atoms.</summary>
    private const int LargestBlock = 600;

    /// <summary>What no atom cuts (records that are all alike) is compared with as many neighbours.</summary>
    private const int Neighbours = 10;
    private const int Depth = 3;
    private const int FirstOfBlock = int.MinValue;
    private const int Record = int.MaxValue;
    private const int PortionOfRecords = 1 << 15;

    /// <summary>Up to so many pairs all are compared: rules would save nothing.</summary>
    private const long FewPairs = 2_000_000;

    private readonly MatchData data;
    private readonly Atoms atoms;
    private readonly BlockingRule[] rules;
    private readonly int[] cuts;
    private readonly uint[] keys;

    /// <summary>For each rule the records that share their key with another, block by block; the first of a block has the sign bit.</summary>
    private readonly int[][] order;
    private readonly List<(int Rule, int From, int To, bool Huge)> work = [];
    private readonly bool all;

    public CandidatePairs(PreparedData prepared, BlockingRule[] rules)
    {
        (data, atoms, this.rules) = (prepared.Data, prepared.Atoms, rules);
        all = (long)data.Count * (data.Count - 1) / 2 <= FewPairs;
        (keys, order, cuts) = ([], [], []);
        if (all) return;
        keys = new uint[checked((long)data.Count * rules.Length)];
        order = new int[rules.Length][];
        cuts = BlockingRules.Selective(atoms, prepared.Telling);
        FillKeys();
        var portions = new List<(int Rule, int From, int To, bool Huge)>[rules.Length];
        Parallel.For(0, rules.Length, rule =>
        {
            order[rule] = Sorted(rule);
            portions[rule] = Portion(rule, prepared.Rank);
        });
        foreach (var portion in portions) work.AddRange(portion);
    }

    /// <summary>Takes a pair; several threads call it, each with a number of its own range of work.</summary>
    public delegate void Visitor(int portion, int a, int b);

    public int Portions => all ? Math.Max(1, (data.Count + 255) / 256) : work.Count;

    /// <summary>Hands every candidate to the visitor. Pairs of huge blocks may come more than once.</summary>
    public void Visit(Visitor visit)
    {
        if (all)
        {
            Parallel.For(0, Portions, portion => VisitAll(portion, visit));
            return;
        }
        Parallel.For(0, work.Count, portion =>
        {
            var (rule, from, to, isHuge) = work[portion];
            if (isHuge) Cut(order[rule][from..to], rules[rule].Atoms, 0, Depth, portion, visit);
            else VisitBlocks(rule, from, to, portion, visit);
        });
    }

    private void VisitAll(int portion, Visitor visit)
    {
        var to = Math.Min(data.Count, (portion + 1) * 256);
        for (var a = portion * 256; a < to; a++)
            for (var b = 0; b < a; b++)
                if (data.MayLink(b, a)) visit(portion, b, a);
    }

    [MethodImpl(Hot.Loop)]
    private void VisitBlocks(int rule, int from, int to, int portion, Visitor visit)
    {
        var records = order[rule];
        for (int start = from, end; start < to; start = end)
        {
            end = EndOfBlock(records, start, to);
            for (var x = start; x < end; x++)
            {
                var a = records[x] & Record;
                for (var y = x + 1; y < end; y++)
                    if (data.MayLink(a, records[y]) && !MadeEarlier(rule, a, records[y])) visit(portion, a, records[y]);
            }
        }
    }

    private static int EndOfBlock(int[] records, int start, int limit)
    {
        var end = start + 1;
        while (end < limit && records[end] >= 0) end++;
        return end;
    }

    [MethodImpl(Hot.Loop)]
    private bool MadeEarlier(int rule, int a, int b)
    {
        ReadOnlySpan<uint> keysA = keys.AsSpan(a * rules.Length, rule), keysB = keys.AsSpan(b * rules.Length, rule);
        for (var earlier = 0; earlier < rule; earlier++)
            if (keysA[earlier] != 0 && keysA[earlier] == keysB[earlier]) return true;
        return false;
    }

    /// <summary>A block that is too large is cut by the most selective atoms it does not hold yet, by each in turn.</summary>
    private void Cut(int[] block, int[] held, int cut, int depth, int portion, Visitor visit)
    {
        var (used, left) = (0, block.Length);
        for (; cut < cuts.Length && used < Depth && depth > 0; cut++)
        {
            var atom = cuts[cut];
            if (held.Contains(atom)) continue;
            var own = Array.ConvertAll(block, r => atoms.Key(atom, r));
            var records = (int[])block.Clone();
            Array.Sort(own, records);
            if (own[0] == own[^1]) continue;
            used++;
            for (int from = 0, to; from < own.Length; from = to)
            {
                for (to = from + 1; to < own.Length && own[to] == own[from]; to++)
                {
                }
                if (own[from] == 0 || to - from < 2) continue;
                if (to - from > LargestBlock) Cut(records[from..to], held, cut + 1, depth - 1, portion, visit);
                else VisitBlock(records.AsSpan(from, to - from), portion, visit);
                left -= to - from;
            }
        }
        if (left <= 0 && used > 0) return;
        for (var x = 0; x < block.Length; x++)
            for (var y = x + 1; y < Math.Min(block.Length, x + 1 + Neighbours); y++)
                if (data.MayLink(block[x], block[y])) visit(portion, block[x], block[y]);
    }

    private void VisitBlock(ReadOnlySpan<int> records, int portion, Visitor visit)
    {
        for (var x = 0; x < records.Length; x++)
            for (var y = x + 1; y < records.Length; y++)
                if (data.MayLink(records[x], records[y])) visit(portion, records[x], records[y]);
    }

    /// <summary>The key of a record under a rule; 0 when it lacks one of the rule's fields.</summary>
    public static uint Key(Atoms atoms, int[] rule, int record)
    {
        var key = 0UL;
        foreach (var atom in rule)
        {
            var part = atoms.Key(atom, record);
            if (part == 0) return 0;
            key = Mixing.Mix(key, part);
        }
        return (uint)key | 1;
    }

    /// <summary>All keys of a record beside each other, so that a pair is looked up in one place.</summary>
    private void FillKeys() => Parallel.For(0, (data.Count + PortionOfRecords - 1) / PortionOfRecords, portion =>
    {
        for (var record = portion * PortionOfRecords; record < Math.Min(data.Count, (portion + 1) * PortionOfRecords); record++)
            for (var rule = 0; rule < rules.Length; rule++) keys[(long)record * rules.Length + rule] = Key(atoms, rules[rule].Atoms, record);
    });

    /// <summary>Records by the rule's key, those without one and those alone with theirs left out.</summary>
    private int[] Sorted(int rule)
    {
        var (sorted, count) = (new ulong[data.Count], 0);
        for (var record = 0; record < sorted.Length; record++)
            if (keys[(long)record * rules.Length + rule] is var key and not 0) sorted[count++] = (ulong)key << 32 | (uint)record;
        KeySort.Ascending(sorted.AsSpan(0, count), new ulong[count]);
        var (records, left) = (new int[count], 0);
        for (var i = 0; i < count; i++)
        {
            var key = sorted[i] >> 32;
            var isFirst = i == 0 || sorted[i - 1] >> 32 != key;
            if (isFirst && (i == count - 1 || sorted[i + 1] >> 32 != key)) continue;
            records[left++] = (int)sorted[i] | (isFirst ? FirstOfBlock : 0);
        }
        return records[..left];
    }

    /// <summary>Cuts the records of a rule into portions of work at the bounds of blocks, huge blocks by themselves.</summary>
    private List<(int Rule, int From, int To, bool Huge)> Portion(int rule, int[] rank)
    {
        var (portions, records, begun) = (new List<(int Rule, int From, int To, bool Huge)>(), order[rule], 0);
        for (int from = 0, to; from < records.Length; from = to)
        {
            to = EndOfBlock(records, from, records.Length);
            if (to - from > LargestBlock)
            {
                records[from] &= Record;
                records.AsSpan(from, to - from).Sort((a, b) => rank[a].CompareTo(rank[b]));
                // Later rules must not believe that this one has made the block's pairs.
                for (var i = from; i < to; i++) keys[(long)records[i] * rules.Length + rule] = 0;
                if (from > begun) portions.Add((rule, begun, from, false));
                portions.Add((rule, from, to, true));
                begun = to;
            }
            else if (to - begun >= PortionOfRecords)
            {
                portions.Add((rule, begun, to, false));
                begun = to;
            }
        }
        if (begun < records.Length) portions.Add((rule, begun, records.Length, false));
        return portions;
    }
}
