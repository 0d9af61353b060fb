using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Experiments;

namespace Patron.Tests.Analytics.Experiments;

public sealed class CampaignOutcomeTests
{
    [Fact]
    public void A_campaign_of_which_everything_is_published_by_the_margin_of_each_person()
    {
        var outcome = CampaignOutcome.Of(Answers((10_000, 200), (90_000, 2_250)), [0, 2_300]);
        var effect = outcome.Effect(1)!;
        Assert.Equal((11_200, 4.87), (Math.Round(effect.Profit.Estimate, 6), Math.Round(effect.Profit.Return!.Value, 2)));
        // The published interval of 186.5 to 713.5 answers, at 30 each, less 2,300; here the variances have n - 1 below them.
        Assert.Equal(186.5 * 30 - 2_300, effect.Profit.Interval.Low, 3.0);
        Assert.Equal(713.5 * 30 - 2_300, effect.Profit.Interval.High, 3.0);
        Assert.Equal((3.068, .00215), (Math.Round(effect.Answers.Z, 3), Math.Round(effect.Answers.P, 5)));
        // Drawing anew finds the same within what a thousand draws can: a fiftieth of its width or so.
        Assert.Equal(effect.Profit.Interval.Low, effect.Drawn.Low, 1_600.0);
        Assert.Equal(effect.Profit.Interval.High, effect.Drawn.High, 1_600.0);
    }

    [Fact]
    public void The_real_test_of_an_e_mail_gives_the_rates_that_its_source_states()
    {
        var rows = Hillstrom.Read();
        var (arms, visits) = (CampaignOutcome.Of(rows.Conversions, [0, 0, 0]), CampaignOutcome.Of(rows.Visits, [0, 0, 0]));
        Assert.Equal([10_678, 10_582, 10_740], arms.Arms.Select(a => a.People));
        Assert.Equal([.005806, .011057, .009497], arms.Arms.Select(a => Math.Round(a.Rate, 6)));
        Assert.Equal([.104795, .181818, .153166], visits.Arms.Select(a => Math.Round(a.Rate, 6)));
        Assert.Equal([.635612, 1.087496, 1.182911], arms.Arms.Select(a => Math.Round(a.MarginEach, 6)));
        var (mens, visited) = (arms.Effect(1)!, visits.Effect(1)!);
        Assert.Equal((1.087496 - .635612) * 10_582, mens.Profit.Estimate, 0.02);
        Assert.True(mens.Profit.IsProven);
        Assert.True(visited.Answers.P < 1e-50);
        // What they spent in the year before explains next to nothing of these two weeks: the interval hardly changes, and never widens by more than chance.
        Assert.InRange(Width(mens.Adjusted.Interval) / Width(mens.Profit.Interval), .95, 1.001);
        Assert.True(SampleRatio.Of([.. arms.Arms.Select(a => a.People)], [1, 1, 1]).P > .05);
    }

    [Fact]
    public void What_was_bought_before_narrows_the_interval_and_keeps_what_is_estimated()
    {
        var random = new Random(7);
        var before = Enumerable.Range(0, 4_000).Select(_ => random.NextDouble() * 100).ToArray();
        var arm = before.Select((_, i) => i % 2).ToArray();
        var now = before.Select((b, i) => b + random.NextDouble() * 20 + arm[i] * 3).ToArray();
        var effect = CampaignOutcome.Of(new(arm, new bool[now.Length], now, now, before), [0, 0]).Effect(1)!;
        Assert.True(Width(effect.Adjusted.Interval) < Width(effect.Profit.Interval) / 3);
        Assert.InRange(6_000, effect.Adjusted.Interval.Low, effect.Adjusted.Interval.High);
    }

