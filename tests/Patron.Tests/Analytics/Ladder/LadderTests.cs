using Patron.Analytics.Base;
using Patron.Analytics.Ladder;

namespace Patron.Tests.Analytics.Ladder;

public sealed class LadderTests
{
    private const int Day = 740_000;
    private static readonly LadderRules Rules = LadderRules.Usual with { ClientOrders = 2, SupporterProducts = 3, SupporterDays = 100 };

    [Fact]
    public void Purchases_alone_lead_to_client_and_no_further()
    {
        Assert.Equal(LadderStep.Prospect, Step([]));
        Assert.Equal(LadderStep.Customer, Step([Line(1, 0)]));
        Assert.Equal(LadderStep.Client, Step([Line(1, 0), Line(2, 300), Line(3, 300), Line(4, 200)]));
    }

    [Fact]
    public void Who_buys_widely_and_for_long_is_committed()
    {
        PurchaseLine[] wide = [Line(1, 0, 1), Line(2, 100, 2), Line(3, 50, 3)];
        Assert.Equal((LadderStep.Supporter, LadderReasons.Commitment), Of(wide));
        Assert.Equal(LadderStep.Client, Step([Line(1, 0, 1), Line(2, 99, 2), Line(3, 50, 3)]));
        Assert.Equal(LadderStep.Client, Step([Line(1, 0, 1), Line(2, 100, 2), Line(3, 50, 2)]));
    }

    [Fact]
    public void Tickets_memberships_recommendations_and_contracts_lift_clients_only()
    {
        PurchaseLine[] client = [Line(1, 0), Line(2, 5)], customer = [Line(1, 0)];
        (LadderFact Facts, LadderStep Step)[] facts =
        [
            (new(true, 0, 0, false), LadderStep.Supporter), (new(false, Day - 1, 0, false), LadderStep.Supporter), (new(false, 0, 1, false), LadderStep.Advocate), (new(false, 0, 0, true), LadderStep.Partner),
            (new(false, Day, 0, false), LadderStep.Client), (new(true, Day - 1, 1, true), LadderStep.Partner),
        ];
        foreach (var (known, step) in facts)
        {
            Assert.Equal(step, Step(client, known));
            Assert.Equal(LadderStep.Customer, Step(customer, known));
            Assert.Equal(LadderStep.Prospect, Step([], known));
        }
    }

    [Fact]
    public void A_rule_that_does_not_count_lifts_nobody()
    {
        var none = Rules with { MembershipCounts = false, SolvedCounts = false, ContractCounts = false, AdvocateReferrals = 9 };
        Assert.Equal(LadderStep.Client, Step([Line(1, 0), Line(2, 5)], new(true, Day - 1, 8, true), none));
    }

    [Fact]
    public void Who_did_not_order_within_the_window_steps_down_to_customer()
    {
        PurchaseLine[] lines = [Line(1, 365), Line(2, 370), Line(3, 380)];
        Assert.Equal(LadderStep.Customer, Step(lines));
        Assert.Equal(LadderStep.Client, Of(lines, asOf: Day - 365).Step);
        Assert.Equal(LadderStep.Prospect, Of(lines, asOf: Day - 381).Step);
    }

    [Theory]
    [InlineData(RelationPhase.Formation), InlineData(RelationPhase.Trial, 10), InlineData(RelationPhase.Identification, 10, 20), InlineData(RelationPhase.Renewal, 0, 365), InlineData(RelationPhase.Break, 90, 500), InlineData(RelationPhase.Identification, 89, 90)]
    public void A_relation_forms_is_tried_known_renewed_or_broken(RelationPhase phase, params int[] daysAgo)
    {
        var snapshot = Base([.. daysAgo.Select((d, n) => Line(n, d))]);
        Assert.Equal(phase, RelationPhases.Of(snapshot.Summary(Day), 0, clientOrders: 2, lostAfterDays: 90));
    }

    private static LadderStep Step(PurchaseLine[] lines, LadderFact facts = default, LadderRules? rules = null) => Of(lines, facts, rules).Step;

    private static (LadderStep Step, LadderReasons Reasons) Of(PurchaseLine[] lines, LadderFact facts = default, LadderRules? rules = null, int asOf = Day)
    {
        return new LadderSteps(Base(lines), asOf, rules ?? Rules, _ => facts).Of(0);
    }

    private static CustomerBaseSnapshot Base(PurchaseLine[] lines) => new BaseWriter().Apply(new BaseBatch().Upsert(new CustomerRow(1, true).Lines(lines)));

    private static PurchaseLine Line(int order, int daysAgo, int product = 0) => new(order, Day - daysAgo, product, 1_000_000, 10, LineKind.Sale);
}
