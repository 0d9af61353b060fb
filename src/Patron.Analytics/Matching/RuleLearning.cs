using System.Runtime.InteropServices;

namespace Patron.Analytics.Matching;

/// <param name="M">Share of each level among records of one person, by field and level; levels of missing values left out.</param>
/// <param name="Prior">Probability that two records at random are one person.</param>
/// <param name="Kin">So many pairs of a household come on one pair of records of one person; 0 where none were seen.</param>
internal sealed record LearnedShares(double[][] M, double Prior, double Kin);

/// <summary>Estimates how often records of one person agree, rule by rule.</summary>
internal static class RuleLearning
{
    public const int Levels = 8;
    private const int PairsPerRule = 12_000;
    private const int LargestBlock = 60;
    private const int Rounds = 60;

    /// <summary>Rules that make fewer true pairs teach nothing.</summary>
    private const double FewMatches = 5;

    /// <summary>However few records there are: two of them are rather two persons than one.</summary>
    private const double MostLikely = .2;

    /// <summary>So many invented pairs that agree as usual keep the estimate sober where there is little to learn from.</summary>
    private const double Usual = 10;

    // By level: missing, exact, equivalent, swapped, slip, near, partial, different.
    private static readonly double[] UsualM = [0, .8, .02, .01, .07, .04, .02, .04];

    public static LearnedShares Learn(PreparedData prepared, double[][] u)
    {
        var (data, atoms) = (prepared.Data, prepared.Atoms);
        var rules = BlockingRules.Choose(atoms, prepared.Telling, Agrees(atoms, [.. u.Select(_ => UsualM)]));
        var results = new Estimate[rules.Length];
        Parallel.For(0, rules.Length, r => results[r] = Estimate.Of(prepared, rules[r], u));
        var m = Average(results, u.Length);
        var ofHouseholds = results.Where(e => e.Kin >= FewMatches && e.Matches >= FewMatches).ToArray();
        return new(m, Prior(prepared, results, m), ofHouseholds.Sum(e => e.Kin) / Math.Max(1, ofHouseholds.Sum(e => e.Matches)));
    }

    /// <summary>Probability that two values of one person have the same key, by atom.</summary>
    public static double[] Agrees(Atoms atoms, double[][] m)
    {
        var agrees = new double[atoms.Count];
        for (var a = 0; a < agrees.Length; a++)
        {
            var (field, kind, partner) = atoms[a];
            double exact = m[field][(int)Agreement.Exact], slip = m[field][(int)Agreement.Slip], near = m[field][(int)Agreement.Near], same = m[field][(int)Agreement.Equivalent];
            agrees[a] = kind switch
            {
                AtomKind.Whole => exact,
                AtomKind.BothNames => Math.Sqrt(exact * m[partner][(int)Agreement.Exact]) * exact + m[field][(int)Agreement.Swapped],
                AtomKind.LastDigits or AtomKind.LocalPart => exact + same,
                _ => exact + .7 * same + .5 * slip + .4 * near,
            };
        }
        return agrees;
    }

    /// <summary>The shares of a model by field and level.</summary>
    public static double[][] SharesOf(MatchModel model)
    {
        var shares = new double[model.Fields.Count][];
        for (var f = 0; f < shares.Length; f++)
        {
            shares[f] = new double[Levels];
            foreach (var level in model.Fields[f].Levels) shares[f][(int)level.Level] = level.M;
        }
        return shares;
    }

    private static double[][] Average(Estimate[] estimates, int fields)
    {
        var m = new double[fields][];
        for (var f = 0; f < fields; f++)
        {
            var sum = UsualM.Select(share => share * Usual).ToArray();
            foreach (var estimate in estimates.Where(e => e.Counts[f] is not null && e.Matches >= FewMatches))
            {
                // A rule with many pairs is no better witness than one with enough.
                var weight = Math.Min(1, 2_000 / estimate.Counts[f]!.Sum());
                for (var l = 1; l < Levels; l++) sum[l] += estimate.Counts[f]![l] * weight;
            }
            var all = sum.Sum();
            m[f] = [.. sum.Select(s => s / all)];
        }
        return m;
    }

