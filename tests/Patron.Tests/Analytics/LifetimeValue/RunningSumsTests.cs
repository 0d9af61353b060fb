using Patron.Analytics.Numerics;

namespace Patron.Tests.Analytics.LifetimeValue;

public sealed class RunningSumsTests
{
    private static readonly long[] Counts = [0, 1, 2, 40, 200, 90_000];

    [Theory]
    [InlineData(1e-6, 0.3)]
    [InlineData(0.7, 1e-9)]
    [InlineData(3, 45)]
    [InlineData(1e5, 0.02)]
    [InlineData(2e7, 3e6)]
    public void Far_counts_give_the_same_sums_as_term_by_term(double b, double a)
    {
        long[] each = [.. Enumerable.Range(0, 90_001)];
        var (logs, reciprocals) = RunningSums.RisingFactorials(b, Counts);
        var (allLogs, allReciprocals) = RunningSums.RisingFactorials(b, each);
        var staying = RunningSums.Staying(a, b, Counts);
        var allStaying = RunningSums.Staying(a, b, each);
        for (var i = 0; i < Counts.Length; i++)
        {
            var n = Counts[i];
            Near(allLogs[n], logs[i]);
            Near(allReciprocals[n], reciprocals[i]);
            Near(allStaying.Logs[n], staying.Logs[i]);
            Near(allStaying.ByA[n], staying.ByA[i]);
            Near(allStaying.ByB[n], staying.ByB[i]);
        }

        static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-10 * Math.Abs(expected));
    }

    [Fact]
    public void Billions_of_terms_are_summed_by_the_formula()
    {
        // ln n! by Stirling's series, whose next term is below the last digit.
        const double n = 2_000_000_000;
        var (logs, _) = RunningSums.RisingFactorials(1, [2_000_000_000]);
        Assert.Equal(n * Math.Log(n) - n + Math.Log(2 * Math.PI * n) / 2 + 1 / (12 * n), logs[0], 1e-3);
    }
}
