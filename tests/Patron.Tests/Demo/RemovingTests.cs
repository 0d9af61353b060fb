using Microsoft.Extensions.DependencyInjection;
using Patron.CustomerBase.Contracts;
using Patron.Data;
using Patron.Demo;
using Patron.Demo.RemoveDemo;
using Patron.IdentityResolution.Contracts;
using Patron.Imports.Contracts;
using Patron.Interactions.Contracts;
using Patron.Kernel;
using Patron.Tests.IdentityResolution.Taking;
using Patron.Tests.Imports;
using Patron.Web.Contracts;

namespace Patron.Tests.Demo;

public sealed class RemovingTests
{
    private static readonly UserId Tom = new(1);

    // Five and six are one person whom only the demo knows to be one; seven and eight are one who is kept apart while a stranger of the demo has the same address.
    private const string OwnPeople = "id,name,email,phone\n1,Ann Lee,ann@shop.example,\n2,Bob Ray,bob@shop.example,\n5,Dora Kim,dora@shop.example,\n6,Dora Kim,,+44 20 7946 0022\n";
    private const string OwnLater = "id,name,email,phone\n1,Ann Lee,ann@shop.example,+44 20 7946 0011\n7,Eve Moss,eve@shop.example,\n8,Eve Moss,eve@shop.example,\n";
    private const string OwnLines = "InvoiceNo,StockCode,Description,Quantity,UnitPrice,InvoiceDate,CustomerID\nA1,P1,Mug,2,3.50,2011-01-05 10:00:00,1\nA2,P2,Jug,1,7.00,2011-01-06 10:00:00,2\nA3,P1,Mug,1,3.50,2011-01-07 10:00:00,\n";
    private const string DemoPeople = "id,name,email,phone,street,interests,consent_email\nd1,Dora Kim,dora@shop.example,+44 20 7946 0022,,,\nd2,Frank Wolf,eve@shop.example,,,,\nd3,Ann Lee,ann@shop.example,,1 High Street,garden,yes\nd4,Zed Only,zed@shop.example,,,garden,yes\n";
    private const string DemoLines = "InvoiceNo,StockCode,Description,Quantity,UnitPrice,InvoiceDate,CustomerID\nW1,P1,Mug,5,3.50,2011-02-05 10:00:00,d3\nW2,P9,Lamp,1,20.00,2011-02-06 10:00:00,d4\nW3,P9,Lamp,4,20.00,2011-02-07 10:00:00,\n";

