using System.Buffers;

namespace Patron.Analytics.Matching;

/// <summary>A blocking rule: records that agree in all its atoms are compared.</summary>
/// <param name="Atoms">One to three atoms of different fields.</param>
/// <param name="Pairs">Pairs it is expected to make.</param>
/// <param name="Reach">Expected share of the true pairs that it makes.</param>
internal sealed record BlockingRule(int[] Atoms, double Pairs, double Reach);

/// <summary>Chooses rules that together reach most true pairs for the least comparisons, from the fields that are there and how selective they are.</summary>
/// <remarks>
/// What a rule reaches is simulated: which fields two records both have is drawn from the records, which of them agree from the model. What it costs is counted in a sample.
/// Then the rule that reaches most new pairs for its cost is taken, again and again (greedy set cover).
/// </remarks>
internal static class BlockingRules
{
    private const int Sample = 1 << 14;
    private const int SpreadSample = 4_096;
    private const double MostShared = .2;
    private const int Draws = 4_000;
    private const int MostRules = 24;
    private const int MostTried = 240;
    private const int MostCareless = 3;
    private const double LeastGain = 1d / Draws;
    private const double PairsPerRecord = 8;
    private const double LeastBudget = 5_000_000;

    /// <param name="atoms">Keys of the records.</param>
    /// <param name="data">Records.</param>
    /// <param name="order">The records to learn from, see <see cref="Canonical.Telling"/>: those of a crowd are compared with their neighbours alone.</param>
    /// <param name="agrees">Probability that two values of one person, both there, have the same key, by atom.</param>
    public static BlockingRule[] Choose(Atoms atoms, int[] order, double[] agrees)
    {
        var sample = new int[Math.Min(Sample, order.Length)];
        for (var i = 0; i < sample.Length; i++) sample[i] = order[(long)i * order.Length / sample.Length];
        var keys = new uint[atoms.Count][];
        Parallel.For(0, atoms.Count, a => keys[a] = [.. sample.Select(r => atoms.Key(a, r))]);
        var scale = order.Length < 2 ? 0 : (double)order.Length * (order.Length - 1) / Math.Max(1d, (double)sample.Length * (sample.Length - 1));
        var budget = Math.Max(LeastBudget, PairsPerRecord * order.Length);
        var agreed = Simulate(atoms, keys, agrees, sample.Length);
        return Greedy(Candidates(atoms, keys, scale, budget / 4, order.Length, agreed), agreed, budget, order.Length);
    }

    /// <summary>Atoms that few records share, the most selective first: what cuts a block that is too large.</summary>
    public static int[] Selective(Atoms atoms, int[] order) =>
        [.. Enumerable.Range(0, atoms.Count).Select(a => (Atom: a, Shared: Spread(atoms, a, order))).Where(a => a.Shared < MostShared).OrderBy(a => a.Shared).Select(a => a.Atom)];

    /// <summary>Share of the pairs of a sample that agree in an atom.</summary>
    private static double Spread(Atoms atoms, int atom, int[] order)
    {
        var own = new uint[Math.Min(SpreadSample, order.Length)];
        for (var i = 0; i < own.Length; i++) own[i] = atoms.Key(atom, order[(long)i * order.Length / own.Length]);
        return own.Where(k => k != 0).GroupBy(k => k).Sum(g => (double)g.Count() * (g.Count() - 1)) / Math.Max(1d, (double)own.Length * (own.Length - 1));
    }

    /// <summary>Bit per atom: what two records of one person would agree in.</summary>
    private static ulong[] Simulate(Atoms atoms, uint[][] keys, double[] agrees, int records)
    {
        var agreed = new ulong[records < 2 ? 0 : Draws];
        for (var d = 0; d < agreed.Length; d++)
        {
            var (a, b) = ((int)(Mixing.Mix((ulong)d * 2 + 1) % (ulong)records), (int)(Mixing.Mix((ulong)d * 2 + 2) % (ulong)records));
            // Errors come together: where one field is wrong, others are too.
            var carelessness = 1 + d % MostCareless;
            for (var atom = 0; atom < atoms.Count; atom++)
            {
                // One throw a field: the atoms of a field agree together or not.
                var luck = Mixing.Mix((ulong)d, 77 + (ulong)atoms[atom].Field) / (double)ulong.MaxValue;
                if (keys[atom][a] != 0 && keys[atom][b] != 0 && luck < Math.Pow(agrees[atom], carelessness)) agreed[d] |= 1UL << atom;
            }
        }
        return agreed;
    }

