using Patron.Analytics.Profitability;

namespace Patron.Tests.Acceptance;

/// <summary>A26: a million comes back in ten months at a hundred thousand a month, within the claimed eight to twelve.</summary>
public sealed class A26
{
    [Fact]
    public void It_comes_back_within_the_claimed_months()
    {
        var months = Payback.Months(1_000_000, 100_000);
        Assert.Equal(10, months);
        Assert.True(Payback.Claimed.Holds(months!.Value));
    }

    [Fact]
    public void Without_a_gain_it_never_comes_back() => Assert.Null(Payback.Months(1_000_000, 0));
}
