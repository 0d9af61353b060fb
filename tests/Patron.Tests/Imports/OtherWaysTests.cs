using Microsoft.EntityFrameworkCore;
using Patron.Imports;
using Patron.Imports.Contracts;
using Patron.Imports.ShowImport;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Tests.Imports;

/// <summary>What a check tells of changes, and what becomes of a file when somebody chooses another way with a problem.</summary>
public sealed class OtherWaysTests
{
    private const string Before = "id,name,phone,city\n1,Ann Lee,020 7946 0321,Leeds\n2,Bob Ray,020 7946 0322,\n";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_check_counts_the_values_that_change_with_an_example_before_and_after(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("a.csv", Before), "customers");

        await app.Import(app.Write("b.csv", "id,name,phone,city\n1,Ann Lee,020 7946 0399,Leeds\n2,Bob Ray,020 7946 0388,York\n"), "customers", plan: true);

        var changes = (await Plan(app)).Changes;
        Assert.Equal([("phone", 2L), ("city", 1L)], changes.Select(c => (c.Field, c.Count)));
        Assert.Equal(("Ann Lee", "020 7946 0321", "020 7946 0399"), (changes[0].Of, changes[0].Before, changes[0].After));
        Assert.Equal((null, "York"), (changes[1].Before, changes[1].After));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_value_that_changes_or_is_left_out_stands_in_a_file_with_its_line(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("a.csv", Before), "customers");

        var check = await app.Import(app.Write("b.csv", "id,name,phone,city,birth\n1,Ann Lee,020 7946 0399,Leeds,1980-02-01\n2,Bob Ray,020 7946 0322,York,31/31/1990\n3,New One,020 7946 0111,Bath,1990-01-01\n"), "customers", plan: true);

        var rows = await File.ReadAllLinesAsync(Path.Combine(app.Location.Directory, "imports", check.Import.ToString(), CheckJob.ValuesName), TestContext.Current.CancellationToken);
        Assert.Equal("line,of,field,before,after,why", rows[0].TrimStart('\uFEFF'));
        Assert.Equal(["2,Ann Lee,Birth date,,1980-02-01", "2,Ann Lee,Phone,020 7946 0321,020 7946 0399", "3,,birth,31/31/1990,", "3,Bob Ray,City,,York"],
            rows.Skip(1).Select(r => r[..r.LastIndexOf(',')]).Order(StringComparer.Ordinal));
        Assert.Equal(4, (await Plan(app)).ValuesInFile);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Values_that_change_are_told_of_every_kind_of_rows_and_of_known_ones_alone(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("p.csv", "product,name,price\nP1,Tea,2.5\nP2,Milk,3\n"), "products");
        await app.Import(app.Write("o.csv", "order,customer,at,total,channel\n9,A,2011-02-01 12:00:00,12,web\n"), "orders");
        await app.Import(app.Write("l.csv", "order,line,product,quantity,price,at,customer\n1,1,P1,2,2.5,2011-01-05,A\n"), "order-lines");
        await app.Import(app.Write("h.csv", "id,customer,kind,balance\nH1,A,loan,100\n"), "holdings");
        await app.Import(app.Write("i.csv", "id,customer,at,kind,text\nI1,A,2011-01-07 10:00:00,call,Asked\n"), "interactions");

        await Changes("p2.csv", "products", "product,name,price\nP1,Green tea,2.5\nP9,New,1\nP9,Newer,1\n", ("name", "Tea", "Green tea"));
        await Changes("o2.csv", "orders", "order,customer,at,total,channel\n9,A,2011-02-01 12:00:00,13.5,web\n10,A,2011-02-01,1,web\n10,A,2011-02-01,2,web\n", ("total", "12", "13.5"));
        await Changes("l2.csv", "order-lines", "order,line,product,quantity,price,at,customer\n1,1,P1,5,2.5,2011-01-05,A\n1,2,P1,1,1,2011-01-05,A\n1,2,P1,2,1,2011-01-05,A\n", ("quantity", "2", "5"));
        await Changes("h2.csv", "holdings", "id,customer,kind,balance\nH1,A,loan,80\nH2,A,loan,1\nH2,A,loan,2\n", ("balance", "100", "80"));
        await Changes("i2.csv", "interactions", "id,customer,at,kind,text\nI1,A,2011-01-07 10:00:00,call,Asked twice\nI2,A,2011-01-07,call,x\nI2,A,2011-01-07,call,y\n", ("text", "Asked", "Asked twice"));

