using Patron.Analytics.Buying;

namespace Patron.Tests.Acceptance;

/// <summary>Value for the customer: benefits of 84 points at a cost of 60.</summary>
public sealed class A27
{
    [Fact]
    public void Value_is_a_ratio_and_a_difference()
    {
        var value = new DeliveredValue(84, 60);
        Assert.Equal((1.40m, 24m), (value.Ratio!.Value, value.Difference));
        Assert.Null(new DeliveredValue(5, 0).Ratio);
    }
}
