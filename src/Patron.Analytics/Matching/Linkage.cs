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
    public static LinkageResult Run(MatchTable table, MatchModel model, double threshold = DefaultThreshold, double floor = 1) => throw new NotSupportedException();

    /// <summary>Links records of one table with those of another.</summary>
    /// <param name="a">Records of the first source.</param>
    /// <param name="b">Records of the second source with the same fields.</param>
    /// <param name="model">Learnt from these tables or ones like them.</param>
    /// <param name="threshold">Probability from which records are one person, above 0 and below 1.</param>
    /// <param name="floor">Pairs that are not linked are handed back from this probability on; 1: none.</param>
    public static LinkageResult Run(MatchTable a, MatchTable b, MatchModel model, double threshold = DefaultThreshold, double floor = 1) => throw new NotSupportedException();
}
