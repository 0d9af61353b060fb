namespace Patron.Analytics.Matching;

/// <summary>Two records that are linked.</summary>
/// <param name="A">Record number; in the first table when there are two, else the lower one.</param>
/// <param name="B">Record number; in the second table when there are two.</param>
/// <param name="Weight">Bits for (above 0) or against, all fields and the prior together.</param>
/// <param name="Probability">Of being one person, 0 to 1.</param>
public readonly record struct MatchPair(int A, int B, float Weight, float Probability);

/// <summary>What a run has found.</summary>
/// <param name="Pairs">Links, most certain first.</param>
/// <param name="Doubtful">Pairs that were not linked and are at or above the floor asked for, most certain first.</param>
/// <param name="Clusters">A number from 0 for each record, the same for records of one person; records of a second table follow those of the first.</param>
/// <param name="ClusterCount">How many persons.</param>
/// <param name="CandidatePairs">Pairs compared.</param>
public sealed record LinkageResult(MatchPair[] Pairs, MatchPair[] Doubtful, int[] Clusters, int ClusterCount, long CandidatePairs);

/// <summary>Finds the records of one person.</summary>
public static class Linkage
{
    /// <summary>The probability from which records are linked unless another is given.</summary>
    public const double DefaultThreshold = .5;

    /// <summary>Links within one table.</summary>
    /// <param name="table">Records.</param>
    /// <param name="model">Learnt from this table or one like it.</param>
    /// <param name="threshold">Probability from which records are one person, above 0 and below 1.</param>
    /// <param name="floor">Pairs that are not linked are handed back from this probability on; 1: none.</param>
    public static LinkageResult Run(MatchTable table, MatchModel model, double threshold = DefaultThreshold, double floor = 1) => Run(new MatchData(table, null, Checked(model).Nicknames), model, threshold, floor);

    /// <summary>Links records of one table with those of another.</summary>
    /// <param name="a">Records of the first source.</param>
    /// <param name="b">Records of the second source with the same fields.</param>
    /// <param name="model">Learnt from these tables or ones like them.</param>
    /// <param name="threshold">Probability from which records are one person, above 0 and below 1.</param>
    /// <param name="floor">Pairs that are not linked are handed back from this probability on; 1: none.</param>
    public static LinkageResult Run(MatchTable a, MatchTable b, MatchModel model, double threshold = DefaultThreshold, double floor = 1) => Run(new MatchData(a, b, Checked(model).Nicknames), model, threshold, floor);

    /// <summary>Learns from one table and links within it: what <see cref="MatchTraining.Learn"/> and <see cref="Run(MatchTable, MatchModel, double, double)"/> do, in less time, for the records are prepared once.</summary>
    /// <param name="table">Records.</param>
    /// <param name="options">Nicknames.</param>
    /// <param name="threshold">Probability from which records are one person, above 0 and below 1.</param>
    public static (MatchModel Model, LinkageResult Result) LearnAndRun(MatchTable table, TrainingOptions? options = null, double threshold = DefaultThreshold)
    {
        var nicknames = options?.Nicknames ?? [];
        var prepared = new PreparedData(new(table, null, nicknames));
        var model = MatchTraining.Learn(prepared, nicknames);
        return (model, Run(prepared, model, threshold, floor: 1));
    }

    internal static LinkageResult Run(MatchData data, MatchModel model, double threshold, double floor) => Run(new PreparedData(data), model, threshold, floor);

    private static LinkageResult Run(PreparedData prepared, MatchModel model, double threshold, double floor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(threshold, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(threshold, 1);
        var (data, atoms) = (prepared.Data, prepared.Atoms);
        var scorer = new Scorer(data, model);
        var rules = BlockingRules.Choose(atoms, prepared.Telling, RuleLearning.Agrees(atoms, RuleLearning.SharesOf(model)));
        var candidates = new CandidatePairs(prepared, rules);
        var least = Scorer.Odds(threshold);
        var isAssignment = model.OneToOne && data.HasTwoSources;
        var scored = Scored.Of(scorer, candidates, prepared.Rank, isAssignment ? -Assignment.Reserve : Math.Min(least - Clustering.Reserve, Scorer.Odds(Math.Min(floor, .9999))));
        return isAssignment ? Assign(scorer, scored, threshold, floor) : Join(scorer, scored, least, floor);
    }

    private static MatchModel Checked(MatchModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model;
    }

    private static LinkageResult Assign(Scorer scorer, Scored scored, double threshold, double floor)
    {
        var (data, pairs) = (scorer.Data, scored.InOrder());
        var probabilities = Assignment.Probabilities(scorer, pairs);
        var links = Assignment.Take(data, pairs, probabilities, threshold);
        var roots = new int[data.Count];
        for (var i = 0; i < roots.Length; i++) roots[i] = i;
        foreach (var link in links) roots[pairs[link].B] = pairs[link].A;
        var linked = links.ToHashSet();
        var doubtful = Enumerable.Range(0, pairs.Length).Where(p => probabilities[p] >= floor && !linked.Contains(p)).OrderByDescending(p => probabilities[p]);
        return Result(data, roots, [.. links.Select(Pair)], [.. doubtful.Select(Pair)], scored.Compared);

        MatchPair Pair(int p) => new(pairs[p].A, pairs[p].B - data.Boundary, pairs[p].Score, probabilities[p]);
    }

    private static LinkageResult Join(Scorer scorer, Scored scored, float least, double floor)
    {
        var roots = Clustering.Join(scorer, scored, least);
        var doubtful = floor < 1 ? scored.InOrder(p => roots[p.A] != roots[p.B] && Scorer.Probability(p.Score) >= floor) : [];
        var links = Links.Within(scorer, roots, scored);
        return Result(scorer.Data, roots, links, Array.ConvertAll(doubtful, p => Links.Pair(scorer.Data, p)), scored.Compared);
    }

    private static LinkageResult Result(MatchData data, int[] roots, MatchPair[] links, MatchPair[] doubtful, long compared)
    {
        var (numbers, clusters, count) = (new int[data.Count], new int[data.Count], 0);
        for (var i = 0; i < clusters.Length; i++)
        {
            if (numbers[roots[i]] == 0) numbers[roots[i]] = ++count;
            clusters[i] = numbers[roots[i]] - 1;
        }
        return new(links, doubtful, clusters, count, compared);
    }
}
