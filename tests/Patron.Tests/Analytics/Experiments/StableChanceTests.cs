using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Experiments;

namespace Patron.Tests.Analytics.Experiments;

public sealed class StableChanceTests
{
    [Fact]
    public void Its_parts_are_the_published_ones()
    {
        // FNV-1a's test vectors, and the first number of SplitMix64 from seed 0.
        Assert.Equal((0xaf63dc4c8601ec8cUL, 0x85944171f73967e8UL), (StableChance.KeyOf("a"), StableChance.KeyOf("foobar")));
        Assert.Equal(0xe220a8397b1dcdafUL, StableChance.Mix(0x9E3779B97F4A7C15));
    }

    // Reckoned from the description by another program.
    [Theory, InlineData("spring", 1, 0.2463292889470199), InlineData("봄", 123_456_789, 0.011854823992358932)]
    public void Whoever_knows_the_name_and_the_person_knows_the_chance(string test, long person, double chance) => Assert.Equal(chance, StableChance.Of(StableChance.KeyOf(test), person));

    [Fact]
    public void Arms_get_their_shares_even_of_neighbouring_numbers() => Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        double[] shares = [.. Enumerable.Range(0, random.Next(2, 5)).Select(_ => random.Next(1, 10) / 10.0)];
        var (draw, people, first) = (new ArmDraw("test " + seed, shares), new long[shares.Length], random.NextInt64(1L << 60));
        for (var i = 0; i < 4_000; i++) people[draw.Of(first + i)]++;
        // One in a million tests would fail by chance.
        Assert.True(SampleRatio.Of(people, shares).P > 1e-6);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_tests_draw_independently_of_each_other()
    {
        var (one, other, together) = (new ArmDraw("one", [1, 1]), new ArmDraw("two", [1, 1]), new long[4]);
        for (var person = 0; person < 20_000; person++) together[one.Of(person) * 2 + other.Of(person)]++;
        Assert.True(SampleRatio.Of(together, [1, 1, 1, 1]).P > 1e-4);
    }

    [Fact]
    public void An_arm_without_a_share_gets_nobody()
    {
        var draw = new ArmDraw("none", [0, 1, 0]);
        Assert.All(Enumerable.Range(0, 1_000), person => Assert.Equal(1, draw.Of(person)));
    }

    [Theory, InlineData(-1.0), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void A_share_that_cannot_be_throws(double share) => Assert.Throws<ArgumentOutOfRangeException>(() => new ArmDraw("x", [1, share]));
}
