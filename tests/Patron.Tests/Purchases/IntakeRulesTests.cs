using Microsoft.EntityFrameworkCore;
using Patron.Catalog.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Purchases;

/// <summary>What a file may change of what is known, in the rooms of purchases, products and interactions.</summary>
public sealed class IntakeRulesTests
{
    private static readonly IntakeRules CreateOnly = new(IntakeMode.CreateOnly), UpdateOnly = new(IntakeMode.UpdateOnly), FillOnly = new(FillOnly: true);
    private static readonly long Noon = At("2026-03-01T12:00:00Z");

    private static IncomingLine Line(string order, string? key, decimal price, string product = "P1", string? channel = null) =>
        new(1, order, key, product, null, null, Micros.PerUnit, Micros.From(price), 0, Noon, "A", null, null, channel);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Lines(Database kind)
    {
        await using var patron = await Start(kind);
        await patron.Take([Line("1", "1", 1), Line("1", null, 5)]);

        IncomingLine[] file = [Line("1", "1", 2, channel: "web"), Line("1", null, 5, channel: "web"), Line("1", "2", 3), Line("2", "1", 1, "P9"), Line("1", null, 5)];
        Assert.Equal([Fate.Rejected, Fate.Rejected], (await patron.Take(UpdateOnly, [Line("7", "1", 1, "P7"), Line("1", "9", 1)])).Kinds());
        Assert.Equal([Fate.Unchanged, Fate.Updated, Fate.Rejected, Fate.Rejected, Fate.Rejected], (await patron.Take(UpdateOnly with { FillOnly = true }, [Line("1", "1", 2), file[1], file[2], file[3], file[4]])).Kinds());
        Assert.Equal([Fate.Unchanged, Fate.Unchanged, Fate.Created, Fate.Created, Fate.Created], (await patron.Take(CreateOnly, file)).Kinds());
        var filled = await patron.Take(FillOnly, [Line("1", "1", 2), Line("1", "3", 4)]);
        Assert.Equal([Fate.Unchanged, Fate.Created], filled.Kinds());
        Assert.Equal("purchases.row.stay", filled[0].Why!.Key);
        Assert.Equal([Fate.Updated], (await patron.Take(UpdateOnly, [Line("1", "1", 2)])).Kinds());

        await using var db = await patron.Db();
        Assert.Equal(["P1", "P9"], await db.Set<Patron.Catalog.Product>().Select(p => p.Code).OrderBy(c => c).ToListAsync(Ct));
        Assert.Equal(["1", "2"], await db.Set<Patron.Purchases.Order>().Select(o => o.Number).OrderBy(n => n).ToListAsync(Ct));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Orders(Database kind)
    {
        await using var patron = await Start(kind);
        static IncomingOrder Order(string number, long? total, string? channel = null) => new(1, number, "A", Noon, total, null, null, channel);
        await patron.Take([Order("1", 5)]);

        Assert.Equal([Fate.Unchanged, Fate.Created], (await patron.Take(CreateOnly, [Order("1", 6), Order("2", 6)])).Kinds());
        Assert.Equal([Fate.Updated, Fate.Rejected], (await patron.Take(UpdateOnly, [Order("1", 7), Order("3", 6)])).Kinds());
        Assert.Equal([Fate.Unchanged, Fate.Updated, Fate.Unchanged], (await patron.Take(FillOnly, [Order("1", 8), Order("1", 8, "web"), Order("1", null, "shop")])).Kinds());

        await using var db = await patron.Db();
        var first = await db.Set<Patron.Purchases.Order>().SingleAsync(o => o.Number == "1", Ct);
        Assert.Equal((7, "web"), (first.StatedTotal, first.Channel));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Holdings(Database kind)
    {
        await using var patron = await Start(kind);
        static IncomingHolding Holding(string number, long? balance, long? fees = null) => new(1, number, "A", "loan", null, null, balance, fees, null, null);
        await patron.Take([Holding("1", 5)]);

        Assert.Equal([Fate.Unchanged, Fate.Created], (await patron.Take(CreateOnly, [Holding("1", 6), Holding("2", 6)])).Kinds());
        Assert.Equal([Fate.Updated, Fate.Rejected], (await patron.Take(UpdateOnly, [Holding("1", 7), Holding("3", 6)])).Kinds());
        Assert.Equal([Fate.Unchanged, Fate.Updated], (await patron.Take(FillOnly, [Holding("1", 8), Holding("1", 8, 2)])).Kinds());

        await using var db = await patron.Db();
        var first = await db.Set<Patron.Purchases.Holding>().SingleAsync(h => h.Number == "1", Ct);
        Assert.Equal((7, 2), (first.Balance, first.Fees));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Products_and_interactions(Database kind)
    {
        await using var patron = await Start(kind);
        static IncomingProduct Product(string code, string? name, long? price) => new(1, code, name, null, price, null);
        static IncomingInteraction Said(string number, string? subject, string? text) => new(1, number, "A", Noon, "call", null, null, subject, text, null);
        await patron.Take([Product("1", null, 5)]);
        await patron.Take([Said("1", null, "Asked")]);

        Assert.Equal([Fate.Unchanged, Fate.Created], (await patron.Take(CreateOnly, [Product("1", "Tea", 6), Product("2", "Milk", 6)])).Kinds());
        Assert.Equal([Fate.Unchanged, Fate.Created], (await patron.Take(CreateOnly, [Said("1", null, "Bought"), Said("2", null, "Bought")])).Kinds());
        Assert.Equal([Fate.Updated, Fate.Rejected], (await patron.Take(UpdateOnly, [Product("1", null, 7), Product("3", "Jam", 6)])).Kinds());
        Assert.Equal([Fate.Updated, Fate.Rejected], (await patron.Take(UpdateOnly, [Said("1", null, "Left"), Said("3", null, "Bought")])).Kinds());
        Assert.Equal([Fate.Unchanged, Fate.Updated], (await patron.Take(FillOnly, [Product("1", null, 8), Product("1", "Tea", 8)])).Kinds());
        Assert.Equal([Fate.Unchanged, Fate.Updated], (await patron.Take(FillOnly, [Said("1", null, "Came"), Said("1", "Tea", "Came")])).Kinds());

        await using var db = await patron.Db();
        var first = await db.Set<Patron.Catalog.Product>().SingleAsync(p => p.Code == "1", Ct);
        Assert.Equal(("Tea", 7), (first.Name, first.Price));
        Assert.Equal(1L, await patron.Ask("select count(*) from interactions where payload like '%Left%' and payload like '%Tea%'"));
    }
}
