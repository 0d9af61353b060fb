using Microsoft.EntityFrameworkCore;
using Patron.Data;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Kernel;
using Patron.Quality;
using Patron.Quality.ReckonQuality;
using Patron.Tests.Imports;

namespace Patron.Tests.Quality;

public sealed class ReckoningTests
{
    private const string People = "id,name,email,phone,country,birth\n1,Ann Lee,ann@shop.example,020 7946 0321,GB,1980-05-01\n2,Tom Okafor,,020 7946 0322,GB,1975-01-02\n3,Bea Young,test@shop.example,,GB,\n";

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Every_kind_of_rows_is_measured_by_source(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("people.csv", People), "customers");
        await app.Import(app.Write("lines.csv", "order,product,name,quantity,price,at,customer,channel\nO1,P1,Cup,1,2.50,2026-02-01,1,web\nO1,P2,Pan,1,9.00,2026-02-01,1,web\nO2,P1,Cup,2,2.50,1970-05-01,,\n"), "order-lines", source: "Till");
        await app.Import(app.Write("products.csv", "product,name,category,price\nP1,Cup,Kitchen,2.50\nP2,Pan,,9.00\n"), "products", source: "Till");
        await app.Import(app.Write("holdings.csv", "id,customer,kind,opened,closed,balance\nH1,1,loan,2027-01-01,2028-01-01,100\nH2,2,card,2025-02-01,,\n"), "holdings");
        await app.Import(app.Write("calls.csv", "customer,at,kind,channel\n1,2026-02-03 10:00,call,phone\n2,2026-02-04 10:00,call,\n"), "interactions");
        await app.Import(app.Write("deals.csv", "deal,customer,stage,opened,closed\nD1,1,Won,2026-01-05,2026-02-01\nD2,2,Lost,2026-01-05,2031-02-01\nD3,2,Prospecting,2026-01-05,\n"), "opportunities");

        await app.Import(app.Write("tickets.csv", "id,customer,at,reason,answered,solved\nT1,1,2026-02-03 10:00,Late delivery,2026-02-03 11:00,2031-02-03 09:00\nT2,2,2026-02-04 10:00,,,\n"), "tickets");
        await app.Import(app.Write("leads.csv", "id,source,interested_in\n1,Fair,Cups\n"), "leads");
        // Each of these is the same thing again under another number; O9 comes of nobody, and T5 of another customer.
        await app.Import(app.Write("orders.csv", "order,customer,date,total\nO5,1,2026-02-03 10:00,7.50\nO6,1,2026-02-03 10:00,7.50\nO7,1,2026-02-03 10:00,8.00\nO8,2,2026-02-03 10:00,7.50\nO9,,2026-02-03 10:00,7.50\n"), "orders", source: "Web");
        await app.Import(app.Write("again.csv", "id,customer,at,subject\nT3,1,2026-02-05 10:00,No refund\nT4,1,2026-02-05 10:00,No refund\nT5,2,2026-02-05 10:00,No refund\n"), "tickets", source: "Web");
        await app.Import(app.Write("names.csv", "product,name\nP3,Cup\nP4,Jug\n"), "products", source: "Till");
        // A task that names nobody is whose file it is.
        var tasks = await app.Get<IImportFiles>().Run(new(app.Write("tasks.csv", "id,customer,subject,text,due,state,done\nA1,1,Call back,About the quote,2026-02-05 10:00,done,2026-02-05 09:00\nA2,2,Write,,2026-02-06 10:00,,\n"), "tasks", "Shop") { By = new UserId(7) }, null, default);
        Assert.Equal(2, tasks.Value?.Created);

        await app.Reckon();