    [Fact]
    public void One_arm_against_another_is_the_difference_of_both_against_nothing() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var arm = Enumerable.Range(0, 90).Select(i => i % 3).ToArray();
        double[] margin = [.. arm.Select(_ => (double)random.Next(50))];
        var outcome = CampaignOutcome.Of(new(arm, new bool[90], margin, margin, new double[90]), [0, 30, 12]);
        Assert.Equal(outcome.Effect(2)!.Profit.Estimate - outcome.Effect(1)!.Profit.Estimate, outcome.Between(2, 1)!.Profit.Estimate, 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Parts_add_up_to_the_whole_where_they_are_as_alike_in_both_arms()
    {
        int[] arm = [0, 0, 1, 1, 0, 0, 1, 1], part = [0, 0, 0, 0, 1, 1, 1, 1];
        double[] margin = [1, 3, 6, 8, 2, 2, 10, 12];
        var outcome = CampaignOutcome.Of(new(arm, new bool[8], margin, margin, new double[8]), [0, 4]);
        Assert.Equal([4, 8], outcome.Parts(1, part).Select(p => p.Effect));
        Assert.Equal(outcome.Effect(1)!.Profit.Estimate, outcome.Parts(1, part).Sum(p => p.Effect * p.Treated));
    }

    [Fact]
    public void An_arm_of_one_person_says_nothing() =>
        Assert.Null(CampaignOutcome.Of(new([0, 0, 1], new bool[3], new double[3], new double[3], new double[3]), [0, 0]).Effect(1));

    [Fact]
    public void Effects_that_are_alike_do_not_differ_and_those_far_apart_do()
    {
        Assert.Equal(1, EffectDifferences.Of([new(3, 1), new(3, 2), new(3, .5)]).P);
        Assert.True(EffectDifferences.Of([new(3, 1), new(9, 1)]).Differ);
        // Q is 2 for these; with one degree of freedom its p is that of the normal distribution beyond the root of 2.
        Assert.Equal(.1573, Math.Round(EffectDifferences.Of([new(0, 1), new(2, 1)]).P, 4));
        // A power of .8 at .05 needs a noncentrality of 7.849 with one degree of freedom.
        Assert.Equal(7.849, EffectDifferences.Of([new(0, 1), new(2, 1)]).MorePeople!.Value, .01);
    }

    [Fact]
    public void Each_purchase_is_counted_once_by_each_rule()
    {
        Touch[] contacts = [new(0, 10, 40), new(1, 20, 30), new(0, 25, 55)];
        Assert.Equal((0, 0, 1), (Attribution.First(contacts, 12), Attribution.Last(contacts, 12), Attribution.Claimants(contacts, 12)));
        Assert.Equal((0, 1, 2), (Attribution.First(contacts, 22), Attribution.Last(contacts, 22), Attribution.Claimants(contacts, 22)));
        Assert.Equal((0, 0), (Attribution.First(contacts, 50), Attribution.Last(contacts, 50)));
        Assert.Equal((Attribution.Nobody, Attribution.Nobody), (Attribution.Last(contacts, 9), Attribution.Last(contacts, 56)));
    }

    [Fact]
    public void The_proposed_hold_out_is_the_smallest_that_finds_the_effect()
    {
        // 17,596 left alone against 158,360 find 5 against 5.5 %: a tenth of 175,956.
        var proposed = HoldOut.Propose(175_956, 1, .05, .055);
        Assert.Equal((.10, true), (Math.Round(proposed.Share, 4), proposed.Enough));
        Assert.True(HoldOut.PowerOf(175_956, 1, .09, .05, .055) < .8);
        Assert.Equal((.5, false), (HoldOut.Propose(1_000, 1, .05, .055).Share, HoldOut.Propose(1_000, 1, .05, .055).Enough));
        Assert.Equal(HoldOut.Least, HoldOut.Propose(1_000_000_000, 2, .05, .10).Share, 1e-9);
    }

    private static double Width(Patron.Analytics.Experiments.Interval interval) => interval.High - interval.Low;

    private static OutcomeRows Answers((int People, int Answered) alone, (int People, int Answered) treated)
    {
        var arm = Enumerable.Repeat(0, alone.People).Concat(Enumerable.Repeat(1, treated.People)).ToArray();
        bool[] answered = [.. Enumerable.Range(0, alone.People).Select(i => i < alone.Answered), .. Enumerable.Range(0, treated.People).Select(i => i < treated.Answered)];
        double[] margin = [.. answered.Select(a => a ? 30.0 : 0)];
        return new(arm, answered, margin, margin, new double[arm.Length]);
    }
}
