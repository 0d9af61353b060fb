using Patron.Analytics.LifetimeValue;

namespace Patron.Tests.Analytics.LifetimeValue;

public sealed class LifetimeLawsTests
{
    public static TheoryData<LifetimeModelKind> Kinds => [.. Enum.GetValues<LifetimeModelKind>()];

    private static readonly LifetimeModel[] Models =
        [new BetaGeometricModel(.24, 4.4, .79, 2.4), new BetaGeometricModel(.2, 4, .3, .4), new BetaGeometricModel(.5, 6, 1, 1.6, true), new ParetoModel(.55, 10.6, .6, 11.7), new ParetoModel(.5, 200, 1, .3), new ParetoModel(2, 5, 3, 90)];

    public static TheoryData<string, PurchaseHistory[]> Hostile => new()
    {
        { "one customer", [new(2, 3, 10)] },
        { "one customer who bought on the last day", [new(1, 10, 10)] },
        { "everybody one repeat, all alike", [.. Enumerable.Repeat(new PurchaseHistory(1, 4, 10), 50)] },
        { "one repeat buyer among many", [new(1, 2, 30), .. Enumerable.Repeat(new PurchaseHistory(0, 0, 30), 500)] },
        { "nobody leaves", [.. Enumerable.Range(1, 40).Select(n => new PurchaseHistory(n, 30, 30))] },
        { "everybody leaves at once", [.. Enumerable.Range(1, 40).Select(n => new PurchaseHistory(1, .1, 30 + n))] },
        { "some were seen for no time", [new(0, 0, 0), new(0, 0, 0), new(3, 5, 9), new(1, 2, 9)] },
        { "very frequent", [new(900, 29.9, 30), new(1_500, 20, 30), new(0, 0, 30), new(3, 1, 30)] },
        { "seconds", [new(3, 2.1e7, 3e7), new(0, 0, 2.8e7), new(1, 1e5, 2.9e7), new(7, 2.5e7, 2.6e7)] },
    };

    [Theory, MemberData(nameof(Hostile))]
    public void Every_data_set_gives_finite_numbers(string what, PurchaseHistory[] histories)
    {
        Assert.NotEmpty(what);
        foreach (var kind in Enum.GetValues<LifetimeModelKind>())
        {
            var fit = LifetimeFit.Of(kind, PurchaseHistories.Of(histories));
            Assert.True(double.IsFinite(fit.LogLikelihood), $"{what}: {kind}");
            Assert.All(fit.Model.Parameters, p => Assert.True(double.IsFinite(p.Value) && p.Value > 0, $"{what}: {kind} {p}"));
            Assert.All(fit.StandardErrors ?? [], e => Assert.True(double.IsFinite(e)));
            Assert.All(histories, h =>
            {
                Assert.InRange(fit.Model.ProbabilityAlive(h), 0, 1);
                Assert.InRange(fit.Model.ExpectedPurchases(h, 10), 0, 1e9);
            });
        }
    }

