using Patron.Analytics.Base;
using Patron.Analytics.LifetimeValue;
using Patron.Insights.FitLifetimes;
using Patron.Insights.Frame;
using Patron.Insights.ShowLifetimes;
using Patron.Kernel;
using Patron.Tests.Analytics.LifetimeValue;

namespace Patron.Tests.Insights.FitLifetimes;

public sealed class LifetimeTests
{
    private static readonly DateOnly End = MadeShop.End;

    private static readonly Lazy<CustomerBaseSnapshot> Shop = new(() => MadeShop.Of(600, 7));
    private static readonly LifetimeSettings ByModel = LifetimeSettings.Default with { Model = "bgnbd" };
    private static readonly Lazy<LifetimeResult> Fitted = new(() => LifetimeReckoning.Fit(Shop.Value, End, LifetimeSettings.Default));

    [Fact]
    public void The_history_of_a_customer_is_that_of_the_models_sample()
    {
        var (snapshot, asOf) = (Shop.Value, End.DayNumber);
        var buyers = SnapshotDays.Buyers(snapshot, asOf);
        var sample = LifetimeSample.Of(SnapshotDays.Of(snapshot, buyers, asOf), asOf, asOf, LifetimeSettings.UnitDays);
        for (var n = 0; n < buyers.Length; n++)
        {
            var own = BuyerHistory.Of(snapshot.Purchases, buyers[n], asOf)!.Value;
            Assert.Equal(sample.Histories[n], own.AsOf(asOf));
            Assert.Equal(sample.Spend[n].Purchases, own.RepeatSpend.Purchases);
            Assert.Equal(sample.Spend[n].Mean, own.RepeatSpend.Mean, 9);
        }
    }

    [Fact]
    public void What_is_expected_of_a_customer_is_what_the_model_says_of_the_history()
    {
        var whole = (Fitted.Value.Whole! with { ByRule = false, SpendByRule = false });
        var (book, own) = (new LifetimeBook(Fitted.Value with { Parts = [whole] }, End), new LifetimeBook(Fitted.Value with { Parts = [whole with { SpendByRule = true }] }, End));
        var (used, settings) = (whole.Best.Model, LifetimeSettings.Default);
        foreach (var index in (int[])[0, 3, 50, 599])
        {
            var history = BuyerHistory.Of(Shop.Value.Purchases, index, End.DayNumber)!.Value;
            var forecast = book.Of(Shop.Value, index)!.Value;
            Assert.Equal(used.ProbabilityAlive(history.AsOf(End.DayNumber)), forecast.Alive, 12);
            Assert.Equal(used.ExpectedPurchases(history.AsOf(End.DayNumber), settings.Horizon), forecast.Purchases, 9);
            var amount = whole.Spend!.Model.ExpectedSpend(history.RepeatSpend)!.Value;
            Assert.Equal(used.DiscountedPurchases(history.AsOf(End.DayNumber), settings.Horizon, settings.Discount) * amount, forecast.Value, 6);
            var mean = history.RepeatSpend.Purchases > 0 ? history.RepeatSpend.Mean : whole.MeanAmount;
            Assert.Equal(forecast.Value / amount * mean, own.Of(Shop.Value, index)!.Value.Value, 6);
        }
    }

    [Fact]
    public void The_model_in_use_is_the_one_whose_curve_ran_nearest_and_all_three_were_tried()
    {
        var tried = Fitted.Value.Whole!.Tried;
        Assert.Equal(3, tried.Count);
        Assert.Equal(tried.Min(t => t.TrackingError), tried[0].TrackingError);
        Assert.All(tried, t => Assert.True(double.IsFinite(t.LogLikelihood) && t.Actual > 0));
        Assert.Equal(Fitted.Value.Tracking[^1].Actual, Fitted.Value.Tracking.Max(p => p.Actual));
    }

    [Fact]
    public void Nothing_after_the_day_is_seen()
    {
        var later = StillBase.Of(Enumerable.Range(0, 600).Select(i => new CustomerRow(i + 1, true).Lines([.. Shop.Value.Purchases.Of(i), StillBase.Sale(10_000, End.AddDays(30), 9_999)])));
        var again = LifetimeReckoning.Fit(later, End, LifetimeSettings.Default);
        Assert.Equal(Fitted.Value.Whole!.Best.LogLikelihood, again.Whole!.Best.LogLikelihood, 9);
        Assert.Equal(new LifetimeBook(Fitted.Value, End).Of(Shop.Value, 5), new LifetimeBook(again, End).Of(later, 5));
    }

    [Fact]
    public void Other_ids_and_a_shift_in_time_of_all_change_nothing()
    {
        var renamed = LifetimeReckoning.Fit(MadeShop.Of(600, 7, firstId: 90_000), End, LifetimeSettings.Default);
        Assert.Equal(Fitted.Value.Whole!.Best.Parameters, renamed.Whole!.Best.Parameters);
        var shifted = StillBase.Of(Enumerable.Range(0, 600).Select(i => new CustomerRow(i + 1, true).Lines([.. Shop.Value.Purchases.Of(i).Select(l => l with { Day = l.Day + 365 })])));
        Assert.Equal(Fitted.Value.Whole!.Best.Parameters, LifetimeReckoning.Fit(shifted, End.AddDays(365), LifetimeSettings.Default).Whole!.Best.Parameters);
    }

