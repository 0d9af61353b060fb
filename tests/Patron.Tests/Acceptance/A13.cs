using Patron.Analytics.Experiments;

namespace Patron.Tests.Acceptance;

/// <summary>A13: a coupon doubles who tries; of the triers fewer buy again (requirements 9, question 5).</summary>
public sealed class A13
{
    private static readonly Arm Coupon = new(1_000, 200), Without = new(1_000, 100);

    [Fact]
    public void The_coupon_doubles_the_trials()
    {
        var test = ResponseTest.Of(Coupon, Without);
        Assert.Equal((.1, 1.0, 6.262), (Math.Round(test.Difference, 12), Math.Round(test.Relative!.Value, 12), Math.Round(test.Z, 3)));
        Assert.Equal((.0690, .1310), (Math.Round(test.Interval.Low, 4), Math.Round(test.Interval.High, 4)));
    }

    [Fact]
    public void A_lower_share_of_repeat_buyers_among_more_triers_is_an_effect_of_selection()
    {
        var trial = new RepeatedTrial(Coupon, 60, Without, 50);
        Assert.Equal((60, 50, TrialFinding.Selection), (trial.TreatedPerThousand, trial.ControlPerThousand, trial.Finding));
    }

    [Theory, InlineData(40, 50, TrialFinding.Worse), InlineData(50, 50, TrialFinding.Same), InlineData(51, 50, TrialFinding.Selection), InlineData(120, 50, TrialFinding.Better), InlineData(100, 50, TrialFinding.Better)]
    public void What_counts_are_the_repeat_buyers_of_all_who_were_asked(long again, long others, TrialFinding finding) => Assert.Equal(finding, new RepeatedTrial(Coupon, again, Without, others).Finding);
}
