using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Patron.Imports;
using Patron.Imports.Contracts;
using Patron.Imports.TakeRows;
using Patron.Kernel;
using Patron.Tests.Imports.Reading;

namespace Patron.Tests.Imports;

/// <summary>Names of real files: the deals of crm_sales_opportunities say GTXPro 1,480 times where the price list says GTX Pro.</summary>
public sealed class NamesInFilesTests
{
    private const string Folder = "crm_sales_opportunities/";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_check_asks_whether_GTXPro_is_GTX_Pro_and_counts_its_deals(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(Samples.Path(Folder + "products.csv"), "products", source: "Sales");

        await app.Import(Deals(app), "order-lines", plan: true, source: "Sales");

        await using var db = await app.Db();
        var plan = ImportReport.Read((await db.Imports.SingleAsync(i => i.Kind == "order-lines")).Plan)!;
        var question = Assert.Single(plan.Questions);
        Assert.Equal(("product", "GTXPro", "GTX Pro", 1_480L), (question.What, question.Said, question.Called, question.Count));
        Assert.Equal(3, question.Line);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_was_said_to_be_the_same_is_the_same_product(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(Samples.Path(Folder + "products.csv"), "products", source: "Sales");

        var near = await Run(app, new(Deals(app), "order-lines", "Sales") { AcceptNear = true });
        var again = await Run(app, new(Deals(app), "order-lines", "Sales"));

        Assert.Equal(7L, await ImportJobTests.Count(app, "catalog_products"));
        Assert.Equal(1_480L, Convert.ToInt64(await app.Ask("select count(*) from purchases_order_lines l join catalog_products p on p.id = l.product_id where p.code = 'GTX Pro'"), CultureInfo.InvariantCulture));
        // The source's template keeps the answer for the next file.
        Assert.Equal(near.Created, again.Unchanged);
    }

    [Fact]
    public async Task An_answer_given_on_the_command_line_counts_and_no_other_name_is_touched()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("p.csv", "product,name\n1,Chai\n2,Chang\n"), "products");

        await Run(app, new(app.Write("l.csv", "order,product,quantity,price,date\n1,Chay,1,18,1996-07-04\n1,Chang,1,19,1996-07-04\n1,Tofu,1,20,1996-07-04\n"), "order-lines", "Shop")
        {
            Same = ["Chay=Chai"],
        });

        // Chang is a name and finds its code; Tofu is new.
        Assert.Equal("1,2,Tofu", string.Join(',', (await Codes(app)).Order(StringComparer.Ordinal)));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_check_asks_about_an_orders_customer_who_is_nearly_known_to_its_source(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("c.csv", "id,name,kind\nA-1,Acme Corporation,organisation\nA-2,Betasoloin,organisation\n"), "customers", source: "Sales");
        await app.Import(app.Write("d.csv", "id,name,kind\nZ,Betasoloinn,organisation\n"), "customers", source: "Other");
        var orders = app.Write("o.csv", "order,customer,at,total\n1,A-1,2024-01-01,1\n2,Acme Corp,2024-01-02,1\n3,Acme Corp,2024-01-03,1\n4,Betasoloinn,2024-01-04,1\n5,12345,2024-01-05,1\n");

        await app.Import(orders, "orders", plan: true, source: "Sales");

        await using var db = await app.Db();
        var plan = ImportReport.Read((await db.Imports.SingleAsync(i => i.Kind == "orders")).Plan)!;
        Assert.Equal([("customer", "Acme Corp", "A-1", "Acme Corporation", 2L, 3L), ("customer", "Betasoloinn", "A-2", "Betasoloin", 1L, 5L)],
            plan.Questions.Select(q => (q.What, q.Said, q.Means, q.Called, q.Count, q.Line)));
        await Run(app, new(orders, "orders", "Sales") { AcceptNear = true });
        Assert.Equal(3L, Convert.ToInt64(await app.Ask("select count(*) from purchases_orders o join customers c on c.id = o.customer_id where c.name = 'Acme Corporation'"), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_manager_who_is_nearly_known_is_asked_about_and_one_whom_the_file_brings_is_not()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);

        await app.Import(app.Write("t.csv", "sales_agent,manager\nDustin Brinkmann,Cara Losch\nAnna Snelling,Dustin Brinkman\nCara Losch,\n"), "team", plan: true);

        await using var db = await app.Db();
        var question = Assert.Single(ImportReport.Read((await db.Imports.SingleAsync()).Plan)!.Questions);
        Assert.Equal(("user", "manager", "Dustin Brinkman", "Dustin Brinkmann"), (question.What, question.Field, question.Said, question.Means));
    }

    [Fact]
    public async Task An_answer_that_is_no_pair_is_refused()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);

        var refused = await app.Get<IImportFiles>().Run(new(app.Write("l.csv", "order,product,quantity,price,date\n1,A,1,18,1996-07-04\n"), "order-lines", "Shop") { Same = ["GTXPro"] }, null, default);

        Assert.Contains("GTXPro", ((ImportRefused)refused.Refusal!).Why, StringComparison.Ordinal);
    }

    internal static async Task<ImportOutcome> Run(PatronServices app, ImportFileRequest request)
    {
        var result = await app.Get<IImportFiles>().Run(request, null, default);
        return result.Value ?? throw new InvalidOperationException(((ImportRefused)result.Refusal!).Why);
    }

    private static async Task<List<string>> Codes(PatronServices app)
    {
        await using var db = await app.Db();
        return await db.Database.SqlQuery<string>($"select distinct p.code as \"Value\" from purchases_order_lines l join catalog_products p on p.id = l.product_id").ToListAsync();
    }

    /// <summary>The deals' products as order lines: the deals themselves are no purchases, but their names are real.</summary>
    private static string Deals(PatronServices app)
    {
        var text = new StringBuilder("order,product,quantity,price,date\n");
        foreach (var deal in File.ReadLines(Samples.Path(Folder + "sales_pipeline.csv")).Skip(1).Select(l => l.Split(',')))
            text.Append(CultureInfo.InvariantCulture, $"{deal[0]},{deal[2]},1,{(deal[7].Length > 0 ? deal[7] : "0")},2017-12-31\n");
        return app.Write("deals.csv", text.ToString());
    }
}
