using Patron.Analytics.Numerics;

namespace Patron.Analytics.Baskets;

/// <summary>Who buys these items buys that one too.</summary>
/// <param name="If">Items, ascending; at least one.</param>
/// <param name="Then">The item on the right.</param>
/// <param name="Together">Baskets with all of them.</param>
/// <param name="IfCount">Baskets with those on the left.</param>
/// <param name="ThenCount">Baskets with the one on the right.</param>
/// <param name="Baskets">Baskets in all.</param>
/// <param name="PValue">Fisher's exact test, one-sided: the probability of so many together, or more, were the two sides independent.</param>
/// <param name="QValue">
/// The false-discovery rate (Benjamini and Hochberg, Controlling the false discovery rate, Journal of the Royal Statistical Society B 57(1), 1995) among all rules that the frequent sets allow,
/// not only those confident enough to be listed: choosing by confidence first would make chance look like a finding. Rules not listed are taken as worthless, so this is an upper bound.
/// </param>
public sealed record AssociationRule(int[] If, int Then, int Together, int IfCount, int ThenCount, int Baskets, double PValue, double QValue)
{
    /// <summary>Together / all.</summary>
    public double Support => (double)Together / Baskets;

    /// <summary>Together / those with the left side.</summary>
    public double Confidence => (double)Together / IfCount;

    /// <summary>Confidence / share of baskets with the right side: 1 where the sides are independent.</summary>
    public double Lift => (double)Together * Baskets / ((double)IfCount * ThenCount);

    /// <summary>
    /// All rules with one item on the right, at least one on the left, from frequent sets, with at least this confidence; the highest lift first, then the most together, then by items.
    /// Confidence is compared in whole numbers: a rule that is right in exactly four of five cases has .8.
    /// </summary>
    public static List<AssociationRule> Of(FrequentItemsets sets, decimal confidence)
    {
        ArgumentNullException.ThrowIfNull(sets);
        ArgumentOutOfRangeException.ThrowIfNegative(confidence);
        var factorials = new LogFactorials(sets.Baskets);
        var (found, tested) = (new List<AssociationRule>(), 0L);
        for (var set = 0; set < sets.Count; set++)
        {
            var ranks = sets.RanksOf(set);
            if (ranks.Length < 2) continue;
            tested += ranks.Length;
            for (var right = 0; right < ranks.Length; right++)
            {
                var left = sets.Without(ranks, right);
                var (together, ifCount, thenCount) = (sets.CountOf(set), sets.CountOf(left), sets.CountOf(sets.Single(ranks[right])));
                if (together < confidence * ifCount) continue;
                found.Add(new(sets.ItemsOf(left), sets.ItemOf(ranks[right]), together, ifCount, thenCount, sets.Baskets, factorials.AtLeast(together, ifCount, thenCount), 1));
            }
        }
        return [.. Discovered(found, tested).OrderByDescending(r => r.Lift).ThenByDescending(r => r.Together).ThenBy(r => r.Then).ThenBy(r => string.Join(' ', r.If), StringComparer.Ordinal)];
    }

    private static IEnumerable<AssociationRule> Discovered(List<AssociationRule> rules, long tested)
    {
        var sorted = rules.OrderByDescending(r => r.PValue).ToArray();
        var least = 1.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            least = Math.Min(least, sorted[i].PValue * tested / (sorted.Length - i));
            yield return sorted[i] with { QValue = least };
        }
    }
}

/// <summary>Hypergeometric tails over a fixed number of baskets.</summary>
internal sealed class LogFactorials
{
    private const int Tabled = 1 << 20;
    private const double Negligible = 1e-17;

    private readonly int all;
    private readonly double[] table;

    public LogFactorials(int all)
    {
        this.all = all;
        table = new double[Math.Min(all, Tabled) + 1];
        for (var n = 1; n < table.Length; n++) table[n] = table[n - 1] + Math.Log(n);
    }

    /// <summary>The probability that at least <paramref name="together"/> of all hold both, where the numbers that hold one and the other are fixed.</summary>
    public double AtLeast(int together, int one, int other)
    {
        var most = Math.Min(one, other);
        if (together <= Math.Max(0, one + other - all)) return 1;
        var term = Math.Exp(Of(one) + Of(all - one) + Of(other) + Of(all - other) - Of(all) - Of(together) - Of(one - together) - Of(other - together) - Of(all - one - other + together));
        var sum = 0.0;
        for (var k = together; k <= most; k++)
        {
            sum += term;
            term *= (double)(one - k) * (other - k) / ((k + 1.0) * (all - one - other + k + 1.0));
            if (term < Negligible * sum && k > (double)one * other / all) break;
        }
        return Math.Min(1, sum);
    }

    private double Of(int n) => n < table.Length ? table[n] : Special.LogGamma(n + 1.0);
}