    /// <summary>True pairs found by the rules, divided by what the rules should find of all, over the number of all pairs.</summary>
    private static double Prior(PreparedData prepared, Estimate[] estimates, double[][] m)
    {
        var agrees = Agrees(prepared.Atoms, m);
        var (found, reach) = (1d, 1d);
        foreach (var estimate in estimates.Where(e => e.Matches >= FewMatches))
        {
            found += estimate.Matches;
            reach += Reach(prepared, estimate.Rule, agrees);
        }
        var (count, boundary) = ((double)prepared.Telling.Length, prepared.Data.Boundary);
        var first = prepared.Data.HasTwoSources ? prepared.Telling.Count(record => record < boundary) : 0;
        var pairs = prepared.Data.HasTwoSources ? first * (count - first) : count * (count - 1) / 2;
        return pairs < 1 ? 1e-3 : Math.Clamp(found / reach / pairs, Math.Min(MostLikely, 1 / (pairs + 2)), MostLikely);
    }

    private static double Reach(PreparedData prepared, BlockingRule rule, double[] agrees)
    {
        var telling = prepared.Telling;
        var reach = 1d;
        foreach (var atom in rule.Atoms)
        {
            var present = 0;
            var sample = Math.Min(telling.Length, 4096);
            for (var i = 0; i < sample; i++)
                if (prepared.Atoms.Key(atom, telling[(long)i * telling.Length / sample]) != 0) present++;
            reach *= agrees[atom] * present / sample * present / sample;
        }
        return reach;
    }

    /// <summary>What the pairs of one rule teach.</summary>
    /// <param name="Rule">The rule.</param>
    /// <param name="Matches">True pairs among all that it makes.</param>
    /// <param name="Counts">Expected true pairs of the sample by field and level; null for fields that the rule uses.</param>
    /// <param name="Kin">Pairs of households among them.</param>
    private sealed record Estimate(BlockingRule Rule, double Matches, double[]?[] Counts, double Kin)
    {
        public static Estimate Of(PreparedData prepared, BlockingRule rule, double[][] u)
        {
            var (data, atoms) = (prepared.Data, prepared.Atoms);
            var patterns = new Dictionary<ulong, int>();
            var share = Sample(prepared, rule, patterns);
            var learns = Learns(data, atoms, rule);
            var counts = Maximise([.. patterns.OrderBy(p => p.Key).Select(p => (p.Key, p.Value))], learns, Evidence(data, learns), SharedIn(data, atoms, rule), u, out var matches, out var kin);
            return new(rule, matches / share, counts, kin / share);
        }

        /// <summary>Counts patterns of agreement in the rule's blocks and returns the share of its pairs that were looked at.</summary>
        private static double Sample(PreparedData prepared, BlockingRule rule, Dictionary<ulong, int> patterns)
        {
            var (data, atoms, canonical, rank) = (prepared.Data, prepared.Atoms, prepared.Canonical, prepared.Rank);
            // Whole blocks are left out by a part of their keys; in large blocks each record meets only its next ones.
            var every = (uint)Math.Max(1, (rule.Pairs + prepared.Telling.Length / 2d) / PairsPerRule);
            var decisive = rule.Atoms.MaxBy(a => data.Values(atoms[a].Field).Count);
            var packed = new List<ulong>();
            for (var record = 0; record < rank.Length; record++)
            {
                if (!prepared.Tells(record)) continue;
                // The part of most values decides alone, so that most records need no more of their key.
                if (atoms.Key(decisive, record) is var part && (part == 0 || Mixing.Mix(part) % every != 0)) continue;
                if (CandidatePairs.Key(atoms, rule.Atoms, record) is var key and not 0) packed.Add((ulong)key << 32 | (uint)rank[record]);
            }
            packed.Sort();
            var (made, looked) = (0d, 0d);
            for (int from = 0, to; from < packed.Count; from = to)
            {
                for (to = from + 1; to < packed.Count && packed[to] >> 32 == packed[from] >> 32;) to++;
                made += (double)(to - from) * (to - from - 1) / 2;
                for (var x = from; x < to; x++)
                {
                    for (var y = x + 1; y < Math.Min(to, x + LargestBlock); y++)
                    {
                        looked++;
                        var (a, b) = (canonical[(uint)packed[x]], canonical[(uint)packed[y]]);
                        if (data.MayLink(a, b)) CollectionsMarshal.GetValueRefOrAddDefault(patterns, data.Pattern(a, b), out _)++;
                    }
                }
            }
            return looked == 0 ? 1 : looked / made / every;
        }

