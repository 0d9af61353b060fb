using Patron.Analytics.Service;

namespace Patron.Tests.Acceptance;

/// <summary>A18: of the dissatisfied 65 to 90 % leave without a word (requirements 9).</summary>
public sealed class A18
{
    [Fact]
    public void Ten_complaints_stand_for_19_to_90_who_left_in_silence() => Assert.Equal((19, 90), SilentLeavers.Estimate(10));

    [Fact]
    public void No_complaints_tell_of_nobody() => Assert.Equal((0, 0), SilentLeavers.Estimate(0));

    [Fact]
    public void The_silent_and_the_complaining_together_are_the_dissatisfied()
    {
        // 35 of 100 complain where 65 % are silent; 10 of 100 where 90 % are.
        Assert.Equal(65, SilentLeavers.Of(35, .65));
        Assert.Equal(90, SilentLeavers.Of(10, .90));
        Assert.Equal(7, SilentLeavers.Of(7, .5));
        Assert.Equal(0, SilentLeavers.Of(7, 0));
    }

    [Fact]
    public void More_complaints_never_mean_fewer_silent_ones() =>
        Assert.All(Enumerable.Range(0, 200), n => Assert.True(SilentLeavers.Estimate(n + 1).Low >= SilentLeavers.Estimate(n).Low && SilentLeavers.Estimate(n).Low <= SilentLeavers.Estimate(n).High));

    [Theory, InlineData(-1, .5), InlineData(1, 1), InlineData(1, -.1)]
    public void Fewer_than_none_and_shares_that_are_none_throw(int complaints, double silent) => Assert.Throws<ArgumentOutOfRangeException>(() => SilentLeavers.Of(complaints, silent));
}
