using Microsoft.EntityFrameworkCore;
using Patron.Imports;
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
