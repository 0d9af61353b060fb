using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Sales.KeepObjections;
using Patron.Tests.Imports;

namespace Patron.Tests.Sales;

/// <summary>Objections from a file of their own.</summary>
public sealed class TakingObjectionsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_file_of_objections_is_checked_taken_once_and_taken_back(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("known.csv", "id,name,email\nK1,Ann Lee,ann@example.com\nK2,Bo Ray,bo@example.com\n"), "customers", source: "shop");
        var file = app.Write("objections.csv", "Customer,Objection,Reply,Type,Dissolved,Product,Date\n"
            + "K1,Too dear,It lasts twice as long,objective,yes,P-1,2026-02-20T10:00:00Z\n"
            + "K2,너무 비싸요,두 배 오래 갑니다,주관적,no,,2026-02-21T10:00:00Z\n"
            + "K2,I must ask my wife,Bring her along,Vorwand,,,\n"
            + "K2,I must ask my wife,Bring her along,Vorwand,,,\n"
            + "K9,Too big,It folds,objective,,,\n"
            + $"K1,{new string('x', ObjectionTable.Longest + 1)},No,objective,,,\n"
            + "K1,Hm,No,mood,,,\n");

        var plan = (await app.Get<IImportFiles>().Run(new(file, "objections", "shop") { PlanOnly = true }, null, Ct)).Value!;
        Assert.Equal(0L, await app.Ask("select count(*) from sales_objections"));
        var done = await app.Import(file, "objections", source: "shop");
        Assert.Equal((7, 3, 0, 1, 0, 3), plan.Counts());
        Assert.Equal((7, 3, 0, 1, 0, 3), done.Counts());
        Assert.Equal((7, 0, 0, 4, 0, 3), (await app.Import(file, "objections", source: "shop")).Counts());

        var counts = await app.Get<Objections>().Count(byProduct: false, byPerson: false, null, Ct);
        Assert.Equal([(ObjectionKind.Objective, 1, "It lasts twice as long"), (ObjectionKind.Subjective, 1, null), (ObjectionKind.Defence, 1, null)], counts.Select(c => (c.Kind, c.Times, c.Best?.Answer)));
        Assert.Equal("P-1", await app.Ask("select p.code from sales_objections o join catalog_products p on p.id = o.product_id"));

        Assert.Null((await app.Get<IUndoImports>().Run(done.Import, "en", null, null, Ct)).Refusal);
        Assert.Equal(0L, await app.Ask("select count(*) from sales_objections"));
    }
}