    [Fact]
    public void Too_few_customers_get_no_model_and_a_way_to_go()
    {
        var one = StillBase.Of(new CustomerRow(1, true).Lines([StillBase.Sale(1, End, 5)]), new CustomerRow(2, true));
        var result = LifetimeReckoning.Fit(one, End, LifetimeSettings.Default);
        Assert.Null(result.Whole);
        Assert.Equal((Trust.NotHere, "rfm"), (result.Verdict.Level, result.Verdict.Instead));
        Assert.Null(new LifetimeBook(result, End).Of(one, 0));
        Assert.Equal(Trust.NotHere, LifetimeReckoning.Fit(StillBase.Of(), End, LifetimeSettings.Default).Verdict.Level);
    }

    [Fact]
    public void Where_by_the_model_nobody_leaves_likelihoods_follow_the_rule_and_purchases_the_method_that_did_better()
    {
        var (snapshot, day) = (StillBase.Retail, StillBase.RetailDay);
        var result = LifetimeReckoning.Fit(snapshot, day, LifetimeSettings.Default);
        var (whole, book) = (result.Whole!, new LifetimeBook(result, day));
        Assert.True(whole is { NobodyLeaves: true, AliveByRule: true } && book.TellsWhoLeaves);
        Assert.Contains(result.Verdict.Findings, f => f.Name == "nobody-leaves-rule");
        Assert.Equal(whole.Trial!.DidAsWell(whole.Best.Actual!.Value, whole.Best.Expected!.Value, whole.Best.RootError!.Value), whole.ByRule);
        var buyers = SnapshotDays.Buyers(snapshot, day.DayNumber);
        var alive = Array.ConvertAll(buyers, i => book.Of(snapshot, i)!.Value.Alive);
        Assert.All(alive, a => Assert.InRange(a, 0, .99));
        // Those who bought a moment ago for their rhythm are likelier to come again than those long silent.
        var (now, gone) = (book.RuleOf(snapshot, buyers[0])!.ProbabilityAlive(new(5, 10, 10)), book.RuleOf(snapshot, buyers[0])!.ProbabilityAlive(new(5, 5, 15)));
        Assert.True(now > gone + .2);
        var history = BuyerHistory.Of(snapshot.Purchases, buyers[0], day.DayNumber)!.Value.AsOf(day.DayNumber);
        Assert.Equal(whole.ByRule ? whole.Rule!.ExpectedPurchases(history, result.Settings.Horizon) : whole.Best.Model.ExpectedPurchases(history, result.Settings.Horizon), book.Of(snapshot, buyers[0])!.Value.Purchases, 9);
    }

    [Fact]
    public void Whoever_names_a_method_gets_it()
    {
        var pace = LifetimeReckoning.Fit(Shop.Value, End, LifetimeSettings.Default with { Model = LifetimeSettings.Pace });
        var model = LifetimeReckoning.Fit(Shop.Value, End, ByModel);
        Assert.Equal((true, false), (pace.Whole!.ByRule, model.Whole!.ByRule));
        Assert.Equal("bgnbd", Assert.Single(model.Whole.Tried).Name);
        Assert.Equal(3, pace.Whole.Tried.Count);
        var (history, of) = (BuyerHistory.Of(Shop.Value.Purchases, 3, End.DayNumber)!.Value.AsOf(End.DayNumber), new LifetimeBook(pace, End).Of(Shop.Value, 3)!.Value);
        Assert.Equal((pace.Whole.Rule!.ProbabilityAlive(history), pace.Whole.Rule.ExpectedPurchases(history, pace.Settings.Horizon)), (of.Alive, of.Purchases));
        Assert.True(of.ValueIfStays >= of.Value);
    }

    [Fact]
    public void The_doubt_of_what_is_expected_lies_between_the_misses_of_purchases_and_of_revenue()
    {
        var part = new LifetimePart("", 1, 1, [new("bgnbd", [], 0, null, 110, 100, null, null)], null, 0);
        Assert.Equal((1.1, 1.1), part.Came);
        Assert.Equal((.75, 1.1), (part with { Spent = new(1, 1, 1, 1, 1, 1, Revenue: 90, ModelRevenue: 100, RuleRevenue: 120, 1, 1) }).Came);
        Assert.Null((part with { Tried = [new("bgnbd", [], 0, null, null, null, null, null)] }).Came);
    }

    [Fact]
    public void What_is_kept_comes_back_the_same_from_its_text()
    {
        var json = System.Text.Json.JsonSerializer.Serialize(Fitted.Value);
        var back = System.Text.Json.JsonSerializer.Deserialize<LifetimeResult>(json)!;
        Assert.Equal(new LifetimeBook(Fitted.Value, End).Of(Shop.Value, 7), new LifetimeBook(back, End).Of(Shop.Value, 7));
        Assert.Equal(Fitted.Value.Verdict.Level, back.Verdict.Level);
    }

    [Fact]
    public void Classes_hold_everybody_once()
    {
        var classes = LifetimeNumbers.Classes([.. Enumerable.Range(0, 1_000).Select(n => n * (long)Micros.PerUnit)]);
        Assert.Equal(1_000, classes.Sum(c => c.Customers));
        Assert.All(classes.Zip(classes.Skip(1)), pair => Assert.Equal(pair.First.Below, pair.Second.From));
        Assert.Null(classes[^1].Below);
        Assert.Equal([new ValueClass(0, null, 1, 0)], LifetimeNumbers.Classes([0]));
    }
}
