using Patron.Analytics.Profitability;

namespace Patron.Tests.Acceptance;

/// <summary>A4: two customers whose cards are alike; only who sees everything can tell them apart.</summary>
public sealed class A4
{
    private static readonly HoldingRule[] Rules =
    [
        new("time deposit", .01m), new("mortgage", .01m, Chance: "second mortgage"), new("investments", .005m), new("credit card", 0), new("current account", 0, Chance: "investments"),
    ];

    private static readonly Held Card = new("credit card", 500);
    private static readonly Held[] A = [Card, new("Time deposit", 100_000), new("Mortgage", 350_000), new("investments", 150_000)];
    private static readonly Held[] B = [Card, new("current account", 0)];

    [Fact]
    public void By_their_cards_they_are_equal() => Assert.Equal((0, 0), (Holdings.YearlyIncome([A[0]], Rules), Holdings.YearlyIncome([B[0]], Rules)));

    [Fact]
    public void Seen_whole_one_brings_5250_and_the_other_costs_120()
    {
        Assert.Equal([1_000, 3_500, 750], A[1..].Select(h => Holdings.YearlyIncome([h], Rules)));
        Assert.Equal((5_250, -120), (Holdings.YearlyIncome(A, Rules) - 0 * 5, Holdings.YearlyIncome(B, Rules) - 24 * 5));
    }

    [Fact]
    public void What_is_still_open_with_each_is_named()
    {
        Assert.Equal(["second mortgage"], Holdings.OpenChances([.. A.Select(h => h.Kind)], Rules));
        Assert.Equal(["investments"], Holdings.OpenChances([.. B.Select(h => h.Kind)], Rules));
        Assert.Empty(Holdings.OpenChances(["mortgage", "second mortgage"], Rules));
    }

    [Fact]
    public void Fees_and_interest_count_besides() => Assert.Equal(1_025, Holdings.YearlyIncome([new("time deposit", 100_000, Earned: 25)], Rules));
}
