using Patron.Analytics.LifetimeValue;

namespace Patron.Tests.Acceptance;

/// <summary>What a car maker loses with a customer who does not come back after the first car.</summary>
public sealed class A14
{
    [Fact]
    public void The_value_lost_after_the_first_purchase_is_the_lifetime_and_the_acquisition_less_the_purchase() =>
        Assert.Equal(190_000m, LostAfterFirst.Value(lifetime: 200_000, acquisition: 2_000, firstPurchase: 12_000));
}
