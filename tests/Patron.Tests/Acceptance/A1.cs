using Patron.Analytics.Experiments;

namespace Patron.Tests.Acceptance;

/// <summary>A1: the bookshop that writes to a chosen fifth (requirements 5, 6).</summary>
public sealed class A1
{
    private static readonly Mailing All = new(1_000_000, 20, .02), Chosen = new(200_000, 20, .10);

    [Fact]
    public void A_chosen_fifth_brings_as_many_for_a_fifth_of_the_cost()
    {
        var plan = MailPlan.Of(All, Chosen, setUp: 1_000_000);
        Assert.Equal((20_000, 20_000), (plan.Whole.Responses, plan.Part.Responses));
        Assert.Equal((20_000_000, 4_000_000), (plan.Whole.Cost, plan.Part.Cost));
        Assert.Equal((1_000d, 200d), (plan.Whole.CostOfResponse!.Value, plan.Part.CostOfResponse!.Value));
        Assert.Equal((800_000, 16_000_000, 15_000_000), (plan.PiecesSaved, plan.Saving, plan.FirstYear));
        Assert.Equal((16.0, .0625, 22.8), (plan.ForEachOfSetUp!.Value, plan.PaybackYears!.Value, Math.Round(plan.PaybackDays!.Value, 1)));
        Assert.Equal((5.0, .2), (plan.Lift!.Value, plan.Depth));
    }

    [Fact]
    public void Without_a_set_up_there_is_nothing_to_pay_back_and_without_a_saving_it_never_is()
    {
        Assert.Equal((null, 0d), (MailPlan.Of(All, Chosen, 0).ForEachOfSetUp, MailPlan.Of(All, Chosen, 0).PaybackYears));
        Assert.Null(MailPlan.Of(Chosen, All, 1_000).PaybackDays);
    }

    [Fact]
    public void The_best_depth_is_where_the_next_piece_costs_more_than_it_earns()
    {
        // Each answer earns 300: a piece pays from a response of 6.7 % on. The tenths answer with 8, 7.2 and 1 %: the third loses.
        LiftPoint[] curve = [new(.1, 4), new(.2, 3.8), new(.3, 2.7), new(1, 1)];
        var (best, profit) = MailDepth.Of(All, curve, margin: 300);
        Assert.Equal((.2, 200_000 * (.076 * 300 - 20)), (best!.Value.Depth, profit), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-9 && Math.Abs(a.Item2 - b.Item2) < 1e-3);
        Assert.Null(MailDepth.Of(All, curve, margin: 100).Best);
    }
}