    [Theory, InlineData(Database.Sqlite, false), InlineData(Database.Sqlite, true), InlineData(Database.Postgres, false), InlineData(Database.Postgres, true)]
    public async Task One_s_own_data_is_as_if_the_demo_had_never_been_loaded(Database kind, bool demoFirst)
    {
        await using var without = await PatronServices.Start(kind);
        await Own(without);
        await OwnMore(without);
        await using var with = await PatronServices.Start(kind);
        if (demoFirst) await LoadDemo(with);
        await Own(with);
        if (!demoFirst) await LoadDemo(with);
        await OwnMore(with);
        await Note(with, "d4", "Goes with Zed");
        Assert.Contains("Zed Only", await AllRows.Of(with), StringComparison.Ordinal);
        Assert.True(with.Get<IDemoData>().IsThere);

        await Remove(with);

        Assert.Equal(await AllRows.Of(without), await AllRows.Of(with));
        Assert.False(with.Get<IDemoData>().IsThere);
        Assert.Equal("Own:1 Own:2 Own:5 Own:6 Own:7+Own:8", await with.Customers());
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Removed_twice_it_is_removed_once(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await Own(patron);
        await LoadDemo(patron);
        await Remove(patron);
        var once = await AllRows.Of(patron);

        await Remove(patron);

        Assert.Equal(once, await AllRows.Of(patron));
    }

    [Theory, InlineData(Database.Sqlite, 15), InlineData(Database.Sqlite, 35), InlineData(Database.Postgres, 25), InlineData(Database.Postgres, 45)]
    public async Task An_interrupted_removal_goes_on(Database kind, int brokenAt)
    {
        await using var without = await PatronServices.Start(kind);
        await Own(without);
        await using var patron = await PatronServices.Start(kind, services => services.AddSingleton<IForgetsSources>(new PowerCut(brokenAt)));
        await Own(patron);
        await LoadDemo(patron);

        var broken = await patron.Get<IJobs>().RunNow(RemoveDemoJob.JobKind, "{}", null, null, default);
        Assert.Equal(JobState.Waiting, broken.State);
        Assert.True((await patron.Get<DemoData>().Mark(default))!.Removing);
        patron.Clock.Advance(TimeSpan.FromMinutes(5));
        var jobs = patron.Get<Jobs>();
        while (await jobs.Take(default) is { } due) await jobs.Run(due, null, default);

        Assert.Equal(await AllRows.Of(without), await AllRows.Of(patron));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task The_base_in_memory_is_as_the_database_afterwards(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await Own(patron);
        await LoadDemo(patron);
        var customerBase = patron.Get<ICustomerBase>();
        Assert.Equal(5, customerBase.Current.Known.Count());

        await Remove(patron);
        await customerBase.CatchUp(default);

        Assert.Equal(4, customerBase.Current.Known.Count());
        Assert.Equal(new DateOnly(2011, 1, 7), PurchaseDays.Last(customerBase.Current));
    }

    [Theory, InlineData(Database.Sqlite), InlineData(Database.Postgres)]
    public async Task Files_of_its_imports_go_and_the_others_stay(Database kind)
    {
        await using var patron = await PatronServices.Start(kind);
        await Own(patron);
        await LoadDemo(patron);
        var imports = Path.Combine(patron.Location.Directory, "imports");
        var own = (await patron.Get<IImportFiles>().Run(new(patron.Write("bad.csv", "id,name\n,Nobody\n"), "customers", "Own"), null, default)).Value!.Import;
        Directory.CreateDirectory(Path.Combine(patron.Location.Directory, "demo"));

        await Remove(patron);

        Assert.Equal(own.ToString(), Path.GetFileName(Assert.Single(Directory.GetDirectories(imports), d => Directory.EnumerateFiles(d).Any())));
        Assert.False(Directory.Exists(Path.Combine(patron.Location.Directory, "demo")));
    }

    [Fact]
    public void Currency_and_time_zone_come_back_and_what_was_changed_since_stays()
    {
        var own = new Organisation("Mill", "KRW", "Asia/Seoul", 60, 50, "KR");
        var demo = DemoMark.With(own);

        Assert.Equal(own, new DemoMark(true, own).Restored(demo));
        Assert.Equal(own with { LostAfterDays = 30 }, new DemoMark(true, own).Restored(demo with { LostAfterDays = 30 }));
        Assert.Equal(own with { Currency = "USD" }, new DemoMark(true, own).Restored(demo with { Currency = "USD" }));
        Assert.Null(new DemoMark(true, null).Restored(DemoMark.With(null)));
        Assert.Equal(Organisation.Default with { Name = "Mill" }, new DemoMark(true, null).Restored(DemoMark.With(null) with { Name = "Mill" }));
    }

    private static async Task Own(PatronServices patron)
    {
        await patron.Import(patron.Write("own.csv", OwnPeople), "customers", source: "Own");
        await patron.Import(patron.Write("own-lines.csv", OwnLines), "order-lines", source: "Own");
        await Note(patron, "1", "Stays with Ann");
    }

    private static async Task OwnMore(PatronServices patron)
    {
        patron.Clock.Advance(TimeSpan.FromSeconds(20));
        patron.Get<IdMaker>().Next<JobId>();
        await patron.Import(patron.Write("later.csv", OwnLater), "customers", source: "Own");
    }

    private static async Task Note(PatronServices patron, string externalId, string text) =>
        Assert.Null((await patron.Get<INotes>().Add(new(await patron.CustomerOf(externalId)), text, Tom, default)).Refusal);

    private static async Task LoadDemo(PatronServices patron)
    {
        await using (var db = await patron.Db())
        {
            await db.Write(SettingsKeys.Demo, new DemoMark(true, null), default);
            await db.Write(SettingsKeys.Organisation, DemoMark.With(null), default);
            await db.SaveChangesAsync();
        }
        patron.Get<DemoData>().Reread();
        await Import("demo.csv", DemoPeople, "customers");
        await Import("demo-lines.csv", DemoLines, "order-lines");
        await Import("demo-leads.csv", "id,source,source_cost,interested_in\nd3,Demo fair,500,Tins\n", "leads");
        await Import("demo-objections.csv", "customer,said,answer\nd3,Too dear,It lasts\n", "objections");
        await Import("demo-tasks.csv", "id,customer,subject,due,owner\nt1,d3,Call,2026-03-05,Tom Reed\n", "tasks");
        await Import("demo-agreements.csv", "customer,agreement,number\nd3,Terms,C1\nd4,Terms,C2\n", "agreements");
        await Import("demo-relations.csv", "customer,relation,other\nd3,family,d4\nd1,recommended us to,d3\n", "relations");
        var sources = patron.Get<ISources>();
        Assert.Null((await sources.Change((await sources.Find("Demo shop", default))! with { CancellationPrefix = "C" }, null, default)).Refusal);

        async Task Import(string name, string content, string kind) =>
            Assert.Null((await patron.Get<IImportFiles>().Run(new(patron.Write(name, content), kind, "Demo shop") { Demo = true }, null, default)).Refusal);
    }

    private static async Task Remove(PatronServices patron) =>
        Assert.Equal(JobState.Done, (await patron.Get<IJobs>().RunNow(RemoveDemoJob.JobKind, "{}", null, null, default)).State);

    /// <summary>A step that fails the first time, after those before it have committed.</summary>
    private sealed class PowerCut(int order) : IForgetsSources
    {
        private bool happened;

        public int Order => order;

        public Task Forget(BulkSession session, ForgottenSources what, CancellationToken ct)
        {
            if (happened) return Task.CompletedTask;
            happened = true;
            throw new IOException("The power was cut.");
        }
    }
}
