using Patron.Catalog.Contracts;
using Patron.Kernel;
using Patron.Tests.Purchases;
using static Patron.Tests.Purchases.Taking;

namespace Patron.Tests.Catalog;

public sealed class TakingProductsTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_products_file_fills_and_overwrites_and_never_empties(Database kind)
    {
        await using var patron = await Start(kind);
        var jar = new IncomingProduct(1, "P1", "Jar", null, 2_500_000, null);
        Assert.Equal([Fate.Created, Fate.Unchanged], (await patron.Take([jar, jar])).Kinds());
        var fates = await patron.Take([jar, jar with { Name = null }, jar with { Name = "Big jar", Category = "Jars", Cost = 1 }, jar with { Name = null, Price = 3_000_000 },
            jar with { Code = "" }, jar with { Code = new('p', 101) }, jar with { Code = new('p', 100) }, jar with { Code = "p1" }], chunk: 3);
        Assert.Equal([Fate.Unchanged, Fate.Unchanged, Fate.Updated, Fate.Updated, Fate.Rejected, Fate.Rejected, Fate.Created, Fate.Created], fates.Kinds());

        var (known, _) = await Make(patron, [new("P1", null, null)]);
        var product = (await patron.Get<IProducts>().Find([known], Ct))[known];
        Assert.Equal(("P1", "Big jar", "Jars", 3_000_000L, 1L), (product.Code, product.Name, product.Category, product.Price, product.Cost));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_line_gives_a_product_its_first_name_and_no_second(Database kind)
    {
        await using var patron = await Start(kind);
        var (first, made) = await Make(patron, [new("P1", null, null), new("P1", "Jar", null)]);
        var (second, again) = await Make(patron, [new("P1", "Pot", "Jars")]);
        Assert.Equal((first, 1, 0), (second, made, again));
        var product = (await patron.Get<IProducts>().Find([first], Ct))[first];
        Assert.Equal(("Jar", "Jars"), (product.Name, product.Category));
    }

    private static async Task<(ProductId Id, int Made)> Make(PatronServices patron, NamedProduct[] named)
    {
        var intake = patron.Intake();
        await using var session = await patron.Session();
        var ids = await patron.Get<IProducts>().FindOrMake(session, intake, named, Ct);
        await session.Commit(Ct);
        return (ids[named[0].Code], intake.Created.Count());
    }
}
