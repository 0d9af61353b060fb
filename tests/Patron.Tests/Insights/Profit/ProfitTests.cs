using Patron.Analytics.Base;
using Patron.Analytics.Ladder;
using Patron.Analytics.Profitability;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Insights.KeepRules;
using Patron.Insights.ReckonProfit;
using Patron.Insights.SetProfit;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using Patron.ServiceDesk.Contracts;
using Patron.Tests.Purchases;
using static Patron.Tests.IdentityResolution.Taking.People;

namespace Patron.Tests.Insights.Profit;

/// <summary>Profit from files to the columns of the base, on both databases.</summary>
public sealed class ProfitTests
{
    private const long Unit = Micros.PerUnit;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Two_bank_customers_differ_only_when_seen_whole(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        IncomingHolding Held(string number, string customer, string what, long balance) => new(1, number, customer, what, null, null, balance * Unit, null, null, null);
        await patron.Take([Held("1", "A", "card", 500), Held("2", "A", "time deposit", 100_000), Held("3", "A", "mortgage", 350_000), Held("4", "A", "investments", 150_000), Held("5", "B", "card", 500), Held("6", "B", "current account", 0)]);
        await patron.Take([.. Enumerable.Range(0, 24).Select(n => new Patron.Interactions.Contracts.IncomingInteraction(1, "C" + n, "B", Instants.ToMicroseconds(patron.Clock.Now.AddDays(-n)), "call", null, "in", null, null, null))]);
        await patron.Get<ICustomerBase>().CatchUp(Ct);

        Assert.Null((await Set(patron, ("holdings", "time deposit: 1\nmortgage: 1: second mortgage\ninvestments: 0.5\ncurrent account: 0: broker"))).Refusal);
        Assert.Equal((5_250 * Unit, "second mortgage"), await Known(patron, "A"));
        Assert.Equal((-120 * Unit, "broker"), await Known(patron, "B"));
        Assert.Equal(Proposal.Hold, (Proposal)(await Base(patron))[ProfitColumns.Proposal][await At(patron, "A")]);
        Assert.Equal(Proposal.TurnProfitable, (Proposal)(await Base(patron))[ProfitColumns.Proposal][await At(patron, "B")]);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_change_of_rules_is_reckoned_at_once_and_can_be_undone_until_somebody_changes_them_again(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Take([Sale("O1", 100, patron)]);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        await patron.Get<ReckonsProfit>().Kept(Ct);
        Assert.Equal((30 - 4 - 1) * Unit, (await Known(patron, "A")).Profit);

        var first = (await Set(patron, ("margin", "50"))).Value!.Value;
        Assert.Equal((50 - 4 - 1) * Unit, (await Known(patron, "A")).Profit);
        Assert.Null((await Set(patron, ("margin", "50"))).Value);
        var second = (await Set(patron, ("margin", "60"))).Value!.Value;
        Assert.IsType<DeedChangedSince>((await patron.Get<DeedUndo>().Undo(first, null, Ct)).Refusal);
        Assert.Null((await patron.Get<DeedUndo>().Undo(second, null, Ct)).Refusal);
        Assert.Null((await patron.Get<DeedUndo>().Undo(first, null, Ct)).Refusal);
        Assert.Equal(.3m, patron.Get<RuleBook>().Read(ProfitSetting.Key, ProfitSetting.Usual).Rules.Margin);
        Assert.False(patron.Get<RuleBook>().IsSet(ProfitSetting.Key));
        Assert.Equal(2, await patron.Count("kernel_jobs", "kind = 'insights.reckon' and every_minutes is null"));
    }

    [Fact]
    public async Task A_new_purchase_and_a_ticket_change_that_customer_alone()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Take([Sale("O1", 100, patron), Sale("O2", 100, patron, "B")]);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        await patron.Get<ReckonsProfit>().Kept(Ct);
        await patron.Take([Sale("O3", 50, patron)]);
        var customer = new CustomerId(await patron.CustomerOf("A"));
        await patron.Get<ITickets>().Open(new(customer, TicketKind.Complaint, "Leaks"), null, Ct);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        Assert.Equal((45 - 8 - 1 - 8) * Unit, (await Known(patron, "A")).Profit);
        Assert.Equal((30 - 4 - 1) * Unit, (await Known(patron, "B")).Profit);
    }

