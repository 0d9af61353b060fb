using Patron.Analytics.Experiments;
using Patron.Experiments.ShowTests;
using Patron.Tests.Insights;

namespace Patron.Tests.Analytics.Experiments;

/// <summary>The machinery tests itself: campaigns on simulated customers, drawn and reckoned by the functions that real ones go through.</summary>
public sealed class CampaignMachineryTests
{
    private const int Campaigns = 1_000, People = 2_000, Days = 10, Planted = 300, Real = 200, Every = 10, Draws = 200;

    [Fact]
    public void A_thousand_campaigns_that_do_nothing_give_false_alarms_as_often_as_promised()
    {
        var (alarms, money, adjusted, drawn, ever, uneven) = (0, 0, 0, 0, 0, 0);
        for (var campaign = 0; campaign < Campaigns; campaign++)
        {
            var (arm, answered, margin, day) = Simulate(campaign, alone: .06, treated: .06);
            var sums = Sums(arm, margin);
            if (Answers(arm, answered).P < .05) alarms++;
            if (IncrementalProfit.Of(sums.Treated, sums.Alone, 0).P < .05) money++;
            if (Adjusted(arm, margin, Before(campaign, margin, noise: 4)).P < .05) adjusted++;
            if (campaign % Every == 0 && Bootstrap.OfDifference(InArm(margin, arm, 1), InArm(margin, arm, 0), Draws) is { Low: > 0 } or { High: < 0 }) drawn++;
            if (SampleRatio.Of([sums.Alone.Count, sums.Treated.Count], [.3, .7]).P < .05) uneven++;
            if (DailyProfit.Of(arm, 1, Margins(margin, day), Days, Days, 0).Any(d => d.IsSure)) ever++;
        }
        // Of a thousand at 5 %: 50, give or take four standard deviations of 6.9.
        Assert.InRange(alarms, 22, 78);
        Assert.InRange(money, 22, 78);
        Assert.InRange(uneven, 22, 78);
        // With what people bought before taken into account, and by drawing anew (a tenth of the campaigns: 5, give or take four of 2.2).
        Assert.InRange(adjusted, 22, 78);
        Assert.InRange(drawn, 0, 14);
        // Looked at every day, and still no more than 5 %.
        Assert.InRange(ever, 0, 78);
    }

    [Fact]
    public void A_planted_gain_lies_within_each_interval_as_often_as_promised_and_what_was_bought_before_narrows_it()
    {
        const double Gain = .5;
        var (plain, adjusted, narrower) = (0, 0, 0.0);
        for (var campaign = 0; campaign < Planted; campaign++)
        {
            var (arm, _, margin, _) = Simulate(campaign, alone: .30, treated: .30);
            var before = Before(campaign, margin, noise: 1);
            for (var i = 0; i < People; i++) margin[i] += arm[i] * Gain;
            var sums = Sums(arm, margin);
            var (seen, cuped) = (IncrementalProfit.Of(sums.Treated, sums.Alone, 0), Adjusted(arm, margin, before));
            if (Holds(seen.Interval, Gain * sums.Treated.Count)) plain++;
            if (Holds(cuped.Interval, Gain * sums.Treated.Count)) adjusted++;
            narrower += (cuped.Interval.High - cuped.Interval.Low) / (seen.Interval.High - seen.Interval.Low);
        }
        // Of three hundred at 5 %: 15 outside, give or take four standard deviations of 3.8.
        Assert.InRange(plain, Planted - 30, Planted);
        Assert.InRange(adjusted, Planted - 30, Planted);
        // The width falls by the root of 1 - r squared; this noise leaves a correlation of about 0.99.
        Assert.InRange(narrower / Planted, .02, .5);

        static bool Holds(Patron.Analytics.Experiments.Interval interval, double value) => interval.Low <= value && value <= interval.High;
    }

