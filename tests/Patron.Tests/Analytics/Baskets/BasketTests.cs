using System.Numerics;
using Patron.Analytics.Baskets;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Analytics.Baskets;

public sealed class BasketTests
{
    private static readonly Lazy<(BasketData Data, string[] Items)> Groceries = new(() =>
    {
        var lines = File.ReadLines(Samples.Path("groceries/groceries.csv")).Select(l => l.Split(',')).ToArray();
        var items = lines.SelectMany(l => l).Distinct().ToArray();
        var code = items.Select((name, n) => (name, n)).ToDictionary(p => p.name, p => p.n);
        var rows = lines.SelectMany((l, b) => l.Select(i => (b, i: code[i]))).ToArray();
        return (BasketData.Of(lines.Length, items.Length, [.. rows.Select(r => r.b)], [.. rows.Select(r => r.i)]), items);
    });

    [Theory]
    [InlineData(.05, 31)]
    [InlineData(.01, 333)]
    [InlineData(.005, 1_001)]
    [InlineData(.002, 4_223)]
    [InlineData(.001, 13_492)]
    [InlineData(.0005, 49_580)]
    public void Frequent_sets_of_the_grocery_are_counted_exactly(double support, int sets) => Assert.Equal(sets, Sets((decimal)support).Count);

    [Theory]
    [InlineData(.001, .8, 410)]
    [InlineData(.001, .9, 129)]
    [InlineData(.001, .5, 5_668)]
    [InlineData(.006, .25, 463)]
    [InlineData(.01, .5, 15)]
    [InlineData(.01, .3, 125)]
    public void Rules_of_the_grocery_are_counted_exactly(double support, double confidence, int rules) =>
        Assert.Equal(rules, AssociationRule.Of(Sets((decimal)support), (decimal)confidence).Count);

    [Fact]
    public void A_rule_right_in_four_of_five_cases_has_a_confidence_of_exactly_four_fifths()
    {
        var rules = AssociationRule.Of(Sets(.001m), .8m);

        Assert.Equal(39, rules.Count(r => r.Together * 5 == r.IfCount * 4));
        Assert.Equal(11.2353, rules[0].Lift, .0001);
        Assert.Equal(["liquor", "red/blush wine"], rules[0].If.Select(i => Groceries.Value.Items[i]).Order());
        Assert.Equal("bottled beer", Groceries.Value.Items[rules[0].Then]);
        Assert.All(rules, r => Assert.InRange(r.PValue, 0, r.QValue));
    }

    [Fact]
    public void The_best_sold_items_are_counted_once_a_basket() =>
        Assert.Equal([2513, 1903, 1809, 1715, 1372, 1087, 1072, 1032, 969, 924], Groceries.Value.Data.ItemCounts.OrderDescending().Take(10));

    [Fact]
    public void Sets_are_those_that_counting_every_subset_finds()
    {
        var random = new Random(3);
        for (var round = 0; round < 30; round++)
        {
            var baskets = Enumerable.Range(0, random.Next(1, 90)).Select(_ => random.Next(1 << 8) & random.Next(1 << 8)).ToArray();
            var least = random.Next(1, 6);
            var expected = Enumerable.Range(1, 255).Select(s => (Set: s, Count: baskets.Count(b => (b & s) == s))).Where(s => s.Count >= least).ToDictionary(s => s.Set, s => s.Count);

            var sets = FrequentItemsets.Of(Of(baskets), least)!;

            Assert.Equal(expected.OrderBy(s => s.Key), Enumerable.Range(0, sets.Count).Select(n => KeyValuePair.Create(sets.ItemsOf(n).Sum(i => 1 << i), sets.CountOf(n))).OrderBy(s => s.Key));
            Assert.Equal(expected.Count(s => BitOperations.PopCount((uint)s.Key) <= 2), FrequentItemsets.Of(Of(baskets), least, longest: 2)!.Count);
            Assert.Equal(expected.Where(s => BitOperations.PopCount((uint)s.Key) > 1).Sum(s => BitOperations.PopCount((uint)s.Key)), AssociationRule.Of(sets, 0).Count);
        }
    }

    [Fact]
    public void Fishers_test_is_that_of_the_lady_tasting_tea()
    {
        // Eight cups, four with milk first; three of four guessed right: 17 of 70 ways are as good or better.
        var cups = new[] { 3, 3, 3, 1, 2, 0, 0, 0 };
        var rule = AssociationRule.Of(FrequentItemsets.Of(Of(cups), 1)!, 0).Single(r => r.Then == 1);
        Assert.Equal((3, 4, 4), (rule.Together, rule.IfCount, rule.ThenCount));
        Assert.Equal(17.0 / 70, rule.PValue, 1e-12);
        Assert.Equal(1.5, rule.Lift);
    }

    [Fact]
    public void Chance_is_found_out()
    {
        var random = new Random(11);
        var baskets = Enumerable.Range(0, 2_000).Select(_ => Enumerable.Range(0, 8).Where(_ => random.NextDouble() < .2).Sum(i => 1 << i)).ToArray();
        Assert.DoesNotContain(AssociationRule.Of(FrequentItemsets.Of(Of(baskets), 2)!, .3m), r => r.QValue < .05);
    }

    [Fact]
    public void A_basket_without_items_counts_and_an_item_named_twice_counts_once()
    {
        var data = BasketData.Of(3, 2, [2, 0, 0, 0], [1, 1, 0, 1]);
        Assert.Equal((3, 1, 2), (data.Baskets, data.ItemCounts[0], data.ItemCounts[1]));
        Assert.Equal(0, FrequentItemsets.Of(BasketData.Of(4, 0, [], []), 1)!.Count);
    }

    private static FrequentItemsets Sets(decimal support) => FrequentItemsets.Of(Groceries.Value.Data, FrequentItemsets.CountOf(support, Groceries.Value.Data.Baskets))!;

    private static BasketData Of(int[] baskets)
    {
        var rows = baskets.SelectMany((bits, b) => Enumerable.Range(0, 8).Where(i => (bits >> i & 1) != 0).Select(i => (b, i))).ToArray();
        return BasketData.Of(baskets.Length, 8, [.. rows.Select(r => r.b)], [.. rows.Select(r => r.i)]);
    }
}