    [Fact]
    public async Task A_products_own_cost_goes_before_its_categorys_margin_and_that_before_the_general_one()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Take<Patron.Catalog.Contracts.IncomingProduct>([new(1, "own", null, "tea", null, 90 * Unit), new(2, "tea", null, "tea", null, null)]);
        await patron.Take([Sale("1", 100, patron, "A", "own"), Sale("2", 100, patron, "B", "tea"), Sale("3", 100, patron, "C", "else")]);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        await Set(patron, ("categories", "tea: 40"), ("delivery", "0"), ("database", "0"));
        Assert.Equal((10 * Unit, 40 * Unit, 30 * Unit), ((await Known(patron, "A")).Profit, (await Known(patron, "B")).Profit, (await Known(patron, "C")).Profit));
    }

    [Fact]
    public async Task A_discount_is_a_cost_of_that_customer_and_months_are_kept_as_they_were_told()
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        await patron.Take([Sale("O1", 100, patron) with { Discount = Micros.PerUnit / 5 }, Sale("O2", 100, patron, "B")]);
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        Assert.Equal((20 * Unit, 0L), ((await Base(patron))[DiscountColumns.Discounts][await At(patron, "A")], (await Base(patron))[DiscountColumns.Discounts][await At(patron, "B")]));
        Assert.Null((await Set(patron, ("months", "2026-02: 100: 20\n2026-01: 50: 0"), ("win", "1200"))).Refusal);
        // 80 were paid for goods that cost 70 all the same.
        Assert.Equal(((80 - 70 - 5) * Unit, (100 - 70 - 5) * Unit), ((await Known(patron, "A")).Profit, (await Known(patron, "B")).Profit));
        var kept = patron.Get<RuleBook>().Read(ProfitSetting.Key, ProfitSetting.Usual);
        Assert.Equal((150 * Unit, 20 * Unit), kept.YearCost(new(2026, 3, 2)));
        Assert.Equal((100 * Unit, 100 * Unit), (kept.CostOf(new(2026, 2, 1))!.Win, kept.CostOf(new(2025, 12, 1))!.Win));
        Assert.Equal("2026-01: 50: 0\n2026-02: 100: 20", SetProfit.ShownMonths(kept));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_earlier_day_has_its_own_contacts_tickets_goodwill_discounts_and_holdings(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await patron.Take([
            Sale("O1", 100, patron) with { At = Ago(patron, 300), Discount = Micros.PerUnit / 5 }, Sale("O2", 100, patron) with { At = Ago(patron, 20), Discount = Micros.PerUnit / 2 },
            Sale("O3", 100, patron, "B") with { At = Ago(patron, 300) }]);
        DateOnly Day(int ago) => DateOnly.FromDateTime(patron.Clock.Now.AddDays(-ago).Date);
        await patron.Take([
            new IncomingHolding(1, "1", "A", "loan", Day(400), Day(50), 1_000 * Unit, null, null, null), new IncomingHolding(1, "2", "A", "fund", Day(30), null, 5_000 * Unit, null, null, null),
            new IncomingHolding(1, "3", "B", "fund", null, null, 2_000 * Unit, null, null, null)]);
        await patron.Take([.. ((int[])[500, 250, 200, 10]).Select(ago => new Patron.Interactions.Contracts.IncomingInteraction(1, "C" + ago, "A", Ago(patron, ago), "call", null, "in", null, null, null))]);
        var (then, customer) = (Day(100), new CustomerId(await patron.CustomerOf("A")));
        var now = patron.Clock.Now;
        // Opened and solved before the day, its goodwill given partly after it; another one opened later.
        patron.Clock.Now = now.AddDays(-200);
        var ticket = (await patron.Get<ITickets>().Open(new(customer, TicketKind.Complaint, "Leaks"), null, Ct)).Value!.Ticket;
        var book = patron.Get<Patron.ServiceDesk.KeepTickets.TicketBook>();
        ticket = (await book.Give(ticket.Id, ticket.Version, 3 * Unit, "because", null, Ct)).Value!.Ticket;
        patron.Clock.Now = now.AddDays(-10);
        await book.Give(ticket.Id, ticket.Version, 4 * Unit, "again", null, Ct);
        await patron.Get<ITickets>().Open(new(customer, TicketKind.Complaint, "Leaks again"), null, Ct);
        patron.Clock.Now = now;
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        await Set(patron, ("holdings", "loan: 10: fund\nfund: 1"));
        await patron.Get<ReckonsProfit>().Kept(Ct);

        var (snapshot, served) = (await Base(patron), patron.Get<ServedOnDay>());
        var (a, b, today) = (await At(patron, "A"), await At(patron, "B"), patron.Get<ProfitColumns>().Model!);
        var year = today.YearOf(snapshot, a).Served;
        Assert.Equal((2L, 7 * Unit, 70 * Unit, 50 * Unit), (year.Tickets, year.Goodwill, year.Discounts, year.Holdings));
        foreach (var model in (ProfitModel[])[served.At(today, snapshot, then), served.At(today, snapshot, then, customer.Value)])
        {
            Assert.Equal(new ServedYear(2, 1, 3 * Unit, 100 * Unit, 20 * Unit), model.YearOf(snapshot, a).Served);
            Assert.Equal("fund", model.ChancesOf(snapshot, a));
        }
        Assert.Equal(new ServedYear(0, 0, 0, 20 * Unit, 0), served.At(today, snapshot, then).YearOf(snapshot, b).Served);
        Assert.Same(today, served.At(today, snapshot, today.AsOf));
    }

    private static long Ago(PatronServices patron, int days) => Instants.ToMicroseconds(patron.Clock.Now.AddDays(-days));

    [Theory, InlineData("months", "2026-13: 1: 1"), InlineData("months", "2026-01: 1"), InlineData("months", "2026-01: -1: 1"), InlineData("margin", "101"), InlineData("delivery", "-1"), InlineData("contact", "five"), InlineData("categories", "tea"), InlineData("categories", "tea: much"), InlineData("holdings", "loan: 1: a: b")]
    public async Task What_is_no_rule_is_refused_at_its_field(string field, string value)
    {
        await using var patron = await PatronServices.Start(Database.Sqlite);
        Assert.Equal(field, Assert.IsType<FieldRefusal>((await Set(patron, (field, value))).Refusal, exactMatch: false).Field);
    }

    private static IncomingLine Sale(string order, decimal amount, PatronServices patron, string customer = "A", string product = "P") =>
        new(1, order, null, product, null, null, Unit, Micros.From(amount), 0, Instants.ToMicroseconds(patron.Clock.Now.AddDays(-3)), customer, null, null, null);

    private static Task<Result<ChangeSetId?>> Set(PatronServices patron, params (string Field, string Value)[] sent) => new SetProfit(patron.Get<RuleBook>(), patron.Get<ICustomerBase>(), patron.Get<ReckonsProfit>()).Save(
        field => sent.FirstOrDefault(s => s.Field == field).Value ?? (SetProfit.Numbers.Contains(field) ? SetProfit.Shown(ProfitSetting.Usual, field) : ""), null, Ct);

    private static async Task<CustomerBaseSnapshot> Base(PatronServices patron)
    {
        await patron.Get<ICustomerBase>().CatchUp(Ct);
        return patron.Get<ICustomerBase>().Current;
    }

    private static async Task<int> At(PatronServices patron, string customer)
    {
        Assert.True((await Base(patron)).TryIndex(await patron.CustomerOf(customer), out var index));
        return index;
    }

    private static async Task<(long Profit, string Chances)> Known(PatronServices patron, string customer)
    {
        var (snapshot, at) = (await Base(patron), await At(patron, customer));
        return (snapshot[ProfitColumns.Profit][at], snapshot[HoldingColumns.Chances][at]);
    }
}
