using Microsoft.EntityFrameworkCore;
using Patron.Kernel;
using Patron.Purchases;
using Patron.Purchases.Contracts;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Purchases;

public sealed class TakingOrdersTests
{
    private static readonly long Noon = At("2026-03-01T12:00:00Z");

    private static IncomingOrder Order(string number, string? customer = "A", long? total = 5_000_000, string? currency = null, long at = 0, string? channel = null) =>
        new(1, number, customer, Noon + at, total, currency, null, channel);

    private static IncomingLine Line(string order, string? customer = "A", long at = 0, string? channel = null) =>
        new(1, order, null, "P", null, null, Micros.PerUnit, 2_000_000, 0, Noon + at, customer, null, null, channel);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Known_orders_are_unchanged_updated_or_in_conflict(Database kind)
    {
        await using var patron = await Start(kind);
        IncomingOrder[] file = [Order("1"), Order("2", customer: null), Order("C3", customer: "B", total: null)];
        Assert.All(await patron.Take(file), f => Assert.Equal(Fate.Created, f.Fate));
        Assert.All(await patron.Take(file), f => Assert.Equal(Fate.Unchanged, f.Fate));

        var fates = await patron.Take([Order("1", total: 6_000_000), Order("1", total: null), Order("1", customer: "B"), Order("2"), Order("1", currency: "USD"), Order("1", total: null, channel: "web"),
            Order("1", customer: null, total: null), Order("1", currency: "pounds"), Order("5"), Order("5"), Order("5", total: 1)]);
        Assert.Equal([Fate.Updated, Fate.Unchanged, Fate.Conflict, Fate.Conflict, Fate.Conflict, Fate.Updated, Fate.Unchanged, Fate.Rejected, Fate.Created, Fate.Unchanged, Fate.Updated], fates.Kinds());
        await using var db = await patron.Db();
        var first = await db.Orders.SingleAsync(o => o.Number == "1", Ct);
        Assert.Equal((6_000_000, "web"), (first.StatedTotal, first.Channel));
        Assert.Equal(1, (await db.Orders.SingleAsync(o => o.Number == "5", Ct)).StatedTotal);
        Assert.True((await db.Orders.SingleAsync(o => o.Number == "C3", Ct)).IsReturn);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Lines_tell_the_time_of_an_order_whichever_file_comes_first(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Order("1", at: 0), Order("2", at: 0)]);
        await patron.Take([Line("1", at: 50), Line("2", at: -50), Line("1", at: 40), Line("3", at: 10)], chunk: 1);
        Assert.Equal([Fate.Unchanged, Fate.Unchanged, Fate.Updated], (await patron.Take([Order("1", at: 7), Order("2", at: 7), Order("3", at: 7)])).Kinds());
        await using var db = await patron.Db();
        Assert.Equal([Noon + 40, Noon - 50, Noon + 10], (await db.Orders.OrderBy(o => o.Number).ToListAsync(Ct)).Select(o => Instants.ToMicroseconds(o.At)));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_line_fills_the_channel_that_is_missing_and_leaves_the_known_one(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Line("1"), Line("2", channel: "shop")]);
        Assert.Equal([Fate.Updated, Fate.Unchanged], (await patron.Take([Line("1", channel: "web"), Line("2", channel: "web")])).Kinds());
        await using var db = await patron.Db();
        Assert.Equal(["web", "shop"], await db.Orders.OrderBy(o => o.Number).Select(o => o.Channel!).ToListAsync(Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Holdings_are_filled_and_never_emptied(Database kind)
    {
        await using var patron = await Start(kind);
        var opened = new DateOnly(2024, 1, 31);
        var full = new IncomingHolding(1, "H1", "A", "deposit", opened, null, 1_000_000, 5, 6, null);
        Assert.Equal([Fate.Created, Fate.Unchanged], (await patron.Take([full, full])).Kinds());
        var fates = await patron.Take([full, full with { Balance = null, Fees = null }, full with { Balance = 2_000_000, Closed = opened }, full with { Customer = "B" },
            full with { Currency = "EUR" }, full with { Closed = opened.AddDays(-1) }, full with { Kind = "" }, full with { Number = "H2", Customer = "B" }, full with { Number = "H2" }], chunk: 3);
        Assert.Equal([Fate.Unchanged, Fate.Unchanged, Fate.Updated, Fate.Conflict, Fate.Conflict, Fate.Rejected, Fate.Rejected, Fate.Created, Fate.Conflict], fates.Kinds());
        Assert.Equal("{ holding = H2, customer = A, owner = B }", fates[8].Why!.Arguments!.ToString());

        await using var db = await patron.Db();
        var customer = (await db.Holdings.SingleAsync(h => h.Number == "H1", Ct)).CustomerId;
        var held = Assert.Single(await patron.Get<IPurchaseReads>().Holdings(customer, Ct));
        Assert.Equal(("deposit", opened, opened, 2_000_000L, 5L, 6L, "GBP"), (held.Kind, held.Opened, held.Closed, held.Balance, held.Fees, held.Interest, held.Currency));
    }
}
