using Patron.Analytics.Base;
using Patron.Analytics.Profitability;

namespace Patron.Tests.Analytics.Profitability;

public sealed class CustomerProfitsTests
{
    private const int Day = 740_000;
    private static readonly ProfitRules Rules = new(Margin: .5m, Delivery: 4, Bonus: .1m, Return: 3, Database: 1, Salaries: 100, Contact: 5, Ticket: 8);
    private static readonly ProductMargins Products = new([-1, 2], [.5, .5, .25]);

    [Fact]
    public void A_year_is_reckoned_line_by_line()
    {
        // Two orders of 100 and 40 at half margin, one of 60 of which a piece costs 2, ten of them; a return of 20.
        var year = Of([Line(1, 0, 0, 100), Line(1, 0, 1, 60, pieces: 10), Line(2, 5, 0, 40), Line(3, 6, 0, -20, LineKind.Return)], salary: 50);
        // 50 + 40 + 20, less the 10 that the return would have earned.
        Assert.Equal(new PurchaseYear(Sales: 200, Earned: 100, Orders: 2, ReturnOrders: 1, Returned: 20, OnList: (140 * .5 + 60) / 200), year.Bought);
        Assert.Equal(new PartnershipCosts(Delivery: 8, Bonus: 20, Returns: 3, Database: 1, Salary: 100, Other: 0), year.Costs);
        Assert.Equal((-32, -32), (year.Profit, year.Sheet.Result));
    }

    [Fact]
    public void Only_the_year_up_to_the_day_counts()
    {
        var year = Of([Line(1, -364, 0, 10), Line(2, -365, 0, 1_000), Line(3, 1, 0, 1_000), Line(4, 0, 0, 5, LineKind.Other), Line(5, 0, 0, 5, LineKind.Foreign)], day: Day);
        Assert.Equal((10, 1), (year.Bought.Sales, year.Bought.Orders));
    }

    [Fact]
    public void Service_and_holdings_count_for_those_who_bought_nothing()
    {
        var year = Of([], served: new(Contacts: 3, Tickets: 2, Goodwill: 7, Holdings: 50));
        Assert.Equal(50 - 15 - 16 - 7, year.Profit);
        Assert.True(year.HasAny);
        Assert.False(Of([]).HasAny);
    }

    [Fact]
    public void A_discount_comes_off_the_profit_as_a_whole_whether_or_not_the_cost_of_the_goods_is_known()
    {
        // Sold for 80 instead of 100: at half margin the goods cost 50 all the same, and of ten pieces at 2 each they cost 20.
        Assert.Equal(80 - 50 - Costs(8), Of([Line(1, 0, 0, 80)], served: new(0, 0, 0, 0, Discounts: 20)).Profit);
        Assert.Equal(80 - 20 - Costs(8), Of([Line(1, 0, 1, 80, pieces: 10)], served: new(0, 0, 0, 0, Discounts: 20)).Profit);
        Assert.Equal(20, Of([Line(1, 0, 0, 80)], served: new(0, 0, 0, 0, Discounts: 20)).Costs.Other);

        static long Costs(long bonus) => 4 + bonus + 1;
    }

    [Fact]
    public void Expected_profit_earns_and_costs_as_the_year_did()
    {
        // Earned 50 on 100 in one order that cost 4 + 10: 300 in three orders earn 150 and cost 42, and the data another unit.
        var year = Of([Line(1, 0, 0, 100)]);
        Assert.Equal(150 - 42 - 1, year.Expected(300, 3, 1));
        Assert.Equal(year.Profit, year.Expected(100, 1, 1));
        // Whoever bought nothing is reckoned by the rules: half margin, 4 for each delivery.
        Assert.Equal(50 - 8 - 1, Of([], served: new(1, 0, 0, 0)).Expected(100, 2, 1));
        Assert.Equal(2 * 50 - 2, Of([], served: new(0, 0, 0, 50)).Expected(0, 0, 2));
    }