        // A limit finds its field in the file only under the name that files have for it.
        await using (var db = await app.Db())
        {
            var measured = (await db.QualityMeasures.Where(m => m.Kind != QualityFields.Customers).Select(m => new { m.Kind, m.Field }).Distinct().ToListAsync(TestContext.Current.CancellationToken)).ToLookup(m => m.Kind, m => m.Field);
            Assert.Equal(9, measured.Count);
            Assert.All(measured, kind => Assert.All(kind.Where(field => Patron.Quality.SetLimits.Limits.Of(kind.Key, field, true).Length > 0), field => Assert.NotNull(Patron.Imports.Mapping.ImportFields.Of(Patron.Imports.Mapping.ImportFields.KindOf(kind.Key)!.Value).Find(field))));
        }
        Assert.Equal((3L, 2L, 1L, 0L), await Measure(app, "Shop", "customers", "email"));
        Assert.Equal((2L, 1L, null, null), await Measure(app, "Till", "orders", "customer"));
        Assert.Equal((2L, 2L, 1L, null), await Measure(app, "Till", "orders", "at"));
        Assert.Equal((3L, 3L, 1L, null), await Measure(app, "Till", "order-lines", "at"));
        Assert.Equal((4L, 1L, null, null), await Measure(app, null, "products", "category"));
        Assert.Equal((4L, 4L, null, 2L), await Measure(app, null, "products", "name"));
        Assert.Equal((4L, 4L, null, 0L), await Measure(app, null, "products", "product"));
        Assert.Equal((5L, 5L, null, 0L), await Measure(app, "Web", "orders", "order"));
        Assert.Equal((4L, 4L, null, 2L), await Measure(app, "Web", "orders", "again"));
        Assert.Equal(["O5", "O6"], await Alike(app, "orders", "Web"));
        Assert.Equal((3L, 3L, null, 2L), await Measure(app, "Web", "tickets", "again"));
        Assert.Equal(["T3", "T4"], await Alike(app, "tickets", "Web"));
        Assert.Equal((2L, 2L, null, 0L), await Measure(app, "Shop", "tickets", "again"));
        Assert.Equal((2L, 2L, 1L, null), await Measure(app, "Shop", "holdings", "opened"));
        Assert.Equal((2L, 1L, null, null), await Measure(app, "Shop", "interactions", "channel"));
        // An open deal has no end and lacks none; of the two ends one lies in the future.
        Assert.Equal((3L, 3L, 1L, null), await Measure(app, "Shop", "opportunities", "closed"));
        // Of two tickets one is open and lacks no answer; the other was solved in the future.
        Assert.Equal((2L, 1L, null, null), await Measure(app, "Shop", "tickets", "reason"));
        Assert.Equal((2L, 2L, 1L, null), await Measure(app, "Shop", "tickets", "solved"));
        Assert.Equal((2L, 2L, 0L, null), await Measure(app, "Shop", "tasks", "done"));
        Assert.Equal((2L, 1L, null, null), await Measure(app, "Shop", "tasks", "text"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_repaired_record_leaves_the_list_and_an_untouched_one_is_not_written_again(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("people.csv", People), "customers");
        await app.Reckon();
        Assert.Equal(2L, await app.Ask($"select count(*) from quality_flaws where missing > 0"));

        Assert.Contains("\"Changed\":0", (await app.Reckon()).Result, StringComparison.Ordinal);
        await app.Import(app.Write("more.csv", People.Replace("Okafor,,", "Okafor,tom@shop.example,", StringComparison.Ordinal)), "customers");
        Assert.Contains("\"Changed\":1", (await app.Reckon()).Result, StringComparison.Ordinal);

        Assert.Equal(1L, await app.Ask($"select count(*) from quality_flaws"));
    }

    [Fact]
    public async Task Files_one_after_the_other_are_reckoned_once()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        foreach (var name in (string[])["a.csv", "b.csv", "c.csv"]) await app.Import(app.Write(name, People), "customers");

        Assert.Equal(1L, await app.Ask($"select count(*) from kernel_jobs where kind = '{ReckonJob.JobKind}'"));
    }

    [Fact]
    public async Task The_nightly_reckoning_is_scheduled_once_at_ten_past_three_by_the_organisations_clock()
    {
        await using var app = await PatronServices.Start(Database.Sqlite);
        await app.Get<Reckonings>().EveryNight(default);
        await app.Get<Reckonings>().EveryNight(default);

        await using var db = await app.Db();
        var row = Assert.Single(await db.Set<JobRow>().ToListAsync());
        Assert.Equal((new DateTimeOffset(2026, 3, 3, 3, 10, 0, TimeSpan.Zero), 1_440), (row.Due, row.EveryMinutes!.Value));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Of_days_long_past_one_measurement_is_kept(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("people.csv", People), "customers");
        foreach (var days in (int[])[0, 0, 40])
        {
            app.Clock.Advance(TimeSpan.FromDays(days) + TimeSpan.FromMinutes(5));
            await app.Reckon();
        }

        Assert.Equal(2L, await app.Ask("select count(*) from quality_measures where field = 'email'"));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task A_source_that_goes_leaves_nothing_behind(Database kind)
    {
        await using var app = await PatronServices.Start(kind);
        await app.Import(app.Write("people.csv", People + "4,Ann Lee,ann@shop.example,,GB,1980-05-01\n"), "customers");
        await app.Reckon();
        var source = (await app.Get<ISources>().Find("Shop", default))!;
        await using (var db = await app.Db())
        {
            db.Add(new QualityLimit { SourceId = source.Id, Kind = "customers", Field = "email", Flaw = Flaw.Missing, Most = 0 });
            await db.SaveChangesAsync();
        }
        await using (var session = await app.Session())
        {
            foreach (var room in Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetServices<IForgetsSources>(app.Services).OrderBy(r => r.Order))
                await room.Forget(session, new([source], []), default);
            await session.Commit(default);
        }

        foreach (var table in (string[])["quality_flaws", "quality_shared", "quality_limits"]) Assert.Equal(0L, await app.Ask($"select count(*) from {table}"));
        Assert.Equal(0L, await app.Ask("select count(*) from quality_measures where source_id <> 0"));
    }

    private static async Task<string[]> Alike(PatronServices app, string kind, string source)
    {
        await using var db = await app.Db();
        await db.Database.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var room = app.Get<IEnumerable<IMeasuresRows>>().Single(r => r.Kind == kind);
        var id = (await app.Get<ISources>().Find(source, default))!.Id;
        return [.. (await room.Rows(db.Database.GetDbConnection(), id, "again", Flaw.Duplicate, 0, 10, app.Clock.Now, default)).Select(r => r.What)];
    }

    private static async Task<(long, long, long?, long?)> Measure(PatronServices app, string? source, string kind, string field)
    {
        var id = source is null ? default : (await app.Get<ISources>().Find(source, default))!.Id;
        await using var db = await app.Db();
        var m = await db.QualityMeasures.AsNoTracking().SingleAsync(m => m.SourceId == id && m.Kind == kind && m.Field == field);
        return (m.Total, m.Filled, m.Invalid, m.Duplicate);
    }
}
