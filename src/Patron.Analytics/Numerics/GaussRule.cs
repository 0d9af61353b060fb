namespace Patron.Analytics.Numerics;

/// <summary>
/// Nodes and weights for the expectation of a smooth function of p in [0, 1] under a beta distribution; the weights sum to 1.
/// Exact for polynomials up to degree 2n - 1: Gauss-Jacobi quadrature by the eigenvalues of the recurrence's matrix (Golub and Welsch, Calculation of Gauss quadrature rules, Mathematics of Computation 23, 1969).
/// </summary>
public sealed class GaussRule
{
    private const int MostSweeps = 60;

    private GaussRule(double[] nodes, double[] weights) => (Nodes, Weights) = (nodes, weights);

    /// <summary>Between 0 and 1, ascending.</summary>
    public double[] Nodes { get; }

    /// <summary>Of the nodes; they sum to 1.</summary>
    public double[] Weights { get; }

    /// <summary>The mean over [0, 1]: Gauss-Legendre.</summary>
    public static GaussRule Uniform(int nodes) => Beta(1, 1, nodes);

    /// <summary>The expectation under Beta(a, b), both above 0.</summary>
    public static GaussRule Beta(double a, double b, int nodes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(a);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(b);
        ArgumentOutOfRangeException.ThrowIfLessThan(nodes, 1);
        var (diagonal, beside, first) = (new double[nodes], new double[nodes], new double[nodes]);
        // Recurrence of the monic Jacobi polynomials moved to [0, 1]; sums and products that cancel at the first step are written out.
        var sum = a + b;
        diagonal[0] = a / sum;
        for (var n = 1; n < nodes; n++)
        {
            var at = 2.0 * n + sum;
            diagonal[n] = 0.5 + (a - b) * (sum - 2) / (2 * (at - 2) * at);
            beside[n - 1] = n == 1
                ? Math.Sqrt(a * b / (sum * sum * (sum + 1)))
                : Math.Sqrt(n * (n + a - 1) * (n + b - 1) * (n + sum - 2) / ((at - 3) * (at - 2) * (at - 2) * (at - 1)));
        }
        first[0] = 1;
        Diagonalise(diagonal, beside, first);
        var weights = Array.ConvertAll(first, v => v * v);
        Array.Sort(diagonal, weights);
        return new(diagonal, weights);
    }

    /// <summary>Implicit QL steps; <paramref name="first"/> becomes the first components of the eigenvectors.</summary>
    private static void Diagonalise(double[] d, double[] e, double[] first)
    {
        for (var l = 0; l < d.Length; l++)
        {
            for (var sweep = 0; ; sweep++)
            {
                var m = l;
                while (m < d.Length - 1 && Math.Abs(e[m]) > 1e-17 * (Math.Abs(d[m]) + Math.Abs(d[m + 1]))) m++;
                if (m == l) break;
                if (sweep == MostSweeps) throw new InvalidOperationException("The nodes of a quadrature rule were not found.");
                Step(d, e, first, l, m);
            }
        }
    }

    private static void Step(double[] d, double[] e, double[] first, int l, int m)
    {
        var g = (d[l + 1] - d[l]) / (2 * e[l]);
        var r = Math.Sqrt(g * g + 1);
        g = d[m] - d[l] + e[l] / (g + Math.CopySign(r, g));
        var (s, c, p) = (1.0, 1.0, 0.0);
        for (var i = m - 1; i >= l; i--)
        {
            var (f, b) = (s * e[i], c * e[i]);
            r = Math.Sqrt(f * f + g * g);
            e[i + 1] = r;
            if (r == 0)
            {
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            (s, c) = (f / r, g / r);
            g = d[i + 1] - p;
            r = (d[i] - g) * s + 2 * c * b;
            p = s * r;
            d[i + 1] = g + p;
            g = c * r - b;
            (first[i + 1], first[i]) = (s * first[i] + c * first[i + 1], c * first[i] - s * first[i + 1]);
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }
}