    [Fact]
    public void What_cannot_be_fitted_is_said_before()
    {
        Assert.Equal(FitObstacle.NoCustomers, PurchaseHistories.Of([]).Obstacle);
        Assert.Equal(FitObstacle.NobodyCameBack, PurchaseHistories.Of([new(0, 0, 5), new(0, 0, 9)]).Obstacle);
        Assert.Equal(FitObstacle.NoTime, PurchaseHistories.Of([new(1, 0, 0)]).Obstacle);
        Assert.Throws<ArgumentException>(() => LifetimeFit.Of(LifetimeModelKind.Pareto, PurchaseHistories.Of([])));
        Assert.Throws<ArgumentException>(() => PurchaseHistories.Of([new(1, 6, 5)]));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_order_of_the_customers_changes_no_digit(LifetimeModelKind kind)
    {
        var histories = Cdnow.Summary()[..400];
        var shuffled = histories.ToArray();
        new Random(7).Shuffle(shuffled);

        Assert.Equal(LifetimeFit.Of(kind, PurchaseHistories.Of(histories)).Model.Parameters, LifetimeFit.Of(kind, PurchaseHistories.Of(shuffled)).Model.Parameters);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Days_and_weeks_tell_the_same(LifetimeModelKind kind)
    {
        var weeks = Cdnow.Summary()[..400];
        var days = Array.ConvertAll(weeks, h => new PurchaseHistory(h.Repeats, h.LastRepeat * 7, h.Observed * 7));
        var (a, b) = (LifetimeFit.Of(kind, PurchaseHistories.Of(weeks)), LifetimeFit.Of(kind, PurchaseHistories.Of(days)));

        Assert.Equal(a.LogLikelihood - PurchaseHistories.Of(weeks).Repeats * Math.Log(7), b.LogLikelihood, 1e-5);
        Assert.All(weeks[..20].Zip(days), p => Assert.Equal(a.Model.ExpectedPurchases(p.First, 10), b.Model.ExpectedPurchases(p.Second, 70), 1e-3));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void No_nearby_parameters_are_more_likely(LifetimeModelKind kind)
    {
        var (fit, histories) = (Cdnow.Fit(kind), PurchaseHistories.Of(Cdnow.Sample.Histories));
        var at = fit.Model.Parameters.Select(p => p.Value).ToArray();
        for (var i = 0; i < 4; i++)
            foreach (var by in new[] { .9, .99, 1.01, 1.1 })
            {
                var p = at.ToArray();
                p[i] *= by;
                LifetimeModel moved = kind == LifetimeModelKind.Pareto ? new ParetoModel(p[0], p[1], p[2], p[3]) : new BetaGeometricModel(p[0], p[1], p[2], p[3], kind == LifetimeModelKind.ModifiedBetaGeometric);
                Assert.True(moved.LogLikelihood(histories) <= fit.LogLikelihood);
            }
    }

    [Fact]
    public void Probabilities_of_all_numbers_sum_to_one_and_their_mean_is_the_expectation()
    {
        foreach (var model in Models)
            foreach (var history in new PurchaseHistory[] { default, new(0, 0, 30), new(4, 12, 30), new(20, 29, 30) })
            {
                var p = Enumerable.Range(0, 200).Select(n => model.ProbabilityOf(history, n, 15)).ToArray();
                Assert.Equal(1, p.Sum(), 1e-6);
                Assert.Equal(model.ExpectedPurchases(history, 15), p.Select((v, n) => v * n).Sum(), 1e-4);
            }
    }

    [Fact]
    public void A_longer_horizon_brings_more_and_a_discount_takes_off()
    {
        foreach (var model in Models)
        {
            var history = new PurchaseHistory(3, 20, 30);
            var expected = new[] { 0, 1, 10, 100, 1_000.0 }.Select(t => model.ExpectedPurchases(history, t)).ToArray();
            Assert.Equal(expected.Order(), expected);
            Assert.Equal(0, expected[0]);
            Assert.Equal(model.ExpectedPurchases(history, 52), model.DiscountedPurchases(history, 52, 1e-9), 1e-5);
            Assert.True(model.DiscountedPurchases(history, 52, .01) < expected[3]);
            Assert.Equal(model.DiscountedPurchases(history, 2_000, .02), model.DiscountedPurchases(history, double.PositiveInfinity, .02), 1e-6);
        }
    }

    [Fact]
    public void Silence_makes_being_alive_less_likely_and_intervals_hold_the_expectation()
    {
        foreach (var model in Models)
        {
            var alive = new[] { 20, 25, 40, 100.0 }.Select(t => model.ProbabilityAlive(new(5, 20, t))).ToArray();
            Assert.Equal(alive.OrderDescending(), alive);
            var (from, to) = model.PurchaseInterval(new(20, 29, 30), 20, .8);
            Assert.InRange(model.ExpectedPurchases(new(20, 29, 30), 20), from, to);
        }
    }

    [Fact]
    public void Intervals_of_thousands_of_purchases_are_found_soon_and_lie_where_the_sums_of_all_say()
    {
        foreach (var model in Models)
        {
            var history = new PurchaseHistory(3_000, 29.9, 30);
            var (from, to) = model.PurchaseInterval(history, 40, .8);
            var below = Enumerable.Range(0, from).Sum(n => model.ProbabilityOf(history, n, 40));
            var within = Enumerable.Range(from, to - from + 1).Sum(n => model.ProbabilityOf(history, n, 40));
            Assert.InRange(below, 0, .101);
            Assert.InRange(1 - below - within, .08, .101);
            var (least, most) = model.PurchaseInterval(new(PurchaseHistory.MostRepeats, 29.9, 30), 40, .8);
            Assert.True(least <= most && model.ExpectedPurchases(new(PurchaseHistory.MostRepeats, 29.9, 30), 40) * .2 <= most + 1);
        }
    }

    [Fact]
    public void Nothing_after_the_end_of_calibration_leaks_in()
    {
        var end = new DateOnly(1997, 9, 30).DayNumber;
        Assert.Equal(Cdnow.Sample.Histories, LifetimeSample.Of(Cdnow.Days, end, end, 7).Histories);
        Assert.Null(HoldOut.Of(Models[0], LifetimeSample.Of(Cdnow.Days, end, end, 7)));
    }
}
