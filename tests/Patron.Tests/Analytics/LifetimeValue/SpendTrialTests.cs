using Patron.Analytics.Buying;
using Patron.Analytics.LifetimeValue;

namespace Patron.Tests.Analytics.LifetimeValue;

/// <summary>Two methods for what is spent, on weeks that neither has seen.</summary>
public sealed class SpendTrialTests
{
    [Fact]
    public void Where_everybody_always_spends_the_same_the_own_mean_is_enough()
    {
        var (trial, came) = Of((customer, _, _) => 10 + customer % 40);
        Assert.True(trial.RuleDidAsWell);
        Assert.Equal(0, trial.RuleSpendError, 6);
        Assert.Equal(trial.Spend, trial.RuleSpend, 6);
        Assert.Equal(came, trial.Revenue, 3);
    }

    [Fact]
    public void Where_only_chance_makes_a_purchase_dear_the_model_draws_towards_all()
    {
        // Everybody's true mean is 20: what one has spent so far says nothing.
        var (trial, came) = Of((_, _, random) => -20 * Math.Log(1 - random.NextDouble()) + 0.01);
        Assert.False(trial.RuleDidAsWell);
        Assert.True(trial.ModelSpendError < 0.98 * trial.RuleSpendError);
        Assert.InRange(trial.ModelSpend / trial.Spend, 0.9, 1.1);
        Assert.Equal(came, trial.Revenue, 3);
    }

    [Fact]
    public void Nothing_held_out_tells_nothing() => Assert.Null(SpendTrial.Of(LifetimeSample.Of(Days((_, _, _) => 10, out _), 200, 200, 7), new BetaGeometricModel(1, 5, 1, 3, false), new(10, 4, [new(1, 1, 1, 1)], [new(1, 1, 1, 0)])));

    private static (SpendTrial Trial, double Came) Of(Func<int, int, Random, double> amount)
    {
        var days = Days(amount, out var came);
        var sample = LifetimeSample.Of(days, 200, 300, 7);
        var rule = PaceRule.Learn(LifetimeSample.Of(days, 100, 200, 7))!;
        return (SpendTrial.Of(sample, new BetaGeometricModel(1, 5, 1, 3, false), rule)!, came);
    }

    /// <summary>Four hundred customers who buy about every twenty days; what came after the 200th of those who had come by then.</summary>
    private static BuyingDays Days(Func<int, int, Random, double> amount, out double came)
    {
        var (random, bought) = (new Random(7), new List<(int Customer, int Day, long Amount)>());
        for (var c = 0; c < 400; c++)
            for (var day = random.Next(60); day <= 300; day += 5 + random.Next(30)) bought.Add((c, day, (long)(amount(c, day, random) * 1e6)));
        came = bought.Where(b => b.Day > 200).Sum(b => b.Amount / 1e6);
        return BuyingDays.Of(400, [.. bought.Select(b => b.Customer)], [.. bought.Select(b => b.Day)], [.. bought.Select(b => b.Amount)]);
    }
}
