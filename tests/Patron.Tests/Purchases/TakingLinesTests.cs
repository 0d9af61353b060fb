using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.Kernel;
using Patron.Purchases;
using Patron.Purchases.Contracts;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Purchases;

public sealed class TakingLinesTests
{
    private static readonly long Noon = At("2026-03-01T12:00:00Z");

    private static IncomingLine Line(string order, string product = "P1", long quantity = 2, decimal price = 2.5m, long? at = null, string? customer = "A",
        string? key = null, string? currency = null, long discount = 0, string? channel = null) =>
        new(1, order, key, product, null, null, quantity * Micros.PerUnit, Micros.From(price), discount, at ?? Noon, customer, currency, null, channel);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_same_file_twice_changes_nothing_and_true_duplicates_stay(Database kind)
    {
        await using var patron = await Start(kind);
        IncomingLine[] file = [Line("1"), Line("1"), Line("1", "P2"), Line("2", customer: null), Line("2", customer: null)];

        Assert.All(await patron.Take(file, chunk: 2), f => Assert.Equal(Fate.Created, f.Fate));
        Assert.All(await patron.Take(file, chunk: 3), f => Assert.Equal(Fate.Unchanged, f.Fate));
        Assert.Equal([Fate.Unchanged, Fate.Unchanged, Fate.Created], (await patron.Take([Line("1"), Line("1"), Line("1")], chunk: 1)).Kinds());

        await using var db = await patron.Db();
        Assert.Equal(6, await db.OrderLines.CountAsync(Ct));
        Assert.Equal(2, await db.Orders.CountAsync(Ct));
        Assert.Equal(5_000_000, (await db.OrderLines.FirstAsync(Ct)).Amount);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_orders_time_is_its_earliest_lines_over_all_imports(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Line("1", at: Noon), Line("1", at: Noon - 5)], chunk: 1);
        Assert.Equal(Noon - 5, await Time(patron));
        await patron.Take([Line("1", "P2", at: Noon + 9)]);
        Assert.Equal(Noon - 5, await Time(patron));
        await patron.Take([Line("1", "P2", at: Noon - 6), Line("1", "P3", at: Noon - 7)]);
        Assert.Equal(Noon - 7, await Time(patron));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_line_with_a_number_is_updated_in_place_and_may_move_the_orders_time(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Line("1", key: "1", at: Noon), Line("1", key: "2", at: Noon + 60)]);
        var fates = await patron.Take([Line("1", key: "1", at: Noon + 90, quantity: 3), Line("1", key: "2", at: Noon + 60), Line("1", key: "2", at: Noon + 60, price: 4)]);

        Assert.Equal([Fate.Updated, Fate.Unchanged, Fate.Updated], fates.Kinds());
        Assert.Equal(Noon + 60, await Time(patron));
        await using var db = await patron.Db();
        var lines = await db.OrderLines.OrderBy(l => l.Line).ToListAsync(Ct);
        Assert.Equal([7_500_000, 8_000_000], lines.Select(l => l.Amount));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_line_with_a_number_may_be_corrected_within_its_own_chunk(Database kind)
    {
        await using var patron = await Start(kind);
        Assert.Equal([Fate.Created, Fate.Updated], (await patron.Take([Line("1", key: "1", at: Noon), Line("1", key: "1", at: Noon + 1)])).Kinds());
        Assert.Equal(Noon + 1, await Time(patron));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Another_customer_than_the_orders_is_a_conflict_that_names_both_and_makes_nobody(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Line("1", customer: "A"), Line("9", customer: "B")]);
        var fates = await patron.Take([Line("1", customer: "stranger"), Line("1", customer: "B"), Line("1", "P2", customer: null)], chunk: 1);

        Assert.Equal([Fate.Conflict, Fate.Conflict, Fate.Created], fates.Kinds());
        Assert.All(fates.Take(2), f => Assert.Equal("purchases.row.customer", f.Why!.Key));
        Assert.Equal("{ order = 1, customer = B, owner = A }", fates[1].Why!.Arguments!.ToString());
        await using var db = await patron.Db();
        Assert.Equal(2L, await db.Database.SqlQueryRaw<long>("select count(*) as \"Value\" from customers").SingleAsync(Ct));
        Assert.Equal(3, await db.OrderLines.CountAsync(Ct));
        Assert.Single(await db.Orders.Where(o => o.Number == "1").ToListAsync(Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_anonymous_order_stays_anonymous(Database kind)
    {
        await using var patron = await Start(kind);
        var fates = await patron.Take([Line("1", customer: null), Line("1", "P2", customer: "A"), Line("2", customer: null)]);

        Assert.Equal([Fate.Created, Fate.Conflict, Fate.Created], fates.Kinds());
        Assert.Equal("purchases.row.anonymous", fates[1].Why!.Key);
        Assert.Equal(Fate.Conflict, (await patron.Take([Line("1", customer: "A")])).Single().Fate);
        await using var db = await patron.Db();
        Assert.Equal(2, await db.Orders.Select(o => o.CustomerId).Distinct().CountAsync(Ct));
        Assert.Equal(2L, await db.Database.SqlQueryRaw<long>("select count(*) as \"Value\" from customers where anonymous").SingleAsync(Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_currency_is_the_rows_then_the_sources_then_the_organisations(Database kind)
    {
        await using var patron = await Start(kind);
        var korean = Shop with { Id = new(2), Currency = "KRW" };
        await patron.Take([Line("1"), Line("2", currency: "USD")]);
        await patron.Take([Line("1")], source: korean);
        var fates = await patron.Take([Line("2", "P2"), Line("2", "P3", currency: "EUR")]);

        Assert.Equal([Fate.Created, Fate.Conflict], fates.Kinds());
        Assert.Equal("purchases.row.currency", fates[1].Why!.Key);
        await using var db = await patron.Db();
        Assert.Equal(["GBP", "KRW", "USD"], (await db.Orders.Select(o => o.Currency).ToListAsync(Ct)).Order());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_number_with_the_cancellation_prefix_is_a_return(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Line("C1", quantity: -2), Line("1C"), Line("2", quantity: -1)]);
        await using var db = await patron.Db();
        Assert.Equal(["C1"], await db.Orders.Where(o => o.IsReturn).Select(o => o.Number).ToListAsync(Ct));
        var page = await patron.Get<IPurchaseReads>().Orders((await db.Orders.FirstAsync(Ct)).CustomerId, 0, 10, Ct);
        Assert.Equal(["2", "C1"], page.Orders.Where(o => o.IsReturn).Select(o => o.Number).Order());
    }

    [Theory]
    [InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_wrong_in_itself_is_rejected_with_its_reason_and_makes_nothing(Database kind)
    {
        await using var patron = await Start(kind);
        var fates = await patron.Take([
            Line("1") with { Quantity = long.MaxValue, Price = long.MaxValue },
            Line("1") with { Quantity = 9_223_372_036_854, Price = 2_000_000_000_000 },
            Line(""), Line(new string('1', 101)), Line("1", new string('p', 101)), Line("1", key: new string('k', 41)), Line("1", customer: ""),
            Line("1", currency: "usd"), Line("1", discount: 1_000_001), Line("1", discount: -1), Line("1") with { Country = "GBR" }, Line("1", at: long.MaxValue),
        ]);

        Assert.All(fates, f => Assert.Equal(Fate.Rejected, f.Fate));
        Assert.Equal(["purchases.row.toolarge", "purchases.row.toolarge", "purchases.row.empty", "purchases.row.toolong", "purchases.row.toolong", "purchases.row.toolong",
            "purchases.row.empty", "purchases.row.badcurrency", "purchases.row.discount", "purchases.row.discount", "purchases.row.country", "purchases.row.time"], fates.Select(f => f.Why!.Key));
        await using var db = await patron.Db();
        Assert.Equal(0, await db.Orders.CountAsync(Ct));
        Assert.All(await patron.Take([Line(new string('1', 100), new string('p', 100), key: new string('k', 40), discount: 1_000_000)]), f => Assert.Equal(Fate.Created, f.Fate));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_plan_tells_the_same_fates_and_writes_nothing(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Line("1", key: "1"), Line("2", customer: null), Line("2", customer: null)]);
        IncomingLine[] file = [Line("1", key: "1", quantity: 5), Line("1", key: "1", quantity: 5), Line("2", customer: null), Line("3", customer: "new"), Line("3", "P7", customer: "new"),
            Line("3", customer: "other"), Line("4", customer: null), Line("4", customer: "new"), Line("")];

        var planned = await patron.Take(file, chunk: 2, planOnly: true);
        await using (var db = await patron.Db()) Assert.Equal(2, await db.Orders.CountAsync(Ct));
        Assert.Equal(planned.Kinds(), (await patron.Take(file, chunk: 2)).Kinds());
        Assert.Equal([Fate.Updated, Fate.Unchanged, Fate.Unchanged, Fate.Created, Fate.Created, Fate.Conflict, Fate.Created, Fate.Conflict, Fate.Rejected], planned.Kinds());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task An_order_follows_its_customer_who_was_merged_while_the_file_is_read(Database kind)
    {
        await using var patron = await Start(kind);
        var intake = patron.Get<ITakesRows<IncomingLine>>().Begin(patron.Intake());
        await using (var first = await patron.Session())
        {
            await intake.Take(first, [Line("1", customer: "A"), Line("2", customer: "B")], Ct);
            await first.Commit(Ct);
        }
        long from, into;
        await using (var db = await patron.Db())
        {
            from = (await db.Orders.SingleAsync(o => o.Number == "1", Ct)).CustomerId.Value;
            into = (await db.Orders.SingleAsync(o => o.Number == "2", Ct)).CustomerId.Value;
        }
        await using (var move = await patron.Session())
        {
            await patron.Get<CustomerRowMover>().Move(move, new(from), new(into), null, Ct);
            await move.Execute($"update {ClaimedKeys.Table} set customer_id = @into where customer_id = @from", Ct, ("@into", into), ("@from", from));
            await move.Commit(Ct);
        }
        await using (var second = await patron.Session())
        {
            Assert.Equal([Fate.Created, Fate.Created], (await intake.Take(second, [Line("1", "P2", customer: "A"), Line("1", "P3", customer: "B")], Ct)).Kinds());
            await second.Commit(Ct);
        }
        await using var after = await patron.Db();
        Assert.All(await after.OrderLines.ToListAsync(Ct), l => Assert.Equal(into, l.CustomerId.Value));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_change_feed_names_exactly_the_customers_whose_purchases_changed(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Line("1", customer: "A"), Line("2", customer: "B")]);
        await using var db = await patron.Db();
        var before = await ChangeFeed.Head(db, Ct);
        await patron.Take([Line("1", customer: "A"), Line("2", "P2", customer: "B"), Line("1", customer: "B")]);
        var told = await ChangeFeed.After(db, before, 10, Ct);
        var customer = (await db.Orders.SingleAsync(o => o.Number == "2", Ct)).CustomerId.Value;
        Assert.Equal([customer], told.Single(t => t.Topic == Topics.Purchases).Customers);
    }

    private static async Task<long> Time(PatronServices patron)
    {
        await using var db = await patron.Db();
        return Instants.ToMicroseconds((await db.Orders.SingleAsync(Ct)).At);
    }
}
