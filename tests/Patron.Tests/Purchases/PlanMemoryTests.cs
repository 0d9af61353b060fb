using FsCheck;
using FsCheck.Fluent;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Purchases.Contracts;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Purchases;

/// <summary>What a plan would make is in no table: a long file's orders are put aside while it goes on.</summary>
public sealed class PlanMemoryTests
{
    private static readonly long Noon = At("2026-03-01T12:00:00Z");

    /// <summary>Few orders, numbered lines and others, now and then with a channel, a currency or another customer than the order's.</summary>
    private static readonly Gen<IncomingLine> Lines =
        from order in Gen.Choose(0, 3)
        from number in Gen.Choose(0, 3)
        from product in Gen.Choose(0, 1)
        from quantity in Gen.Choose(1, 2)
        from minute in Gen.Choose(0, 1)
        from customer in Gen.Frequency((6, Gen.Constant(order)), (1, Gen.Choose(0, 3)))
        from channel in Gen.Elements(null, null, "web")
        from currency in Gen.Elements(null, null, null, "USD")
        select new IncomingLine(1, "O" + order, number == 0 ? null : "" + number, "P" + product, null, null, quantity * Micros.PerUnit, 1_500_000, 0,
            Noon + minute * 60_000_000L, order == 2 ? null : "A" + customer, currency, null, channel);

    private static readonly Gen<(IncomingLine[] Known, IncomingLine[] File, int Chunk)> Files =
        from known in Gen.Choose(0, 6).SelectMany(Lines.ArrayOf)
        from file in Gen.Choose(1, 24).SelectMany(Lines.ArrayOf)
        from chunk in Gen.Choose(1, 8)
        select (known, file, chunk);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_plan_that_keeps_no_order_in_memory_says_of_each_row_what_one_says_that_keeps_all(Database kind)
    {
        await using var all = await Taking.Start(kind);
        await using var none = await Taking.Start(kind, mostOrders: 0);
        var source = 0;
        Prop.ForAll(Files.ToArbitrary(), drawn =>
        {
            // A source of its own for each file: what others have sent says nothing.
            var shop = Shop with { Id = new(++source) };
            return Fates(all, drawn, shop).GetAwaiter().GetResult().SequenceEqual(Fates(none, drawn, shop).GetAwaiter().GetResult());
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(kind == Database.Sqlite ? 60 : 20));
    }

    private static readonly Gen<IncomingHolding> Holdings =
        from number in Gen.Choose(0, 2)
        from customer in Gen.Frequency((4, Gen.Constant(number)), (1, Gen.Choose(0, 3)))
        from balance in Gen.Elements<long?>(null, 1, 2)
        from opened in Gen.Elements<DateOnly?>(null, new DateOnly(2026, 1, 1), new DateOnly(2026, 1, 2))
        from currency in Gen.Elements(null, null, "USD")
        select new IncomingHolding(1, "H" + number, "A" + customer, "loan", opened, null, balance, null, null, currency);

    private static readonly Gen<IncomingInteraction> Interactions =
        from number in Gen.Choose(0, 2)
        from customer in Gen.Frequency((4, Gen.Constant(number)), (1, Gen.Choose(0, 3)))
        from text in Gen.Elements(null, "called", "wrote")
        from minute in Gen.Choose(0, 1)
        select new IncomingInteraction(1, "I" + number, "A" + customer, Noon + minute * 60_000_000L, "call", null, null, null, text, null);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public Task A_plan_says_the_same_of_holdings_however_small_its_chunks(Database kind) => SameInChunks(kind, Holdings);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public Task A_plan_says_the_same_of_interactions_however_small_its_chunks(Database kind) => SameInChunks(kind, Interactions);

    private static async Task SameInChunks<T>(Database kind, Gen<T> rows)
    {
        await using var patron = await Taking.Start(kind);
        var source = 0;
        Prop.ForAll(rows.ArrayOf().Two().ToArbitrary(), drawn =>
        {
            var shop = Shop with { Id = new(++source) };
            patron.Take(drawn.Item1, source: shop).GetAwaiter().GetResult();
            // Of one chunk everything is in memory, of chunks of a row nothing.
            return Planned(10_000).SequenceEqual(Planned(1));

            List<(Fate, string?)> Planned(int chunk) =>
                [.. patron.Take(drawn.Item2, chunk, shop, planOnly: true).GetAwaiter().GetResult().Select(f => (f.Fate, f.Why?.Key))];
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(kind == Database.Sqlite ? 60 : 20));
    }

    private static async Task<List<(Fate, string?)>> Fates(PatronServices patron, (IncomingLine[] Known, IncomingLine[] File, int Chunk) drawn, SourceInfo shop)
    {
        await patron.Take(drawn.Known, source: shop);
        return [.. (await patron.Take(drawn.File, drawn.Chunk, shop, planOnly: true)).Select(f => (f.Fate, f.Why?.Key))];
    }
}
