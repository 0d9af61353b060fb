using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>A log-likelihood of histories under a model of four parameters, with its derivatives.</summary>
internal abstract class Likelihood(PurchaseHistories histories)
{
    public const int Parameters = 4;

    private const int ChunkSize = 512;

    /// <summary>Over more factors than that gamma functions are sooner than one logarithm for each.</summary>
    protected const int LongestWalk = 64;

    /// <summary>Of all customers. The sums are made in the same order, however many cores there are.</summary>
    public SlopeSums Of(ReadOnlySpan<double> parameters)
    {
        var at = Prepare(parameters.ToArray());
        var groups = histories.Distinct.Length;
        var sums = new SlopeSums[(groups + ChunkSize - 1) / ChunkSize];
        if (sums.Length > 1) Parallel.For(0, sums.Length, Chunk);
        else Chunk(0);
        for (var chunk = 1; chunk < sums.Length; chunk++) sums[0].Add(sums[chunk]);
        return sums[0];

        void Chunk(int chunk)
        {
            sums[chunk] = new(Parameters);
            at.Sum(histories, chunk * ChunkSize, Math.Min(groups, (chunk + 1) * ChunkSize), sums[chunk]);
        }
    }

    /// <summary>By the logarithms of the parameters.</summary>
    public double OfLogs(ReadOnlySpan<double> logs, Span<double> slope, Span<double> squares)
    {
        Span<double> parameters = stackalloc double[Parameters];
        for (var i = 0; i < Parameters; i++) parameters[i] = Math.Exp(logs[i]);
        return Of(parameters).ByLogs(parameters, slope, squares);
    }

    protected abstract ILikelihoodAt Prepare(double[] parameters);

    /// <summary>ln of start (start + 1) ... (start + n - 1) for each of these ascending numbers n, and its derivative: ln Γ(start + n) - ln Γ(start) without a difference of two large numbers.</summary>
    internal static (double[] Value, double[] Slope) RisingFactorials(double start, int[] numbers)
    {
        var (value, slope) = (new double[numbers.Length], new double[numbers.Length]);
        var (sum, bySum, n) = (0.0, 0.0, 0);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] - n > LongestWalk)
            {
                sum += Special.LogGamma(numbers[i] - n) - Special.LogBeta(start + n, numbers[i] - n);
                bySum += Special.Digamma(start + numbers[i]) - Special.Digamma(start + n);
                n = numbers[i];
            }
            for (; n < numbers[i]; n++)
            {
                sum += Math.Log(start + n);
                bySum += 1 / (start + n);
            }
            (value[i], slope[i]) = (sum, bySum);
        }
        return (value, slope);
    }
}

/// <summary>A likelihood at some parameters.</summary>
internal interface ILikelihoodAt
{
    /// <summary>Adds the groups from, to - 1.</summary>
    void Sum(PurchaseHistories histories, int from, int to, SlopeSums sums);
}
