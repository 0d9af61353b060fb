using FsCheck;
using FsCheck.Fluent;
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

    private static async Task<List<(Fate, string?)>> Fates(PatronServices patron, (IncomingLine[] Known, IncomingLine[] File, int Chunk) drawn, SourceInfo shop)
    {
        await patron.Take(drawn.Known, source: shop);
        return [.. (await patron.Take(drawn.File, drawn.Chunk, shop, planOnly: true)).Select(f => (f.Fate, f.Why?.Key))];
    }
}
