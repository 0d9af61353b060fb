namespace Patron.Analytics.LifetimeValue;

/// <summary>A log-likelihood of histories under a model of four parameters, with its derivatives.</summary>
internal abstract class Likelihood(PurchaseHistories histories)
{
    public const int Parameters = 4;

    private const int ChunkSize = 512;

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
}

/// <summary>A likelihood at some parameters.</summary>
internal interface ILikelihoodAt
{
    /// <summary>Adds the groups from, to - 1.</summary>
    void Sum(PurchaseHistories histories, int from, int to, SlopeSums sums);
}
