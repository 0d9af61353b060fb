using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Patron.Analytics.Numerics;

namespace Patron.Analytics.LifetimeValue;

/// <summary>The logarithm of the odds that a customer of the Pareto/NBD has left, with its derivatives by the parameters; minus infinity where he bought on the last day.</summary>
internal readonly record struct AbsenceOdds(double LogOdds, double ByR, double ByAlpha, double ByS, double ByBeta);

/// <summary>
/// The integral of ((α + y) / (α + t_x))^-(r + x) ((β + y) / (β + t_x))^-(s + 1) over the silence from t_x to T, and the means of the terms that its derivatives need.
/// </summary>
/// <remarks>
/// Over ω = ln(γ + y), γ the smaller of α and β, the integrand has no singularity nearer than π, so Gauss-Legendre pieces that are not wide and in which it does not fall much
/// are exact to about 1e-13: see <see cref="Rules"/>. It falls all the way: pieces after e^-40 add nothing.
/// </remarks>
internal sealed class Absence
{
    private const double Negligible = 40;

    /// <summary>How wide a piece in ω may be, and by which power of e the integrand may fall in it, for so many nodes; few nodes are enough for most customers.</summary>
    private static readonly Piece[] Rules = [new(8, 1.6, 4), new(12, 2, 9), new(16, 2.5, 18)];

    private readonly double r, alpha, s, beta, gamma;

    public Absence(double r, double alpha, double s, double beta) => (this.r, this.alpha, this.s, this.beta, gamma) = (r, alpha, s, beta, Math.Min(alpha, beta));

    [MethodImpl(Hot.Loop)]
    public AbsenceOdds Of(PurchaseHistory history)
    {
        var (x, tx, t) = history;
        if (t <= tx) return new(double.NegativeInfinity, 0, 0, 0, 0);
        var (buying, leaving) = (r + x, s + 1);
        var (mass, a, b, byAlpha, byBeta) = (0.0, 0.0, 0.0, 0.0, 0.0);
        var (start, fallen, end) = (gamma + tx, 0.0, gamma + t);
        var (shiftA, shiftB) = (alpha - gamma, beta - gamma);
        var (scaleA, scaleB) = (1 / (alpha + tx), 1 / (beta + tx));
        while (start < end && fallen < Negligible)
        {
            var whole = Special.LogOnePlus((end - start) / start);
            var (rule, width) = Choose(start, whole, buying, leaving, shiftA, shiftB);
            var (logStartA, logStartB) = (Math.Log(start * scaleA), Math.Log(start * scaleB));
            var (sum, sumA, sumB, sumInvA, sumInvB) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            for (var n = 0; n < rule.At.Length; n++)
            {
                var along = width * rule.At[n];
                var point = start * Vector256.Exp(along);
                var (pointA, pointB) = (point + Vector256.Create(shiftA), point + Vector256.Create(shiftB));
                var logA = shiftA == 0 ? along + Vector256.Create(logStartA) : Vector256.Log(pointA * scaleA);
                var logB = shiftB == 0 ? along + Vector256.Create(logStartB) : Vector256.Log(pointB * scaleB);
                var term = rule.Weight[n] * point * Vector256.Exp(-(buying * logA) - leaving * logB);
                sum += term;
                sumA += term * logA;
                sumB += term * logB;
                sumInvA += term / pointA;
                sumInvB += term / pointB;
            }
            mass += width * Vector256.Sum(sum);
            a += width * Vector256.Sum(sumA);
            b += width * Vector256.Sum(sumB);
            byAlpha += width * Vector256.Sum(sumInvA);
            byBeta += width * Vector256.Sum(sumInvB);
            if (width >= whole) break;
            start *= Math.Exp(width);
            fallen = buying * Math.Log((start + shiftA) * scaleA) + leaving * Math.Log((start + shiftB) * scaleB);
        }
        var (silenceA, silenceB) = (Math.Log((alpha + t) * scaleA), Math.Log((beta + t) * scaleB));
        return new(
            Math.Log(s * scaleB * mass) + buying * silenceA + s * silenceB,
            silenceA - a / mass,
            buying * (1 / (alpha + t) - byAlpha / mass),
            1 / s + silenceB - b / mass,
            s / (beta + t) - leaving * byBeta / mass);
    }

    /// <summary>The rest of the way in the rule with fewest nodes that takes it, else as far as the one with most may go. It falls the steeper, the farther on.</summary>
    private static (Piece Rule, double Width) Choose(double start, double whole, double buying, double leaving, double shiftA, double shiftB)
    {
        var fall = whole * Steepness(start * Math.Exp(whole));
        foreach (var rule in Rules)
            if (whole <= rule.Widest && fall <= rule.Fall) return (rule, whole);
        var most = Rules[^1];
        var guess = Math.Min(most.Widest, most.Fall / Steepness(start));
        return (most, Math.Min(whole, Math.Min(guess, most.Fall / Steepness(start * Math.Exp(guess)))));

        double Steepness(double point) => buying * point / (point + shiftA) + leaving * point / (point + shiftB) + 1;
    }

    private sealed class Piece
    {
        public Piece(int nodes, double widest, double fall)
        {
            var rule = GaussRule.Uniform(nodes);
            (Widest, Fall) = (widest, fall);
            At = [.. Enumerable.Range(0, nodes / 4).Select(n => Vector256.Create(rule.Nodes.AsSpan(4 * n, 4)))];
            Weight = [.. Enumerable.Range(0, nodes / 4).Select(n => Vector256.Create(rule.Weights.AsSpan(4 * n, 4)))];
        }

        public double Widest { get; }
        public double Fall { get; }
        public Vector256<double>[] At { get; }
        public Vector256<double>[] Weight { get; }
    }
}
