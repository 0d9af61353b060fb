using Patron.Analytics.Numerics;

namespace Patron.Tests.Analytics;

/// <summary>Against published tables (Abramowitz and Stegun, 26.1 and 26.10; the far tails from NIST's Digital Library of Mathematical Functions).</summary>
public sealed class DistributionsTests
{
    /// <summary>B(½, ½) = π, and B(a, b + 1) = B(a, b) b / (a + b) also where the logarithms of the gamma functions are so large that their differences have no figures left.</summary>
    [Theory, InlineData(.5, .5), InlineData(3, 9.9), InlineData(1e-7, 4), InlineData(.2, 1e7), InlineData(12, 13), InlineData(9e6, 8e6), InlineData(3e6, 5e9)]
    public void The_logarithm_of_the_beta_function(double a, double b)
    {
        Assert.Equal(Math.Log(Math.PI), Special.LogBeta(.5, .5), 1e-13);
        Assert.Equal(Special.LogBeta(b, a), Special.LogBeta(a, b));
        Assert.Equal(-Special.LogOnePlus(a / b), Special.LogBeta(a, b + 1) - Special.LogBeta(a, b), 1e-15 * (20 + Math.Abs(Special.LogBeta(a, b))));
    }

    [Theory, InlineData(0, .5), InlineData(1, .15865525393145707), InlineData(1.959963984540054, .025), InlineData(-1, .84134474606854293), InlineData(6, 9.865876450376981e-10), InlineData(20, 2.753624118606234e-89)]
    public void The_normal_tail(double z, double above) => Assert.Equal(1, Distributions.NormalAbove(z) / above, 1e-11);

    [Theory, InlineData(.975, 1.959963984540054), InlineData(.8, .8416212335729143), InlineData(.5, 0), InlineData(.025, -1.959963984540054), InlineData(1e-10, -6.361340902404056)]
    public void The_normal_quantile(double p, double z) => Assert.Equal(z, Distributions.NormalQuantile(p), 1e-9);

    // With one degree of freedom the quantile is tan(pi (p - 1/2)), with two (2p - 1) sqrt(2 / (4 p (1 - p))).
    [Theory, InlineData(.75, 1, 1), InlineData(.975, 1, 12.706204736432095), InlineData(.975, 2, 4.302652729696142), InlineData(.975, 10, 2.2281388519649385), InlineData(.05, 5, -2.015048372669157), InlineData(.975, 1e9, 1.959963984540054)]
    public void Quantiles_of_Student(double p, double freedom, double t) => Assert.Equal(t, Distributions.StudentQuantile(p, freedom), 1e-7 * Math.Max(1, Math.Abs(t)));

    [Theory, InlineData(3.841458820694124, 1, .05), InlineData(5.991464547107979, 2, .05), InlineData(18.307038053275146, 10, .05), InlineData(0, 3, 1)]
    public void The_tail_of_chi_squared(double value, double freedom, double above) => Assert.Equal(above, Distributions.ChiSquaredAbove(value, freedom), 1e-12);

    [Theory, InlineData(0), InlineData(1), InlineData(double.NaN)]
    public void A_quantile_of_no_probability_throws(double p) => Assert.Throws<ArgumentOutOfRangeException>(() => Distributions.NormalQuantile(p));
}