        async Task Changes(string name, string rows, string content, (string, string?, string?) expected)
        {
            await app.Import(app.Write(name, content), rows, plan: true);
            Assert.Equal(expected, Assert.Single((await Plan(app)).Changes.Select(c => (c.Field, c.Before, c.After))));
        }
    }

    [Fact]
    public async Task A_row_can_be_refused_for_a_value_that_would_only_be_left_out_and_the_other_way_round()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("a.csv", "id,name,email\n1,Ann Lee,ann@\n2,Bob Ray,bob@example.org\n"), "customers", plan: true);
        var plan = await Plan(app);
        var problem = Assert.Single(plan.Problems);
        Assert.Equal((2, 0), (plan.Counts.Created, plan.Counts.Rejected));

        var refusing = OtherWays.Apply(new(), OtherWays.Of(problem, new())!.Way, problem.Key, problem.Column);
        plan = await Again(app, refusing);
        Assert.Equal((1, 1), (plan.Counts.Created, plan.Counts.Rejected));

        var refused = Assert.Single(plan.Problems);
        plan = await Again(app, OtherWays.Apply(refusing, OtherWays.Of(refused, refusing)!.Way, refused.Key, refused.Column));
        Assert.Equal((2, 0), (plan.Counts.Created, plan.Counts.Rejected));
    }

    [Fact]
    public async Task Of_rows_with_one_number_the_later_can_be_kept_and_its_repetition_word_for_word_is_none()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("a.csv", "id,name\n5,Ed Fox\n6,Flo Gay\n5,Ed Foxx\n6,Flo Gay\n"), "customers", plan: true);
        var plan = await Plan(app);
        var problem = Assert.Single(plan.Problems);
        Assert.Equal((4L, 2L, 1L, 1L), (plan.Counts.Read, plan.Counts.Created, plan.Counts.Unchanged, plan.Counts.Conflicts));

        var later = OtherWays.Apply(new(), OtherWays.Of(problem, new())!.Way, problem.Key, problem.Column);
        plan = await Again(app, later);

        Assert.Equal((2L, 1L, 0L, 1L), (plan.Counts.Created, plan.Counts.Unchanged, plan.Counts.Conflicts, plan.Counts.Rejected));
        Assert.Equal(2, Assert.Single(plan.Problems).Line);
        Assert.Equal("Ed Foxx", plan.Samples.Single(s => s.Line == 4).Values[1]);
        Assert.Equal("earlier", OtherWays.Of(plan.Problems[0], later)!.Way);
    }

    [Theory]
    [InlineData("identity.row.byHand", ProblemFate.Conflict, "file")]
    [InlineData("identity.row.inBin", ProblemFate.Conflict, "bin")]
    [InlineData("catalog.row.unknown", ProblemFate.Rejected, "both")]
    [InlineData("purchases.row.stay", ProblemFate.NotWanted, "overwrite")]
    [InlineData("imports.problem.value_missing", ProblemFate.Rejected, null)]
    internal void Each_problem_with_another_way_offers_it_and_taking_it_changes_the_rules(string key, ProblemFate what, string? way)
    {
        var problem = new ProblemKind(key, "id", what, 1, 2, "", new Dictionary<string, object?>());
        var settings = new ImportSettings { Rules = new(IntakeMode.UpdateOnly, FillOnly: true) };

        Assert.Equal(way, OtherWays.Of(problem, settings)?.Way);
        if (way is not null) Assert.NotEqual(settings, OtherWays.Apply(settings, way, key, "id"));
        Assert.Equal(settings, OtherWays.Apply(settings, "no such way", key, "id"));
    }

    [Fact]
    public async Task What_one_file_brought_back_or_won_is_not_said_of_the_next()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        var file = app.Write("a.csv", "id,name\n1,Ann Lee\n");
        var request = new ImportFileRequest(Path.Combine(app.Location.Directory, file), "customers", "Shop") { Rules = new(IntakeMode.CreateAndUpdate, FillOnly: true), FromBin = true, FileWins = true };
        Assert.Null((await app.Get<IImportFiles>().Run(request, null, default)).Refusal);

        await using var db = await app.Db();
        Assert.Equal(new IntakeRules(FillOnly: true, FileWins: true, FromBin: true), ImportSettings.Read((await db.Imports.SingleAsync()).Settings).Rules);
        var template = await ImportPreparation.Template(db, (await db.Imports.SingleAsync()).SourceId, "customers", default);
        Assert.Equal(new IntakeRules(FillOnly: true), template!.Rules);
    }

    [Fact]
    public async Task What_was_imported_on_the_command_line_is_listed_and_shown_like_any_other()
    {
        await using var patron = new PatronProgram();
        using var client = await patron.Serve();
        var file = Path.Combine(patron.Folder, "people.csv");
        await File.WriteAllTextAsync(file, "id,name\n1,Ann Lee\n2,Bob Ray\n,\n", TestContext.Current.CancellationToken);

        var command = await patron.Run("import", file, "--as", "customers", "--source", "Cards", "--json");
        var list = await client.GetStringAsync("/data", TestContext.Current.CancellationToken);

        Assert.True(command.Exit == 0, command.Error);
        Assert.Contains("people.csv", list, StringComparison.Ordinal);
        Assert.Contains("Command line", list, StringComparison.Ordinal);
        var page = System.Text.RegularExpressions.Regex.Match(list, "/data/imports/imp_[0-9a-z]+").Value;
        Assert.Contains("Read 3 = created 2 + updated 0 + unchanged 0 + in conflict 0 + rejected 1",
            System.Net.WebUtility.HtmlDecode(await client.GetStringAsync(page, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    private static async Task<ImportReport> Plan(PatronServices app)
    {
        await using var db = await app.Db();
        return ImportReport.Read((await db.Imports.Where(i => i.Plan != null).OrderByDescending(i => i.Id).FirstAsync()).Plan)!;
    }

    /// <summary>Checks the latest import anew under other settings.</summary>
    private static async Task<ImportReport> Again(PatronServices app, ImportSettings settings)
    {
        await using var db = await app.Db();
        var import = await db.Imports.SingleAsync();
        import.Settings = Json.Write(settings);
        await db.SaveChangesAsync();
        await app.Get<IJobs>().RunNow(CheckJob.JobKind, Json.Write(new ImportJobArguments(import.Id, "en", Path.Combine(app.Location.Directory, import.FileName))), null, null, default);
        return await Plan(app);
    }
}
