using Patron.Analytics.Retention;

namespace Patron.Tests.Acceptance;

/// <summary>A17: a thousand at the start, three hundred lost, three hundred won: the bucket leaks although the count stands.</summary>
public sealed class A17
{
    [Fact]
    public void The_count_stands_and_the_bucket_leaks()
    {
        var leak = new Leak(Start: 1_000, Won: 300, WonBack: 0, Lost: 300);
        Assert.Equal((0, .7, LeakState.HiddenLeak), (leak.Net, leak.KeptShare, leak.State));
    }

    [Theory]
    [InlineData(1_000, 0, 300, LeakState.Shrinks), InlineData(1_000, 400, 300, LeakState.HiddenLeak), InlineData(1_000, 400, 50, LeakState.Tight), InlineData(0, 5, 0, LeakState.Tight), InlineData(1_000, 0, 0, LeakState.Tight)]
    public void Otherwise_it_shrinks_or_holds_tight(int start, int won, int lost, LeakState state) => Assert.Equal(state, new Leak(start, won, 0, lost).State);
}
