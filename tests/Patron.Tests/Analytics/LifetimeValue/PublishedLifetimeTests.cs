using Patron.Analytics.LifetimeValue;

namespace Patron.Tests.Analytics.LifetimeValue;

/// <summary>Fader, Hardie and Lee (2005), Hardie's notes and the models' later publications.</summary>
public sealed class PublishedLifetimeTests
{
    [Theory]
    [InlineData(LifetimeModelKind.BetaGeometric, new[] { .2426, 4.4136, .7929, 2.4259 }, .001, -9582.4292)]
    [InlineData(LifetimeModelKind.ModifiedBetaGeometric, new[] { .525, 6.183, .891, 1.614 }, .002, double.NaN)]
    [InlineData(LifetimeModelKind.Pareto, new[] { .5533, 10.578, .6060, 11.664 }, .005, -9594.9762)]
    public void Parameters_and_likelihood_are_the_published_ones(LifetimeModelKind kind, double[] parameters, double tolerance, double logLikelihood)
    {
        var fit = Cdnow.Fit(kind);

        Assert.All(fit.Model.Parameters.Zip(parameters), p => Assert.Equal(p.Second, p.First.Value, tolerance));
        if (!double.IsNaN(logLikelihood)) Assert.Equal(logLikelihood, fit.LogLikelihood, .001);
        Assert.All(fit.StandardErrors!, e => Assert.InRange(e, 1e-4, 20));
        Assert.Equal(fit.LogLikelihood, fit.Model.LogLikelihood(PurchaseHistories.Of(Cdnow.Sample.Histories)), 1e-6);
    }

    [Fact]
    public void The_summary_rounded_to_hundredths_gives_the_same_parameters()
    {
        var fit = LifetimeFit.Of(LifetimeModelKind.BetaGeometric, PurchaseHistories.Of(Cdnow.Summary()));
        Assert.All(fit.Model.Parameters.Zip([.2426, 4.4136, .7929, 2.4259]), p => Assert.Equal(p.Second, p.First.Value, .001));
        Assert.True(fit.LogLikelihood >= -9582.4292);
    }

    [Fact]
    public void Spend_is_the_published_gamma_gamma()
    {
        var fit = GammaGammaFit.Of(Cdnow.Spend())!;

        Assert.Equal(946, fit.Customers);
        Assert.Equal(6.2488, fit.Model.P, .01);
        Assert.Equal(3.7446, fit.Model.Q, .01);
        Assert.Equal(15.4477, fit.Model.V, .01);
        Assert.Equal(.1139, fit.Correlation!.Value, .0001);
        var published = new GammaGamma(6.25, 3.74, 15.44);
        Assert.All(Cdnow.Spend().Zip([24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]), p => Assert.Equal(p.Second, published.ExpectedSpend(p.First)!.Value, .1));
    }

    [Fact]
    public void Expected_purchases_of_known_customers()
    {
        var (geometric, pareto) = (Cdnow.Fit(LifetimeModelKind.BetaGeometric).Model, Cdnow.Fit(LifetimeModelKind.Pareto).Model);

        Assert.Equal(1.226, geometric.ExpectedPurchases(new(2, 30.43, 38.86), 39), .001);
        Assert.Equal(25.46, pareto.ExpectedPurchases(new(26, 30.86, 31), 52), .01);
        Assert.Equal(.9979, pareto.ProbabilityAlive(new(26, 30.86, 31)), .0005);
        Assert.Equal(1.473, pareto.ExpectedPurchases(default, 52), .001);
        var frequent = new ParetoModel(.55, 10.58, .61, 11.67);
        Assert.Equal(6.2061, frequent.ExpectedPurchases(new(132, 200, 200), 10), .001);
        Assert.Equal(6.2529, frequent.ExpectedPurchases(new(133, 200, 200), 10), .001);
    }

    [Theory]
    [InlineData(.1429, .0078)]
    [InlineData(1, .0532)]
    [InlineData(3, .1506)]
    [InlineData(31.8571, 1.0405)]
    [InlineData(32, 1.0437)]
    [InlineData(78, 1.8576)]
    public void Expected_purchases_of_a_newcomer(double time, double expected) =>
        Assert.Equal(expected, Cdnow.Fit(LifetimeModelKind.BetaGeometric).Model.ExpectedPurchases(default, time), .001);

    [Fact]
    public void Probabilities_of_numbers_of_purchases()
    {
        var model = new BetaGeometricModel(.243, 4.414, .793, 2.426);

        Assert.Equal(.5737864, model.ProbabilityOf(default, 0, 39), 1e-6);
        Assert.Equal(1.07869e-7, model.ProbabilityOf(default, 10, 2), 1e-12);
        Assert.Equal(.0019995, model.ProbabilityOf(default, 11, 30), 1e-6);
        Assert.Equal(.0015170, model.ProbabilityOf(default, 12, 30), 1e-6);
        Assert.Equal(.0011633, model.ProbabilityOf(default, 13, 30), 1e-6);
    }

    [Theory]
    [InlineData(LifetimeModelKind.BetaGeometric, 1653.4, .7855, 1.6080, .6256)]
    [InlineData(LifetimeModelKind.Pareto, 1665.7, .7545, 1.6028, .6302)]
    public void The_hold_out_period_is_as_published(LifetimeModelKind kind, double predicted, double absolute, double square, double correlation)
    {
        var held = HoldOut.Of(Cdnow.Fit(kind).Model, Cdnow.Sample)!;

        Assert.Equal(39, held.Units);
        Assert.Equal(1_882, held.Actual);
        Assert.Equal(predicted, held.Predicted, 1.0);
        Assert.Equal(absolute, held.MeanAbsoluteError, .001);
        Assert.Equal(square, held.RootMeanSquareError, .001);
        Assert.Equal(correlation, held.Correlation!.Value, .001);
    }

    [Fact]
    public void The_curves_of_repeat_purchases_are_as_published()
    {
        // The publications reckon their curves with the parameters as printed, with three decimals.
        Tracks(new BetaGeometricModel(.243, 4.414, .793, 2.426), 2505.1, 4171.4);
        Tracks(new ParetoModel(.553, 10.578, .606, 11.669), 2532.3, 4274.4);

        static void Tracks(LifetimeModel model, double middle, double end)
        {
            var points = TrackingPoint.Of(model, Cdnow.Sample);
            Assert.Equal(78, points.Length);
            Assert.Equal((2_457L, 4_339L), (points[38].Actual, points[77].Actual));
            Assert.Equal(middle, points[38].Expected, .5);
            Assert.Equal(end, points[77].Expected, .5);
        }
    }

    [Theory]
    [InlineData(40, 5, 6)]
    [InlineData(50, 1, 37)]
    [InlineData(50, 4, 37)]
    [InlineData(2_000, 30, 60)]
    public void Frequent_buyers_overflow_nothing(int x, double tx, double t)
    {
        foreach (var model in new LifetimeModel[] { new ParetoModel(10.465, .00798565, 3.0516, 2.820), new BetaGeometricModel(10.465, .00798565, .02, .01), new BetaGeometricModel(.2, 4, .3, .4, true) })
        {
            Assert.InRange(model.ProbabilityAlive(new(x, tx, t)), 0, 1);
            Assert.True(double.IsFinite(model.LogLikelihood(new PurchaseHistory(x, tx, t))));
            Assert.True(double.IsFinite(model.ExpectedPurchases(new(x, tx, t), 52)));
        }
    }
}