    /// <summary>The invoices of a real shop, in which a few customers make most of the sales: the hardest case for every interval.</summary>
    [Fact]
    public void On_real_invoices_campaigns_that_do_nothing_give_no_more_false_alarms_than_promised_once_purchases_before_are_taken_into_account()
    {
        var (first, days) = (new DateOnly(2011, 6, 7).DayNumber, 14);
        var (before, window) = (StillBase.Retail.Summary(first - 1), StillBase.Retail.Summary(first + days - 1, first));
        int[] people = [.. Enumerable.Range(0, StillBase.Retail.Size).Where(i => before.Orders[i] > 0)];
        double[] now = [.. people.Select(i => (double)window.Spent[i])], earlier = [.. people.Select(i => (double)before.Spent[i])];
        var adjustedNow = Cuped.Adjust(now, earlier);
        var (plain, adjusted, drawn, control) = (0, 0, 0, 0);
        for (var campaign = 0; campaign < Real; campaign++)
        {
            var draw = new ArmDraw($"real {campaign}", [.3, .7]);
            int[] arm = [.. people.Select((_, at) => draw.Of(at))];
            if (Of(now, arm) is var sums && IncrementalProfit.Of(sums.Treated, sums.Alone, 0).P < .05) plain++;
            if (Of(adjustedNow, arm) is var less && IncrementalProfit.Of(less.Treated, less.Alone, 0).P < .05) adjusted++;
            if (campaign % Every == 0 && Bootstrap.OfDifference(InArm(now, arm, 1), InArm(now, arm, 0), Draws) is { Low: > 0 } or { High: < 0 }) drawn++;
            var few = new ArmDraw($"few {campaign}", [.95, .05]);
            if (ControlQuarter.Compare(adjustedNow, [.. people.Select((_, at) => few.Of(at) == 1)])!.P < .05) control++;
        }
        var most = Real * .05 + 4 * Math.Sqrt(Real * .05 * .95);
        Assert.InRange(plain, 1, most);
        Assert.InRange(adjusted, 1, most);
        Assert.InRange(control, 1, most);
        Assert.InRange(drawn, 0, Real / Every * .05 + 4 * Math.Sqrt(Real / Every * .05 * .95));

        static (ValueSums Treated, ValueSums Alone) Of(double[] values, int[] arm) => Sums(arm, values);
    }

    [Fact]
    public void A_planted_effect_is_found_as_often_as_the_power_promised()
    {
        var promised = HoldOut.PowerOf(People, 1, .3, .06, .10);
        var found = 0;
        for (var campaign = 0; campaign < Campaigns; campaign++)
        {
            var (arm, answered, _, _) = Simulate(campaign, alone: .06, treated: .10);
            if (Answers(arm, answered) is { P: < .05, Difference: > 0 }) found++;
        }
        var spread = 4 * Math.Sqrt(Campaigns * promised * (1 - promised));
        // The normal approximation itself is good to a hundredth or two.
        Assert.InRange(found, Campaigns * (promised - .02) - spread, Campaigns * (promised + .02) + spread);
    }

    private static (int[] Arm, bool[] Answered, double[] Margin, int[] Day) Simulate(int campaign, double alone, double treated)
    {
        var (draw, random) = (new ArmDraw($"campaign {campaign}", [.3, .7]), new Random(campaign));
        var (arm, answered, margin, day) = (new int[People], new bool[People], new double[People], new int[People]);
        for (var person = 0; person < People; person++)
        {
            arm[person] = draw.Of(7_000_000_000L + person * 8_192L);
            if (random.NextDouble() >= (arm[person] == 1 ? treated : alone)) continue;
            // Amounts as skewed as those of a shop: e to the power of a normal number.
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            (answered[person], margin[person], day[person]) = (true, Math.Exp(2 + .8 * normal), random.Next(Days));
        }
        return (arm, answered, margin, day);
    }

    private static ResponseTest Answers(int[] arm, bool[] answered)
    {
        long[] people = [0, 0], answers = [0, 0];
        for (var i = 0; i < arm.Length; i++)
        {
            people[arm[i]]++;
            if (answered[i]) answers[arm[i]]++;
        }
        return ResponseTest.Of(new(people[1], answers[1]), new(people[0], answers[0]));
    }

    private static IncrementalProfit Adjusted(int[] arm, double[] margin, double[] before)
    {
        var (treated, alone) = Sums(arm, Cuped.Adjust(margin, before));
        return IncrementalProfit.Of(treated, alone, 0);
    }

    /// <summary>Purchases before that say something of those that come untouched: the same, and noise.</summary>
    private static double[] Before(int campaign, double[] untouched, double noise)
    {
        var random = new Random(campaign + 1_000_000);
        return [.. untouched.Select(m => m + noise * random.NextDouble())];
    }

    private static double[] InArm(double[] values, int[] arm, int which) => [.. values.Where((_, i) => arm[i] == which)];

    private static (ValueSums Treated, ValueSums Alone) Sums(int[] arm, double[] margin) =>
        (ValueSums.Of([.. margin.Where((_, i) => arm[i] == 1)]), ValueSums.Of([.. margin.Where((_, i) => arm[i] == 0)]));

    private static IEnumerable<DayMargin> Margins(double[] margin, int[] day) => margin.Select((m, i) => new DayMargin(i, day[i], m)).Where(m => m.Margin != 0);
}