    private static List<(int[] Atoms, double Pairs)> Candidates(Atoms atoms, uint[][] keys, double scale, double most, int records, ulong[] agreed)
    {
        // A rule need not be narrower than this: each record has one chance comparison.
        double enough = records, wide;
        var found = new List<(int[] Atoms, double Pairs)>();
        List<(int[] Atoms, double Pairs)> tooWide = [];
        foreach (var size in new[] { 1, 2, 3 })
        {
            var tried = size == 1 ? [.. Enumerable.Range(0, atoms.Count).Select(a => new[] { a })] : Longer(tooWide, atoms);
            if (tried.Count > MostTried) tried = [.. tried.OrderByDescending(t => Reached(agreed, Mask(t))).Take(MostTried)];
            var counted = new (int[] Atoms, double Pairs)[tried.Count];
            Parallel.For(0, tried.Count, t => counted[t] = (tried[t], scale * PairsWithin(keys, tried[t])));
            found.AddRange(counted.Where(c => c.Pairs <= most));
            wide = size == 1 ? enough / 4 : enough;
            tooWide = [.. counted.Where(c => c.Pairs > wide)];
        }
        return found;
    }

    /// <summary>Rules with one more atom, of a field that the rule has not yet, each once.</summary>
    private static List<int[]> Longer(List<(int[] Atoms, double Pairs)> rules, Atoms atoms)
    {
        var made = new HashSet<ulong>();
        var longer = new List<int[]>();
        foreach (var (own, _) in rules)
        {
            for (var atom = 0; atom < atoms.Count; atom++)
            {
                if (own.Any(o => Touches(atoms[o], atoms[atom]))) continue;
                if (made.Add(Mask(own) | 1UL << atom)) longer.Add([.. own, atom]);
            }
        }
        return longer;
    }

    private static bool Touches(Atom a, Atom b) => a.Field == b.Field || a.Partner == b.Field || b.Partner == a.Field;

    private static ulong Mask(int[] rule) => rule.Aggregate(0UL, (bits, atom) => bits | 1UL << atom);

    private static int Reached(ulong[] agreed, ulong mask)
    {
        var reached = 0;
        foreach (var bits in agreed)
            if ((bits & mask) == mask) reached++;
        return reached;
    }

    /// <summary>Pairs of the sample that agree in all atoms of the rule.</summary>
    private static double PairsWithin(uint[][] keys, int[] rule)
    {
        var (seen, counts) = (ArrayPool<ulong>.Shared.Rent(2 * Sample), ArrayPool<int>.Shared.Rent(2 * Sample));
        seen.AsSpan(0, 2 * Sample).Clear();
        var pairs = 0d;
        for (var i = 0; i < keys[0].Length; i++)
        {
            var key = Joined(keys, rule, i);
            if (key == 0) continue;
            var slot = (int)(key >> 40) & (2 * Sample - 1);
            while (seen[slot] != 0 && seen[slot] != key) slot = (slot + 1) & (2 * Sample - 1);
            if (seen[slot] == 0) (seen[slot], counts[slot]) = (key, 0);
            pairs += counts[slot]++;
        }
        ArrayPool<ulong>.Shared.Return(seen);
        ArrayPool<int>.Shared.Return(counts);
        return pairs;
    }

    /// <summary>0 where the record lacks one of the rule's atoms.</summary>
    private static ulong Joined(uint[][] keys, int[] rule, int record)
    {
        var key = 1UL;
        foreach (var atom in rule)
        {
            if (keys[atom][record] == 0) return 0;
            key = Mixing.Mix(key, keys[atom][record]);
        }
        return key | 1;
    }

    private static BlockingRule[] Greedy(List<(int[] Atoms, double Pairs)> candidates, ulong[] agreed, double budget, int records)
    {
        var masks = candidates.Select(c => Mask(c.Atoms)).ToArray();
        var left = agreed.ToList();
        var chosen = new List<BlockingRule>();
        // Sorting costs as much as comparing a fifth of the records.
        var sorting = records / 5d + 1;
        while (chosen.Count < MostRules && left.Count > 0)
        {
            var gains = new int[candidates.Count];
            Parallel.For(0, gains.Length, c => gains[c] = left.Count(bits => (bits & masks[c]) == masks[c]));
            var best = -1;
            for (var c = 0; c < gains.Length; c++)
            {
                if (gains[c] < LeastGain * Draws || candidates[c].Pairs > budget) continue;
                if (best < 0 || gains[c] / (candidates[c].Pairs + sorting) > gains[best] / (candidates[best].Pairs + sorting)) best = c;
            }
            if (best < 0) break;
            budget -= candidates[best].Pairs;
            chosen.Add(new(candidates[best].Atoms, candidates[best].Pairs, Reached(agreed, masks[best]) / (double)agreed.Length));
            left.RemoveAll(bits => (bits & masks[best]) == masks[best]);
        }
        return [.. chosen];
    }
}
