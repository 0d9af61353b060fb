using System.Net;
using Patron.Access.Contracts;
using Patron.Catalog;
using Patron.Catalog.EditProduct;
using Patron.Data;
using Patron.Kernel;
using Patron.Tests.Imports;

namespace Patron.Tests.Catalog;

public sealed class EditingProductsTests(ImportPages pages) : IClassFixture<ImportPages>
{
    private static readonly UserId Grace = new(7);

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task What_is_set_is_taken_back_by_its_author_unless_a_file_said_something_else_since(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("products.csv", "product,name,price\nP1,Cup,2.50\n"), "products");
        var (id, was) = await Product(app);
        var to = was with { Category = "Kitchen", Cost = 1_100_000 };

        var set = (await Change(app, id, to, was)).Value!.Value;
        Assert.Equal(to, (await Product(app)).Values);
        Assert.Null((await Change(app, id, to, to)).Value);
        Assert.IsType<ProductChanged>((await Change(app, id, was, was)).Refusal);
        Assert.IsType<ProductGone>((await Change(app, new(1), to, was)).Refusal);

        var undo = app.Get<DeedUndo>();
        Assert.IsType<NoSuchDeed>((await undo.Undo(set, new UserId(8), default)).Refusal);
        Assert.Null((await undo.Undo(set, Grace, default)).Refusal);
        Assert.Equal(was, (await Product(app)).Values);

        var again = (await Change(app, id, to, was)).Value!.Value;
        await app.Import(app.Write("later.csv", "product,category\nP1,Tableware\n"), "products");
        Assert.IsType<DeedChangedSince>((await undo.Undo(again, Grace, default)).Refusal);
        Assert.Equal(to with { Category = "Tableware" }, (await Product(app)).Values);
    }

    [Theory, InlineData("12,5"), InlineData("-1"), InlineData("1e3"), InlineData("1000000001"), InlineData("99999999999999999999999999999")]
    public void What_is_no_amount_is_refused_at_its_field(string amount) =>
        Assert.Equal(("price", "cost"), (Assert.IsType<AmountUnfit>(ProductDeeds.Read("Cup", null, amount, null).Refusal).Field, Assert.IsType<AmountUnfit>(ProductDeeds.Read("Cup", null, null, amount).Refusal).Field));

    [Fact]
    public void What_is_left_blank_is_not_known() =>
        Assert.Equal(new ProductValues(null, "Kitchen", 0, null), ProductDeeds.Read(" ", " Kitchen ", "0", "").Value);

    [Fact]
    public async Task On_its_page_a_product_is_edited_and_undone_by_who_may_import_and_read_by_others()
    {
        await pages.App.Import("product,name\nPAGE-1,Teapot\n", "products");
        await using var db = await pages.App.Db();
        var page = "/data/products/" + db.Products.Single(p => p.Code == "PAGE-1").Id;
        var mark = WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(await pages.Browser.Page(page), "name=\"mark\" value=\"([^\"]+)\"").Groups[1].Value);

        var refused = await pages.Browser.Submit(page, "product", ("mark", mark), ("name", "Teapot"), ("category", "Tea"), ("price", "much"), ("cost", ""));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("value=\"much\"", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var done = (await pages.Browser.Submit(page, "product", ("mark", mark), ("name", "Teapot"), ("category", "Tea"), ("price", "12.5"), ("cost", ""))).Headers.Location!.ToString();
        Assert.Contains("data-undo", await pages.Browser.Page(done), StringComparison.Ordinal);

        using var analyst = await pages.App.SignIn(Roles.Analyst, followRedirects: false);
        var seen = await analyst.Page(page);
        Assert.Equal((true, false), (seen.Contains("Tea</dd>", StringComparison.Ordinal) || seen.Contains(">Tea<", StringComparison.Ordinal), seen.Contains("name=\"mark\"", StringComparison.Ordinal)));
        await analyst.Post(page, TestBrowser.TokenIn(await analyst.Page("/account")), ("_handler", "product"), ("mark", mark), ("name", "Stolen"));
        await using var after = await pages.App.Db();
        Assert.Equal(("Teapot", "Tea", 12_500_000L), after.Products.Where(p => p.Code == "PAGE-1").AsEnumerable().Select(p => (p.Name, p.Category, p.Price!.Value)).Single());
        Assert.Equal(HttpStatusCode.NotFound, (await pages.Browser.Get("/data/products/prd_0000000000001")).StatusCode);
    }

    private static Task<Result<ChangeSetId?>> Change(PatronServices app, ProductId id, ProductValues to, ProductValues seen) => app.Get<ProductDeeds>().Change(id, to, ProductDeeds.Mark(seen), Grace, default);

    private static async Task<(ProductId Id, ProductValues Values)> Product(PatronServices app)
    {
        await using var db = await app.Db();
        return db.Products.AsEnumerable().Select(p => (p.Id, p.Values)).Single();
    }
}
