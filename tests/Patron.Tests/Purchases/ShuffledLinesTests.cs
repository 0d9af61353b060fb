using FsCheck;
using FsCheck.Fluent;
using Microsoft.EntityFrameworkCore;
using Patron.Catalog;
using Patron.Kernel;
using Patron.Purchases;
using Patron.Purchases.Contracts;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Purchases;

public sealed class ShuffledLinesTests
{
    private static readonly long Noon = At("2026-03-01T12:00:00Z");

    /// <summary>Few values, so that equal lines are common; an order has one customer or none.</summary>
    private static readonly Gen<IncomingLine> Lines =
        from order in Gen.Choose(0, 3)
        from product in Gen.Choose(0, 2)
        from quantity in Gen.Choose(-1, 2)
        from minute in Gen.Choose(0, 2)
        select new IncomingLine(1, (order == 1 ? "C" : "") + order, null, "P" + product, null, null, quantity * Micros.PerUnit, 1_500_000, 0,
            Noon + minute * 60_000_000L, order == 2 ? null : "A" + order, null, null, null);

    private static readonly Gen<(IncomingLine[] File, IncomingLine[] Shuffled, int Chunk, int Other, int Cut)> Files =
        from count in Gen.Choose(1, 24)
        from file in Lines.ArrayOf(count)
        from shuffled in Gen.Shuffle(file)
        from chunk in Gen.Choose(1, 25)
        from other in Gen.Choose(1, 25)
        from cut in Gen.Choose(0, count)
        select (file, shuffled, chunk, other, cut);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public void Any_file_shuffled_in_chunks_of_any_size_gives_the_same_orders_and_lines(Database kind) =>
        Prop.ForAll(Files.ToArbitrary(), drawn =>
        {
            var (one, other) = Both(kind, drawn.File, drawn.Shuffled, drawn.Chunk, drawn.Other, drawn.Cut).GetAwaiter().GetResult();
            return one.SequenceEqual(other);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(kind == Database.Sqlite ? 40 : 15));

    /// <summary>The file whole; and shuffled, where an earlier run was interrupted behind its first rows and then began anew, and every order is forgotten as soon as it may be.</summary>
    private static async Task<(List<string>, List<string>)> Both(Database kind, IncomingLine[] file, IncomingLine[] shuffled, int chunk, int other, int cut)
    {
        await using var patron = await Taking.Start(kind);
        await patron.Take(file, chunk);
        await using var second = await Taking.Start(kind, mostOrders: 0);
        await second.Take(shuffled[..cut], other);
        var fates = await second.Take(shuffled, other);
        Assert.Equal(cut, fates.Count(f => f.Fate == Fate.Unchanged));
        return (await Content(patron), await Content(second));
    }

    private static async Task<List<string>> Content(PatronServices patron)
    {
        await using var db = await patron.Db();
        var orders = await db.Orders.AsNoTracking().ToDictionaryAsync(o => o.Id, Ct);
        var lines = await db.OrderLines.AsNoTracking().ToListAsync(Ct);
        var products = await db.Products.AsNoTracking().ToDictionaryAsync(p => p.Id, p => p.Code, Ct);
        Assert.All(lines, l => Assert.Equal(orders[l.OrderId].CustomerId, l.CustomerId));
        return [.. orders.Values.Select(o => $"{o.Number} {o.At:O} {o.Currency} {o.IsReturn} {o.SourceRecordId is null}")
            .Concat(lines.Select(l => $"{orders[l.OrderId].Number} {products[l.ProductId]} {l.Quantity} {l.Price} {l.Amount} {l.At:O}"))
            .Order(StringComparer.Ordinal)];
    }
}
