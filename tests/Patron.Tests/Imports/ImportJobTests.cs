using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Patron.Data;
using Patron.Imports;
using Patron.Imports.TakeRows;
using Patron.Kernel;

namespace Patron.Tests.Imports;

public sealed class ImportJobTests
{
    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_row_has_one_fate_and_the_same_file_again_changes_nothing(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var file = app.Write("lines.csv", ImportFilesOf.Lines(300) + "x1,P1,Product 1,not a number,1,2011-01-01 00:00:00,5000\nx2,P1\n");

        var first = await app.Import(file, "order-lines");
        var again = await app.Import(file, "order-lines");

        Assert.Equal((302, 300, 0, 0, 0, 2), first.Counts());
        Assert.Equal((302, 0, 0, 300, 0, 2), again.Counts());
        Assert.Equal(300L, await Count(app, "purchases_order_lines"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Customers_are_created_updated_in_conflict_and_rejected(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("a.csv", "id,name,email\n1,Ann Lee,ann@example.org\n2,Bob Ray,bob@example.org\n"), "customers");

        var outcome = await app.Import(app.Write("b.csv", "id,name,email\n1,Ann Lee,ann.lee@example.org\n2,Bob Ray,bob@example.org\n3,Cy Poe,\n3,Di Poe,\n,Ed Orr,\n"), "customers");

        Assert.Equal((5, 1, 1, 1, 1, 1), outcome.Counts());
        Assert.Equal(outcome.Read, outcome.Sum());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_plan_writes_nothing_but_itself(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        var file = app.Write("lines.csv", ImportFilesOf.Lines(30));

        var plan = await app.Import(file, "order-lines", plan: true);

        Assert.Equal((30, 30, 0, 0, 0, 0), plan.Counts());
        Assert.Null(plan.ChangeSet);
        foreach (var table in (string[])["purchases_order_lines", "purchases_orders", "customers", "kernel_change_sets", "kernel_change_feed", "kernel_claimed_keys"])
            Assert.Equal(0L, await Count(app, table));
        await using var db = await app.Db();
        Assert.NotNull((await db.Imports.SingleAsync()).Plan);
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_change_set_names_every_line_that_was_created(Database kind)
    {
        await using var app = await PatronServices.Start(kind);

        var outcome = await app.Import(app.Write("lines.csv", ImportFilesOf.Lines(25_000)), "order-lines");

        await using var db = await app.Db();
        var set = outcome.ChangeSet!.Value;
        var ranges = await db.Set<ChangeRange>().Where(r => r.ChangeSetId == set && r.Entity == "purchases_order_lines").ToListAsync();
        Assert.InRange(ranges.Count, 1, 5);
        Assert.Equal(25_000, ranges.Sum(r => r.LastId - r.FirstId + 1));
        Assert.Equal("import", (await db.Set<ChangeSet>().SingleAsync()).Kind);
    }

    [Theory, InlineData(Database.Sqlite, 10_000), InlineData(Database.Sqlite, 20_000), InlineData(Database.Postgres, 20_000)]
    public async Task An_import_that_is_killed_goes_on_without_losing_or_doubling_a_row(Database kind, int killedAt)
    {
        await using var app = await PatronServices.Start(kind);
        var file = app.Write("lines.csv", ImportFilesOf.Lines(25_000) + "x1,P1,Product 1,none,1,2011-01-01 00:00:00,5000\n");
        using var kill = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => app.Get<Patron.Imports.Contracts.IImportFiles>().Run(new(file, "order-lines", "Shop"), now =>
        {
            if (now.Rows >= killedAt) kill.Cancel();
        }, kill.Token));
        var written = await Count(app, "purchases_order_lines");
        var jobs = app.Get<Jobs>();
        await jobs.Run((await jobs.Take(default))!, null, default);

        Assert.Equal(killedAt - 10_000, written);
        Assert.Equal(25_000L, await Count(app, "purchases_order_lines"));
        await using var db = await app.Db();
        var import = await db.Imports.SingleAsync();
        Assert.Equal(new ImportCounts(25_001, 25_000, 0, 0, 0, 1), ImportReport.Read(import.Result)!.Counts);
        Assert.Single(await db.Set<ChangeSet>().ToListAsync());
        Assert.Equal(25_000, (await db.Set<ChangeRange>().Where(r => r.Entity == "purchases_order_lines").ToListAsync()).Sum(r => r.LastId - r.FirstId + 1));
        Assert.Equal(2, File.ReadAllLines(Path.Combine(app.Get<ImportPreparation>().FolderOf(import.Id), ApplyJob.Refused.Rejected)).Length);
    }

    [Fact]
    public async Task What_was_decided_for_a_source_is_proposed_for_its_next_file()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Import(app.Write("a.csv", "Ref,Who\n1,Ann Lee\n"), "customers", map: "id=Ref,name=Who");

        var next = await app.Import(app.Write("b.csv", "Ref,Who\n1,Ann Lee\n2,Bob Ray\n"), "customers");

        Assert.Equal((2, 1, 0, 1, 0, 0), next.Counts());
    }

    [Fact]
    public async Task A_files_last_import_is_noted_at_its_source()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);

        await app.Import(app.Write("a.csv", "id,name\n1,Ann Lee\n"), "customers");

        var sources = app.Get<Patron.IdentityResolution.Contracts.ISources>();
        Assert.Equal(app.Clock.GetUtcNow(), (await sources.LastImports(default))[(await sources.Find("Shop", default))!.Id]);
    }

    internal static async Task<long> Count(PatronServices app, string table)
    {
        await using var session = await app.Session();
        await using var command = session.Command($"select count(*) from {table}");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