        /// <summary>A rule teaches nothing of its own fields, nor of a full name when it uses a part of it.</summary>
        private static bool[] Learns(MatchData data, Atoms atoms, BlockingRule rule)
        {
            var used = rule.Atoms.SelectMany(a => new[] { atoms[a].Field, atoms[a].Partner }).Where(f => f >= 0).ToHashSet();
            var usesFull = used.Any(f => data.Fields[f].Role == FieldRole.FullName);
            var usesPart = used.Any(f => data.Fields[f].Role is FieldRole.GivenName or FieldRole.FamilyName);
            return [.. data.Fields.Select((field, f) => !used.Contains(f) && field.Role switch
            {
                FieldRole.FullName => !usesPart && !usesFull,
                FieldRole.GivenName or FieldRole.FamilyName => !usesFull,
                _ => true,
            })];
        }

        /// <summary>Fields that tell true pairs from false: not a full name beside its parts, which would count twice.</summary>
        private static bool[] Evidence(MatchData data, bool[] learns)
        {
            var hasParts = data.Fields.Any(f => f.Role is FieldRole.GivenName or FieldRole.FamilyName);
            return [.. data.Fields.Select((field, f) => learns[f] && !(hasParts && field.Role == FieldRole.FullName))];
        }

        /// <summary>Which levels of which fields a household shares; null where the rule itself goes by a person's own, and finds few pairs of households.</summary>
        private static bool[]? SharedIn(MatchData data, Atoms atoms, BlockingRule rule)
        {
            var shared = data.Fields.Select(f => Household.Shares(f.Role)).ToArray();
            var used = rule.Atoms.SelectMany(a => new[] { atoms[a].Field, atoms[a].Partner }).Where(f => f >= 0);
            if (!used.All(f => shared[f]) || shared.Count(s => !s) < 2) return null;
            return [.. data.Fields.SelectMany(f => Enumerable.Range(0, Levels).Select(level => Household.Shares(f.Role, (Agreement)level)))];
        }

        private static double[]?[] Maximise((ulong Pattern, int Count)[] patterns, bool[] learns, bool[] evidence, bool[]? shared, double[][] u, out double matches, out double kin)
        {
            var m = u.Select(_ => (double[])UsualM.Clone()).ToArray();
            var (ratios, kinRatios) = (new double[u.Length * Levels], new double[u.Length * Levels]);
            var counts = new double[]?[u.Length];
            var all = patterns.Sum(p => (double)p.Count);
            var (share, kinShare, last) = (.2, shared is null ? 0 : .1, 0d);
            (matches, kin) = (0, 0);
            for (var round = 0; round < Rounds; round++)
            {
                for (var f = 0; f < u.Length; f++) counts[f] = learns[f] ? new double[Levels] : null;
                for (var i = 0; i < ratios.Length; i++)
                {
                    ratios[i] = evidence[i / Levels] && i % Levels > 0 ? m[i / Levels][i % Levels] / u[i / Levels][i % Levels] : 1;
                    if (shared is not null) kinRatios[i] = shared[i] ? ratios[i] : Math.Max(1, ratios[i] * Math.Pow(2, -Household.Own));
                }
                (matches, kin) = (0, 0);
                foreach (var (pattern, count) in patterns)
                {
                    var (odds, kinOdds) = (share / (1 - share - kinShare), kinShare / (1 - share - kinShare));
                    for (var f = 0; f < u.Length; f++)
                    {
                        var at = f * Levels + (int)MatchData.Level(pattern, f);
                        odds *= ratios[at];
                        kinOdds *= kinRatios[at];
                    }
                    var expected = count * odds / (1 + odds + kinOdds);
                    matches += expected;
                    kin += count * kinOdds / (1 + odds + kinOdds);
                    for (var f = 0; f < u.Length; f++)
                        if (counts[f] is { } own) own[(int)MatchData.Level(pattern, f)] += expected;
                }
                share = Math.Clamp((matches + .5) / (all + 1), 1e-6, 1 - 1e-6);
                if (shared is not null) kinShare = Math.Clamp((kin + .5) / (all + 1), 1e-6, (1 - share) * .999);
                for (var f = 0; f < u.Length; f++)
                {
                    if (counts[f] is not { } own) continue;
                    own[0] = 0;
                    var sum = own.Sum() + Usual;
                    for (var l = 1; l < Levels; l++) m[f][l] = (own[l] + Usual * UsualM[l]) / sum;
                }
                if (Math.Abs(matches - last) < 1e-3 * (matches + 1)) break;
                last = matches;
            }
            return counts;
        }
    }
}
