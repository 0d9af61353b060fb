using Patron.Analytics.Experiments;

namespace Patron.Tests.Analytics.Experiments;

/// <summary>The machinery tests itself: campaigns on simulated customers, drawn and reckoned by the functions that real ones go through.</summary>
public sealed class CampaignMachineryTests
{
    private const int Campaigns = 1_000, People = 2_000, Days = 10;

    [Fact]
    public void A_thousand_campaigns_that_do_nothing_give_false_alarms_as_often_as_promised()
    {
        var (alarms, money, ever, uneven) = (0, 0, 0, 0);
        for (var campaign = 0; campaign < Campaigns; campaign++)
        {
            var (arm, answered, margin, day) = Simulate(campaign, alone: .06, treated: .06);
            var sums = Sums(arm, margin);
            if (Answers(arm, answered).P < .05) alarms++;
            if (IncrementalProfit.Of(sums.Treated, sums.Alone, 0).P < .05) money++;
            if (SampleRatio.Of([sums.Alone.Count, sums.Treated.Count], [.3, .7]).P < .05) uneven++;
            if (DailyProfit.Of(arm, 1, Margins(margin, day), Days, Days, 0).Any(d => d.IsSure)) ever++;
        }
        // Of a thousand at 5 %: 50, give or take four standard deviations of 6.9.
        Assert.InRange(alarms, 22, 78);
        Assert.InRange(money, 22, 78);
        Assert.InRange(uneven, 22, 78);
        // Looked at every day, and still no more than 5 %.
        Assert.InRange(ever, 0, 78);
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

    private static (ValueSums Treated, ValueSums Alone) Sums(int[] arm, double[] margin) =>
        (ValueSums.Of([.. margin.Where((_, i) => arm[i] == 1)]), ValueSums.Of([.. margin.Where((_, i) => arm[i] == 0)]));

    private static IEnumerable<DayMargin> Margins(double[] margin, int[] day) => margin.Select((m, i) => new DayMargin(i, day[i], m)).Where(m => m.Margin != 0);
}
