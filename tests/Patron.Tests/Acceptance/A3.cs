using FsCheck;
using FsCheck.Fluent;
using Patron.Analytics.Service;

namespace Patron.Tests.Acceptance;

/// <summary>A3: right policy, wrong execution: a flat waiver favours the customer who costs money (requirements 3).</summary>
public sealed class A3
{
    // The bad customer complains about 20, the good one about 30; what they are worth is chosen here.
    private static readonly GoodwillCase Bad = new(20, -120), Good = new(30, 5_250);

    [Fact]
    public void The_flat_rule_waives_for_the_bad_and_refuses_the_good_and_that_is_said()
    {
        Assert.True(Goodwill.Flat(25, Bad.Amount));
        Assert.False(Goodwill.Flat(25, Good.Amount));

        var flaw = Goodwill.FlawOf(c => Goodwill.Flat(25, c.Amount), [Bad, Good]);

        Assert.Equal(new GoodwillFlaw(20, 30), flaw);
        Assert.True(flaw.IsUpsideDown);
    }

    [Fact]
    public void The_rule_by_value_waives_for_the_good_and_refuses_the_bad()
    {
        Assert.False(Goodwill.ByValue(.1m, Bad));
        Assert.True(Goodwill.ByValue(.1m, Good));
        Assert.Equal(default, Goodwill.FlawOf(c => Goodwill.ByValue(.1m, c), [Bad, Good]));
    }

    [Theory]
    [InlineData(24.99, true)]
    [InlineData(25, false)]
    public void The_flat_limit_itself_is_not_waived(decimal amount, bool waived) => Assert.Equal(waived, Goodwill.Flat(25, amount));

    [Theory]
    [InlineData(100, 1_000, true)]
    [InlineData(100.01, 1_000, false)]
    [InlineData(1, 0, false)]
    [InlineData(1, -1, false)]
    public void By_value_the_share_itself_is_given_and_nothing_to_who_earns_us_nothing(decimal amount, decimal value, bool given) =>
        Assert.Equal(given, Goodwill.ByValue(.1m, new(amount, value)));

    [Fact]
    public void Who_is_worth_more_is_never_given_less_and_no_loss_making_one_is_favoured() => Prop.ForAll(
        (from amount in Gen.Choose(1, 500) from value in Gen.Choose(-1_000, 5_000) from more in Gen.Choose(0, 1_000) select (amount, value, more)).ToArbitrary(),
        c => (!Goodwill.ByValue(.1m, new(c.amount, c.value)) || Goodwill.ByValue(.1m, new(c.amount, c.value + c.more)))
            && Goodwill.FlawOf(x => Goodwill.ByValue(.1m, x), [new(c.amount, c.value)]).Granted is null).QuickCheckThrowOnFailure();
}
