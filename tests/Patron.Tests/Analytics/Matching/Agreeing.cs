using Patron.Analytics.Matching;

namespace Patron.Tests.Analytics.Matching;

/// <summary>Pairs found against pairs that are true.</summary>
internal sealed record Agreeing(double Precision, double Recall)
{
    public double F1 => 2 * Precision * Recall / (Precision + Recall);

    public static Agreeing Pairs(LinkageResult found, int[] truthA, int[]? truthB = null)
    {
        var right = found.Pairs.Count(p => truthA[p.A] == (truthB ?? truthA)[p.B]);
        var all = truthB is null ? Within(truthA) : Within([.. truthA, .. truthB]) - Within(truthA) - Within(truthB);
        return new((double)right / found.Pairs.Length, (double)right / all);
    }

    public static Agreeing Clusters(LinkageResult found, int[] truth) => Clusters(found.Clusters, truth);

    public static Agreeing Clusters(int[] found, int[] truth)
    {
        var right = found.Zip(truth).CountBy(c => c).Sum(c => c.Value * (c.Value - 1L) / 2);
        return new((double)right / Math.Max(1, Within(found)), (double)right / Within(truth));
    }

    private static long Within(int[] groups) => groups.CountBy(g => g).Sum(g => g.Value * (g.Value - 1L) / 2);
}
