using System.Runtime.CompilerServices;

namespace Patron.Analytics.LifetimeValue;

/// <summary>Sums over customers: of log-likelihoods, of their derivatives by the parameters, and of the products of these derivatives.</summary>
internal sealed class SlopeSums(int parameters)
{
    private readonly double[] slope = new double[parameters];
    private readonly double[] squares = new double[parameters * parameters];

    public double Value { get; private set; }

    /// <summary>So many customers with this log-likelihood and these derivatives.</summary>
    [MethodImpl(Hot.Loop)]
    public void Add(double count, double value, ReadOnlySpan<double> slopes)
    {
        Value += count * value;
        for (var i = 0; i < slopes.Length; i++)
        {
            var weighted = count * slopes[i];
            slope[i] += weighted;
            for (var j = i; j < slopes.Length; j++) squares[i * slopes.Length + j] += weighted * slopes[j];
        }
    }

    public void Add(SlopeSums other)
    {
        Value += other.Value;
        for (var i = 0; i < slope.Length; i++) slope[i] += other.slope[i];
        for (var i = 0; i < squares.Length; i++) squares[i] += other.squares[i];
    }

    /// <summary>The value, and the derivatives by the logarithms of the parameters.</summary>
    public double ByLogs(ReadOnlySpan<double> parameters, Span<double> slopes, Span<double> products)
    {
        var n = slope.Length;
        for (var i = 0; i < n; i++)
        {
            slopes[i] = slope[i] * parameters[i];
            for (var j = 0; j < n; j++) products[i * n + j] = squares[Math.Min(i, j) * n + Math.Max(i, j)] * parameters[i] * parameters[j];
        }
        return Value;
    }
}
