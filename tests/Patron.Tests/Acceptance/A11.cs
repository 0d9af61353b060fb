using Patron.Analytics.Profitability;

namespace Patron.Tests.Acceptance;

/// <summary>A11: four groups of buyers by the limits four purchases a month and 100 a purchase.</summary>
public sealed class A11
{
    [Theory]
    [InlineData(8, 500, 1), InlineData(8, 50, 2), InlineData(1, 500, 3), InlineData(1, 50, 4)]
    [InlineData(4, 100, 1), InlineData(4, 99, 2), InlineData(3.99, 100, 3), InlineData(0, 0, 0)]
    public void The_limits_belong_to_what_is_above(double aMonth, long purchase, int group) => Assert.Equal(group, (int)new GroupLimits(4, 100).Of(aMonth, purchase));
}
