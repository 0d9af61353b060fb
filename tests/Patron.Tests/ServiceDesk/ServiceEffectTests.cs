using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Service;

namespace Patron.Tests.ServiceDesk;

/// <summary>Kept customers, and what they bought afterwards: pure functions.</summary>
public sealed class ServiceEffectTests
{
    [Theory]
    [InlineData(100, 200, KeptAnswer.NotKept)]
    [InlineData(101, 200, KeptAnswer.Kept)]
    [InlineData(190, 200, KeptAnswer.Kept)]
    [InlineData(191, 200, KeptAnswer.NotKept)]
    [InlineData(191, 189, KeptAnswer.Open)]
    [InlineData(150, 149, KeptAnswer.Open)]
    [InlineData(150, 150, KeptAnswer.Kept)]
    [InlineData(null, 190, KeptAnswer.NotKept)]
    public void Kept_is_who_buys_after_the_day_of_the_solution_and_within_the_days(int? sale, int asOf, KeptAnswer expected) =>
        Assert.Equal(expected, KeptCustomers.Of(sale is { } day ? [day] : [], solved: 100, within: 90, asOf));

    [Fact]
    public void A_purchase_counts_once_and_is_saved_before_it_is_sold()
    {
        SolvedMatter[] matters = [new(100, Complaint: true), new(100, Complaint: false), new(300, Complaint: false)];

        var effect = ServiceEffect.Of(matters, [new(100, 1), new(101, 10), new(190, 100), new(191, 1_000), new(301, 10_000), new(310, -500)], within: 90);

        Assert.Equal(new(110, 9_500), effect);
    }

    [Fact]
    public void Nothing_is_counted_that_was_not_bought() => Prop.ForAll(
        (from days in Gen.Choose(0, 50).ListOf() from bought in Gen.Choose(0, 80).ListOf() select (days, bought)).ToArbitrary(), drawn =>
        {
            var effect = ServiceEffect.Of([.. drawn.days.Select((d, at) => new SolvedMatter(d, at % 2 == 0))], drawn.bought.Select(d => new LaterPurchase(d, 7)), within: 10);
            return effect.Saved + effect.Sold <= drawn.bought.Count * 7 && (drawn.days.Count > 0 || effect == default);
        }).QuickCheckThrowOnFailure();
}