    [Fact]
    public void What_is_expected_moves_the_proposal()
    {
        Assert.Equal((Proposal.Watch, ProposalReason.WillBringMost), Expecting([Line(1, 0, 0, 20)], 1_000, 1_000));
        Assert.Equal((Proposal.Watch, ProposalReason.BringsSome), Expecting([Line(1, 0, 0, 20)], 1_000, 999));
        var costly = new ServedYear(5, 0, 0, 0);
        Assert.Equal((Proposal.TurnProfitable, ProposalReason.WillEarn), Expecting([], 1_000, 1, costly));
        Assert.Equal((Proposal.LetGo, ProposalReason.EarnsNothing), Expecting([], 1_000, 0, costly));

        static (Proposal, ProposalReason) Expecting(PurchaseLine[] lines, long from, long expected, ServedYear served = default) => CustomerProposals.Of(Of(lines, served: served), from, false, expected);
    }

    [Fact]
    public void Salaries_are_shared_out_by_orders() => Assert.Equal((25, 0), (CustomerProfit.SharedSalary(100, 4), CustomerProfit.SharedSalary(100, 0)));

    [Theory]
    [InlineData(.8, 30), InlineData(.5, 60), InlineData(1, 10), InlineData(.6, 60)]
    public void Those_are_held_who_bring_the_part_together(double part, long from) => Assert.Equal(from, CustomerProposals.HoldFrom([60, 30, 10, -5, 0], part));

    [Fact]
    public void Where_nobody_brings_profit_nobody_is_held() => Assert.Equal(long.MaxValue, CustomerProposals.HoldFrom([-1, 0], .8));

    [Fact]
    public void Each_proposal_has_its_reason()
    {
        Assert.Equal((Proposal.Hold, ProposalReason.BringsMost), Proposed([Line(1, 0, 0, 1_000)], from: 100));
        Assert.Equal((Proposal.Watch, ProposalReason.BringsSome), Proposed([Line(1, 0, 0, 400)], from: 1_000));
        Assert.Equal((Proposal.TurnProfitable, ProposalReason.ServiceCostsMore), Proposed([Line(1, 0, 0, 100)], from: 1_000, new(Contacts: 20, 0, 0, 0)));
        Assert.Equal((Proposal.LetGo, ProposalReason.ReturnsTakeIt), Proposed([Line(1, 0, 0, 100), Line(1, 0, 0, -100, LineKind.Return)], from: 1_000));
        Assert.Equal((Proposal.LetGo, ProposalReason.EarnsNothing), Proposed([], from: 1_000, new(2, 0, 0, 0)));
        Assert.Equal((Proposal.TurnProfitable, ProposalReason.HasChance), Proposed([], from: 1_000, new(2, 0, 0, 0), chance: true));
        Assert.Equal((Proposal.None, ProposalReason.None), Proposed([], from: 1_000));
    }

    [Fact]
    public void A_relationship_comes_back_over_some_time()
    {
        Assert.Equal(BuyerStyle.Relationship, Style(0, 40, 90));
        Assert.Equal(BuyerStyle.Transaction, Style(0, 40, 89));
        Assert.Equal(BuyerStyle.Transaction, Style(0, 90));
        Assert.Equal(BuyerStyle.None, Style());
    }

    private static BuyerStyle Style(params int[] days)
    {
        var snapshot = new BaseWriter().Apply(new BaseBatch().Upsert(Row(1, [.. days.Select((d, n) => Line(n, -d, 0, 1))])));
        return BuyerStyles.Of(snapshot.Summary(Day), 0);
    }

    private static (Proposal, ProposalReason) Proposed(PurchaseLine[] lines, long from, ServedYear served = default, bool chance = false) => CustomerProposals.Of(Of(lines, served: served), from, chance);

    private static CustomerProfit Of(PurchaseLine[] lines, int day = Day + 10, ServedYear served = default, long salary = 0)
    {
        var snapshot = new BaseWriter().Apply(new BaseBatch().Upsert(Row(1, lines)));
        return new(PurchaseYear.Of(snapshot.Purchases, 0, day, Rules, Products), served, Rules, salary);
    }

    private static CustomerRow Row(long id, params PurchaseLine[] lines) => new CustomerRow(id, true).Lines(lines);

    private static PurchaseLine Line(int order, int day, int product, long amount, LineKind kind = LineKind.Sale, int pieces = 1) => new(order, Day + day, product, pieces * 1_000_000L * Math.Sign(amount), amount, kind);
}
